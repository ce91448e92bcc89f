import { type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { type CaseKey, type CaseRecord, compareKeys, keyOf } from "../cohort/case-record.js";
import { failureOf, type RecordedCase } from "./case-failure.js";
import { RECORDS_FILE } from "./read-run.js";
import { copyRecords, indexRecords, type RecordIndex, type RecordPlace } from "./record-index.js";
import { writeWhole } from "./write-file-atomic.js";

interface Pending extends RecordedCase {
  readonly bytes: Buffer;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Records are written at most so often: each time costs as much as a tenth of a small case. */
const WRITING_MS = 20;

/**
 * The file of a run's records, to which one whole line is appended for each case that is finished. Records are never
 * changed: of a case that was retried the last one counts, and {@link CaseLog.finish} leaves the others out.
 */
export class CaseLog {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #entries: Map<string, RecordPlace & RecordedCase>;
  #end: number;
  #pending: Pending[] = [];
  #writing: Promise<void> | null = null;
  #lastWriting = Number.NEGATIVE_INFINITY;
  /** Why writing has stopped: remains of a failed write must not run into the next line. */
  #broken: unknown = null;

  /** Lines that were no records, as a crash of the machine can leave them; their cases count as not evaluated. */
  readonly damagedLines: number;

  private constructor(path: string, file: FileHandle, found: RecordIndex<RecordedCase>) {
    this.#path = path;
    this.#file = file;
    this.#entries = found.entries;
    this.#end = found.end;
    this.damagedLines = found.damagedLines;
  }

  /**
   * Opens the file of a folder, or makes it. The rest after its last whole line is cut off.
   * @throws VoxmatchError `FILE_ACCESS`
   */
  static async open(folder: string): Promise<CaseLog> {
    const path = join(folder, RECORDS_FILE);
    return onDisk(path, async () => {
      const file = await open(path, "a");
      try {
        const found = await indexRecords(path, recordedCase);
        await file.truncate(found.end);
        return new CaseLog(path, file, found);
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  /** The cases that have a record. */
  get cases(): Iterable<RecordedCase> {
    return this.#entries.values();
  }

  find(key: Pick<CaseKey, "case" | "model">): RecordedCase | null {
    return this.#entries.get(keyOf(key)) ?? null;
  }

  /**
   * Appends a record and waits until it has reached the disk. Lines that come while others are written, or soon after, go
   * together, so that a slow disk slows no computing.
   * @param line ends in a newline
   * @throws VoxmatchError `FILE_ACCESS`
   */
  append(key: Pick<CaseKey, "case" | "model">, line: string, failure: string | null): Promise<void> {
    return new Promise((done, failed) => {
      const { case: id, model } = key;
      this.#pending.push({ case: id, model, failure, bytes: Buffer.from(line), done, failed });
      this.#writing ??= this.#write();
    });
  }

  /**
   * Brings the file into its final form: a record for each case, sorted by {@link compareKeys}.
   * @throws VoxmatchError `FILE_ACCESS`, also if another process wrote to the file
   */
  async finish(): Promise<void> {
    await onDisk(this.#path, async () => {
      await this.#checkPlace();
      await this.#checkSize();
    });
    const sorted = [...this.#entries.values()].sort(compareKeys);
    const isSorted = sorted.every(({ start }, i) => i === 0 || start > sorted[i - 1].start);
    const isDense = sorted.reduce((sum, { length }) => sum + length, 0) === this.#end;
    if (isSorted && isDense) return;
    await onDisk(this.#path, async () => {
      await writeWhole(this.#path, (target) => copyRecords(sorted, target));
    });
  }

  /** The lock of a folder cannot hold back a run that was cut off from its disk: what it wrote late would shift the records. */
  async #checkSize(): Promise<void> {
    const { size } = await this.#file.stat();
    if (size === this.#end) return;
    throw new VoxmatchError(
      "FILE_ACCESS",
      `${this.#path} has ${size} bytes, and this run knows of ${this.#end}: another process has written to it. Start the run ` +
        "again once that has ended; whole records are kept.",
      { path: this.#path, bytes: size, expectedBytes: this.#end },
    );
  }

  /** Refuses a file that was removed or replaced: writes to it would still succeed, and be lost. */
  async #checkPlace(): Promise<void> {
    const [own, there] = await Promise.all([this.#file.stat(), stat(this.#path).catch(() => null)]);
    if (there?.ino === own.ino && there.dev === own.dev) return;
    throw new VoxmatchError(
      "FILE_ACCESS",
      `${this.#path} was removed, or replaced, while the run was writing to it. Its records are lost: start the run again.`,
      { path: this.#path },
    );
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #write(): Promise<void> {
    while (this.#pending.length > 0) {
      const rest = this.#lastWriting + WRITING_MS - performance.now();
      if (rest > 0) await sleep(rest);
      this.#lastWriting = performance.now();
      const batch = this.#pending.splice(0);
      try {
        if (this.#broken !== null) throw this.#broken;
        await onDisk(this.#path, async () => {
          await this.#file.appendFile(Buffer.concat(batch.map(({ bytes }) => bytes)));
          await this.#file.datasync();
          await this.#checkPlace();
        });
      } catch (error) {
        this.#broken = error;
        for (const { failed } of batch) failed(error);
        continue;
      }
      for (const { case: id, model, failure, bytes, done } of batch) {
        const entry = { case: id, model, failure, path: this.#path, start: this.#end, length: bytes.length };
        this.#entries.set(keyOf(entry), entry);
        this.#end += bytes.length;
        done();
      }
    }
    this.#writing = null;
  }
}

function recordedCase(record: CaseRecord): RecordedCase {
  const { case: id, model } = record;
  return { case: id, model, failure: failureOf(record) };
}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isVoxmatchError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new VoxmatchError(
      "FILE_ACCESS",
      `${path} cannot be written: ${reason}. Its records are kept: make room, or remove the cause, and start the run again.`,
      { path },
      { cause },
    );
  }
}
