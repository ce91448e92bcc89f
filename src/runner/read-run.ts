import { access, constants, readFile } from "node:fs/promises";
import { join } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { type CaseRecord, keyOf, parseCaseRecord } from "../cohort/case-record.js";
import { parseRunDescription, type RunDescription } from "../cohort/run-description.js";
import { linesOf } from "./record-lines.js";

/** The files of a run's folder. */
export const DESCRIPTION_FILE = "run.json";
export const RECORDS_FILE = "cases.jsonl";
export const RUN_FILES = [DESCRIPTION_FILE, RECORDS_FILE] as const;

/** The contents of the folder of a run. */
export interface Run {
  /** Null if there is no `run.json`: records that were collected otherwise. */
  readonly description: RunDescription | null;
  /** In the order of the file: sorted by case and model once the run is complete; of a case that was retried, the last. */
  readonly records: readonly CaseRecord[];
  /** Whether every planned case has a record; null where the plan is unknown. */
  readonly isComplete: boolean | null;
}

/**
 * Reads the folder of a run, also while it is under way: a last line without its end is left out.
 * @throws VoxmatchError `FILE_ACCESS` if there is no `cases.jsonl` that can be read, `INVALID_FILE` if a line is no record
 */
export async function readRun(folder: string): Promise<Run> {
  const description = await readDescription(folder);
  const records = new Map<string, CaseRecord>();
  for await (const record of readRecords(folder)) records.set(keyOf(record), record);
  return { description, records: [...records.values()], isComplete: isComplete(description, records.size) };
}

/** Whether this number of records is all that was planned; null where the plan is not known. */
export function isComplete(description: RunDescription | null, records: number): boolean | null {
  if (description === null) return null;
  return records === (description.shard?.plannedCases ?? description.plannedCases);
}

/**
 * Reads the records of a run's folder one after the other, for runs that are too large to be in memory as a whole. Those of a
 * complete run come sorted by case and model, one for each case; before that a case that was retried may come twice.
 * @throws VoxmatchError as {@link readRun} does
 */
export async function* readRecords(folder: string): AsyncGenerator<CaseRecord> {
  await checkRecords(folder);
  for await (const { text } of linesOf(join(folder, RECORDS_FILE))) yield parseCaseRecord(text);
}

/** The description of a run; null if the folder has none. */
export async function readDescription(folder: string): Promise<RunDescription | null> {
  const path = join(folder, DESCRIPTION_FILE);
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return null;
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read: ${cause.message}.`, { path }, { cause });
  });
  return text === null ? null : parseRunDescription(text, path);
}

async function checkRecords(folder: string): Promise<void> {
  const path = join(folder, RECORDS_FILE);
  await access(path, constants.R_OK).catch((cause) => {
    throw new VoxmatchError(
      "FILE_ACCESS",
      `${folder} is no folder of a run: it has no readable ${RECORDS_FILE}.`,
      { path },
      { cause },
    );
  });
}
