import type { OverlapList } from "../../bindings/components/count-overlap.js";
import type { Rounding } from "../../bindings/read/label-tally.js";
import type { UnassignedLabel } from "../instances/label-census.js";
import type { InstanceRule } from "../instances/label-passes.js";
import type { Records } from "./records.js";
import type { Shell } from "./shell.js";

/** One side of a label pass, by component numbers 1 … count of the block. */
export interface BlockSide {
  readonly records: Records;
  /** Whether void was cut out of the components. */
  readonly isCut: boolean;
  /** The shells of those blocks that have neighbours elsewhere; none where labels alone tell instances apart. */
  readonly shells: readonly Shell[];
}

/** A label pass: the components of both sides, and what they share. */
export interface BlockPass {
  readonly rule: InstanceRule;
  readonly reference: BlockSide;
  readonly prediction: BlockSide;
  readonly overlap: OverlapList;
  /** By number of component and class, as `Instances.partOverlapWith` has them; null unless instances have parts. */
  readonly partOverlap: OverlapList | null;
}

/**
 * All that the rest of a volume needs to know of a block, or of several that were merged: which they are, what is in them, and
 * where it may go on.
 */
export interface BlockResult {
  /** Numbers of the blocks, rising. */
  readonly blocks: readonly number[];
  /** Labels of either side, rising. */
  readonly labels: readonly number[];
  /** Labels that no group names. */
  readonly unassigned: readonly UnassignedLabel[];
  /** Voxels of the reference that are void. */
  readonly voidVoxels: number;
  /** What was rounded of each side. */
  readonly rounding: readonly (Rounding | null)[];
  readonly passes: readonly BlockPass[];
}
