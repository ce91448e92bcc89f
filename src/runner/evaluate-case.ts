import { resolve } from "node:path";
import type { Volume } from "../../base/types.js";
import type { CaseRecord, PlannedCase } from "../cohort/case-record.js";
import { evaluate } from "../evaluation/evaluate.js";
import { explore } from "../evaluation/explore.js";
import type { VolumeFile } from "../evaluation/load-inputs.js";
import { readVolume } from "../io/read-volume.js";
import { explorable } from "../options/exploration.js";
import type { EvaluateOptions } from "../options/registry.js";
import { blameFailure } from "./blame-failure.js";
import { failedCase } from "./failed-case.js";

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
  const { case: id, model, columns } = planned;
  const fileOf = (side: "reference" | "prediction") => ({
    file: bytes[side] ?? resolve(work.root, planned[side]),
    name: planned[side],
    hash: work.hash,
  });
  const files = { reference: fileOf("reference"), prediction: fileOf("prediction") };
  try {
    // Cases fill the cores already.
    const alone = { threads: 1 };
    // What is evaluated twice is read once.
    const volumes = work.explore
      ? { reference: await readFile(files.reference), prediction: await readFile(files.prediction) }
      : files;
    const { inputs, groups } = await evaluate(volumes, work.options, alone);
    const exploration = work.explore ? await explore(volumes, explorable(work.options), alone) : undefined;
    return { case: id, model, columns, status: "done", inputs, groups, ...(exploration && { exploration }) };
  } catch (error) {
    return failedCase(planned, error, await blameFailure(error, files.reference, work.options));
  }
}

function readFile({ file, ...options }: VolumeFile): Promise<Volume> {
  return readVolume(file, options);
}
