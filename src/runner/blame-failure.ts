import { type ErrorCode, isVoxmatchError } from "../../base/errors.js";
import type { Volume } from "../../base/types.js";
import type { FailureCause, ReferenceFacts } from "../cohort/case-record.js";
import { isAbsent, isExhausted } from "../cohort/policy/failure-cause.js";
import { evaluate } from "../evaluation/evaluate.js";
import type { VolumeFile } from "../evaluation/open-inputs.js";
import { readVolume } from "../io/read-volume.js";
import type { EvaluateOptions } from "../options/registry.js";

/** The cause of a failure, and the facts of the reference that are known all the same. */
export interface Blame {
  readonly cause: FailureCause;
  readonly reference?: ReferenceFacts;
}

/** Errors that a file can be to blame for. */
const FILE_ERRORS: readonly ErrorCode[] = ["FILE_ACCESS", "INVALID_FILE", "INVALID_VOLUME", "GEOMETRY_MISMATCH"];

/**
 * Finds out which file caused a failure. The reference is read alone and evaluated against an empty prediction, which yields
 * the instances that the missing prediction should have found.
 */
export async function blameFailure(error: unknown, reference: VolumeFile, options: EvaluateOptions): Promise<Blame> {
  if (!isVoxmatchError(error) || !FILE_ERRORS.includes(error.code) || isExhausted(error.message)) {
    return { cause: "system" };
  }
  const cause = causeOf(error.code, error.message);
  try {
    const { file, ...rest } = reference;
    const volume = await readVolume(file, { ...rest, hash: false });
    return { cause, reference: await factsOf(volume, options) };
  } catch (second) {
    const isOfFile = isVoxmatchError(second) && FILE_ERRORS.includes(second.code) && !isExhausted(second.message);
    return { cause: isOfFile ? "reference" : "system" };
  }
}

function causeOf(code: ErrorCode, message: string): FailureCause {
  if (code === "GEOMETRY_MISMATCH") return "grid";
  return code === "FILE_ACCESS" && isAbsent(message) ? "missing" : "unreadable";
}

async function factsOf(reference: Volume, options: EvaluateOptions): Promise<ReferenceFacts> {
  const { shape, spacing } = reference;
  const { groups } = await evaluate({ reference, prediction: emptyLike(reference) }, options, { threads: 1 });
  return {
    shape,
    spacing,
    groups: Object.fromEntries(
      Object.entries(groups).map(([name, { n_ref_instances, global_bin_volume_ref }]) => [
        name,
        { n_ref_instances, global_bin_volume_ref },
      ]),
    ),
  };
}

/** A volume on the same grid in which no voxel is labelled. */
function emptyLike({ shape, spacing, affine, dataType }: Volume): Volume {
  const [width, height = 1, depth = 1] = shape;
  const words = 2 * Math.ceil(width / 64) * height * depth;
  return { shape, spacing, affine, dataType, source: null, bits: new Uint32Array(words), label: 0 };
}
