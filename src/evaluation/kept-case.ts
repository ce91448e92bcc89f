import type { Affine, VolumeHeader } from "../../base/types.js";
import type { ExploreOptions } from "../options/exploration.js";
import type { EvaluateOptions } from "../options/registry.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import type { ExplorationRow } from "../results/exploration-row.js";
import type { NumberInstance, PaintedInstances, Side } from "./paint-case.js";
import type { WorkOptions } from "./work-options.js";

/** The instances of one side of a case as a dense volume, for a viewer. */
export interface InstanceVolume extends PaintedInstances {
  readonly shape: readonly number[];
  /** mm */
  readonly spacing: readonly number[];
  readonly affine: Affine | null;
}

/**
 * A case that is kept open to be evaluated again and again. Calls wait for each other; options are given whole each time,
 * not as changes to those before.
 */
export interface OpenCase {
  /** What the headers of both volumes say. */
  readonly headers: readonly [reference: VolumeHeader, prediction: VolumeHeader];
  /** As `evaluate`, with the same numbers; `timings` say only what this call had to do. */
  readonly evaluate: (options?: EvaluateOptions, work?: WorkOptions) => Promise<EvaluationResult>;
  /** As `explore`. */
  readonly explore: (options?: ExploreOptions, work?: Pick<WorkOptions, "threads">) => Promise<ExplorationRow[]>;
  /** The instances of a side as these options tell them apart, numbered 1, 2, … or by `numberOf`. */
  readonly labels: (side: Side, options?: EvaluateOptions, numberOf?: NumberInstance) => Promise<InstanceVolume>;
  /** Releases the memory once earlier calls are done. Later calls are refused with `CASE_CLOSED`. */
  readonly close: () => Promise<void>;
}
