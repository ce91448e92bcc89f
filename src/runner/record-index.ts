import { type FileHandle, open } from "node:fs/promises";
import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { type CaseRecord, keyOf, type PlannedCase, parseCaseRecord } from "../cohort/case-record.js";
import { linesOf } from "./record-lines.js";

/** Where a record stands, in bytes. */
export interface RecordPlace {
  readonly path: string;
  readonly start: number;
  /** Its newline included. */
  readonly length: number;
}

/** The records of a file, without holding them in memory. */
export interface RecordIndex<T> {
  /** By `keyOf`; of a case that was retried, the last record. */
  readonly entries: Map<string, RecordPlace & T>;
  /** Where the last whole line ends. */
  readonly end: number;
  /** Lines that are no records, as a crash of the machine can leave them. */
  readonly damagedLines: number;
}

/** Finds the records of a file, and keeps of each what `summarize` says. @throws VoxmatchError `FILE_ACCESS` */
export async function indexRecords<T>(path: string, summarize: (record: CaseRecord) => T): Promise<RecordIndex<T>> {
  const entries = new Map<string, RecordPlace & T>();
  let end = 0;
  let damagedLines = 0;
  for await (const { start, length, text } of linesOf(path)) {
    end = start + length;
    const record = recordIn(text);
    if (record === null) damagedLines++;
    else entries.set(keyOf(record), { ...summarize(record), path, start, length });
  }
  return { entries, end, damagedLines };
}

function recordIn(line: string): CaseRecord | null {
  try {
    return parseCaseRecord(line);
  } catch (error) {
    if (isVoxmatchError(error, "INVALID_FILE")) return null;
    throw error;
  }
}

/** The case as it was planned. */
export function plannedCaseOf(record: CaseRecord): PlannedCase {
  const { case: id, model, columns } = record;
  const { reference, prediction } =
    record.status === "failed"
      ? record.files
      : { reference: record.inputs.reference.path, prediction: record.inputs.prediction.path };
  return { case: id, model, columns, reference: reference ?? "", prediction: prediction ?? "" };
}

function shrunk(path: string): VoxmatchError {
  return new VoxmatchError("FILE_ACCESS", `${path} was cut while it was read. Let nothing else write to it.`, { path });
}

/** Copies records one after the other to the end of a file. */
export async function copyRecords(places: readonly RecordPlace[], target: FileHandle): Promise<void> {
  const sources = new Map<string, FileHandle>();
  try {
    for (const { path, start, length } of places) {
      const source = sources.get(path) ?? (await open(path, "r"));
      sources.set(path, source);
      const { buffer, bytesRead } = await source.read(Buffer.allocUnsafe(length), 0, length, start);
      if (bytesRead !== length) throw shrunk(path);
      await target.writeFile(buffer);
    }
  } finally {
    await Promise.all([...sources.values()].map((source) => source.close()));
  }
}
