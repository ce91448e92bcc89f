import { resolve } from "node:path";
import type { CaseRecord, PlannedCase } from "../cohort/case-record.js";
import { evaluate } from "../evaluate.js";
import { explore } from "../explore.js";
import type { VolumeInput } from "../io/byte-source.js";
import { readVolume } from "../io/read-volume.js";
import { explorable } from "../options/exploration.js";
import type { EvaluateOptions } from "../options/registry.js";
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
  const read = (side: "reference" | "prediction") => {
    const input: VolumeInput = bytes[side] ?? resolve(work.root, planned[side]);
    return readVolume(input, { name: planned[side], hash: work.hash });
  };
  try {
    // One after the other: of two bad files always the same one is named, and other cases fill the cores.
    const reference = await read("reference");
    const prediction = await read("prediction");
    // Cases fill the cores already.
    const alone = { threads: 1 };
    const { inputs, groups } = await evaluate({ reference, prediction }, work.options, alone);
    const exploration = work.explore
      ? await explore({ reference, prediction }, explorable(work.options), alone)
      : undefined;
    return { case: id, model, columns, status: "done", inputs, groups, ...(exploration && { exploration }) };
  } catch (error) {
    return failedCase(planned, error);
  }
}
