import type { EvaluateOptions } from "./evaluate-options.js";

/** The choices that hold where the user made none. */
export interface Preset {
  readonly name: string;
  readonly options: EvaluateOptions;
  /** Whether axes of one voxel count as dimensions, as they are stored. */
  readonly countsThinAxes?: boolean;
  /** Labels that show that the data do not fit the preset. */
  readonly misfits?: readonly PresetMisfit[];
  /** Choices that differ with the number of dimensions, which is only known once the volumes are. */
  readonly byDimensions: Readonly<Record<2 | 3, Pick<EvaluateOptions, "connectivity" | "touchingLabels">>>;
}

/** Help and documentation of a preset. */
export interface PresetText {
  /** Whose numbers it gives. */
  readonly summary: string;
  /** Where its choices are written down. */
  readonly sources: readonly string[];
}

/** Labels by which data of another protocol shows. */
interface PresetMisfit {
  /** A label that no group of the preset names. */
  readonly unassigned: number;
  /** A group of the preset that has no voxel. */
  readonly emptyGroup: string;
  readonly advice: string;
}
