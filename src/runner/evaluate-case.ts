import { resolve } from "node:path";
import type { CaseRecord, PlannedCase } from "../cohort/case-record.js";
import { isVoxmatchError, VoxmatchError } from "../errors.js";
import { evaluate } from "../evaluate.js";
import type { VolumeInput } from "../io/byte-source.js";
import { readVolume } from "../io/read-volume.js";
import type { EvaluateOptions } from "../options/registry.js";

/** How a case is evaluated. */
export interface CaseWork {
  readonly options: EvaluateOptions;
  /** The folder that the case's paths are relative to. */
  readonly root: string;
  /** Compute the SHA-256 of the files. */
  readonly hash: boolean;
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
    const { inputs, groups } = await evaluate({ reference, prediction }, work.options, { threads: 1 });
    return { case: id, model, columns, status: "done", inputs, groups };
  } catch (error) {
    return failedCase(planned, error);
  }
}

/** The record of a case that failed by `error`. */
export function failedCase(
  { case: id, model, columns, reference, prediction }: PlannedCase,
  error: unknown,
): CaseRecord {
  const { code, message, details } = toVoxmatchError(error);
  const files = { reference, prediction };
  return { case: id, model, columns, status: "failed", files, error: { code, message, details } };
}

function toVoxmatchError(error: unknown): VoxmatchError {
  if (isVoxmatchError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  // What the engine throws when an array or a memory cannot be had.
  if (error instanceof RangeError && /alloc|array length|memory/i.test(reason)) {
    return new VoxmatchError(
      "OUT_OF_MEMORY",
      `The machine did not give the memory that this case needs (${reason}). Use fewer threads, or a lower --memory.`,
    );
  }
  return new VoxmatchError("INTERNAL", `An unexpected failure, please report it: ${reason}.`);
}
