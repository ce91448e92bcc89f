import { access } from "node:fs/promises";
import { join } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { differencesOf, encodeRunDescription, type RunDescription, type Shard } from "../cohort/run-description.js";
import { CaseLog } from "./case-log.js";
import { makeFolder } from "./make-folder.js";
import { DESCRIPTION_FILE, RECORDS_FILE, RUN_FILES, readDescription } from "./read-run.js";
import { lockRun, type RunLock } from "./run-lock.js";
import { removeLeftovers, writeWhole } from "./write-file-atomic.js";

export interface RunFolderOptions {
  readonly folder: string;
  readonly description: RunDescription;
  /** Refuse a folder that holds results already. */
  readonly fresh?: boolean;
  readonly onNotice?: (message: string) => void;
}

/**
 * Makes or opens the folder of a run, which no other run writes to while `work` has its records.
 * @throws VoxmatchError `INVALID_OPTION` if it holds another run; `FILE_ACCESS` if it cannot be written to, or another
 *   process is writing to it
 */
export async function inRunFolder<T>(
  { folder, description, fresh = false, onNotice = () => {} }: RunFolderOptions,
  work: (log: CaseLog, lock: RunLock) => Promise<T>,
): Promise<T> {
  await makeFolder(folder).catch((cause) => {
    throw new VoxmatchError("FILE_ACCESS", `${folder} cannot be made: ${cause.message}.`, { path: folder }, { cause });
  });
  const lock = await lockRun(folder, onNotice);
  try {
    await removeLeftovers(folder, RUN_FILES);
    await describeFolder(folder, description, fresh);
    const log = await CaseLog.open(folder);
    try {
      if (log.damagedLines > 0) {
        onNotice(
          `${log.damagedLines} damaged lines of ${join(folder, RECORDS_FILE)} are left out; their cases are evaluated again.`,
        );
      }
      return await work(log, lock);
    } finally {
      await log.close();
    }
  } finally {
    await lock.release();
  }
}

/** Refuses a folder of another run, and writes what this one is into a new one. */
async function describeFolder(folder: string, description: RunDescription, fresh: boolean): Promise<void> {
  const there = await readDescription(folder);
  if (there !== null) {
    if (fresh) throw refusal(folder, "it holds results already, and this run is not to continue any");
    const differences = differencesOf(there, description);
    if (describeShard(there.shard) !== describeShard(description.shard)) {
      differences.push(`it is ${describeShard(there.shard)} there and ${describeShard(description.shard)} here`);
    }
    if (differences.length > 0) {
      throw refusal(folder, `it holds the results of another run: ${differences.join("; ")}`, { differences });
    }
  } else if (await exists(join(folder, RECORDS_FILE))) {
    throw refusal(folder, `it holds a ${RECORDS_FILE} without the ${DESCRIPTION_FILE} that would say what of`);
  }
  const text = encodeRunDescription(description);
  const path = join(folder, DESCRIPTION_FILE);
  await writeWhole(path, (file) => file.writeFile(text)).catch((cause) => {
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be written: ${cause.message}.`, { path }, { cause });
  });
}

function describeShard(shard: Shard | null): string {
  if (shard === null) return "all of the cases";
  return `shard ${shard.index}/${shard.count}${shard.by === "bytes" ? "" : " by name (--shard-by name)"}`;
}

function refusal(folder: string, reason: string, details: object = {}): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", `${folder} cannot take this run: ${reason}. Choose another folder.`, {
    folder,
    ...details,
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
