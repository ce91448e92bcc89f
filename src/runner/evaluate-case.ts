import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import type { CaseRecord, PlannedCase } from "../cohort/case-record.js";
import type { EvaluateOptions } from "../options/registry.js";
import { failedCase } from "./failed-case.js";
import { recordCase } from "./record-case.js";

/** How a case is evaluated. */
export interface CaseWork {
  readonly options: EvaluateOptions;
  /** The folder that the case's paths are relative to. */
  readonly root: string;
  /** Compute the SHA-256 of the files. */
  readonly hash: boolean;
  /** Keep what every strategy gives at every threshold, too. */
  readonly explore: boolean;
}

/** Files that were read already; null: the path is read. */
export interface CaseBytes {
  readonly reference: Uint8Array | null;
  readonly prediction: Uint8Array | null;
}

const NOTHING_READ: CaseBytes = { reference: null, prediction: null };

/**
 * Evaluates a case in this thread. Whatever goes wrong becomes the record of a failed case: a record always comes. It calls
 * the files by the paths that were planned, so that it is the same wherever they lie.
 */
export async function evaluateCase(
  planned: PlannedCase,
  work: CaseWork,
  bytes: CaseBytes = NOTHING_READ,
): Promise<CaseRecord> {
  const fileOf = (side: "reference" | "prediction") => ({
    file: bytes[side] ?? resolve(work.root, planned[side]),
    name: planned[side],
    hash: work.hash,
  });
  const refuse = async (side: "reference" | "prediction") => {
    if (bytes[side] === null) await refuseIrregular(resolve(work.root, planned[side]), planned[side]);
  };
  try {
    await refuse("reference");
  } catch (error) {
    // It must not be read to find out who is to blame.
    return failedCase(planned, error, { cause: "reference" });
  }
  const files = { reference: fileOf("reference"), prediction: fileOf("prediction") };
  return recordCase(planned, files, { ...work, beforeReading: () => refuse("prediction") });
}

/** What is no file may never end, or never begin; a folder, or nothing at all, is said by who reads it. */
async function refuseIrregular(path: string, name: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null || found.isFile() || found.isDirectory()) return;
  const kind = found.isFIFO() ? "a pipe" : found.isSocket() ? "a socket" : "a device";
  throw new VoxmatchError(
    "FILE_ACCESS",
    `${name} is ${kind}, and the files of a cohort must be files on a disk. Write it to a file, or evaluate it alone ` +
      "(voxmatch evaluate).",
    { path: name },
  );
}
