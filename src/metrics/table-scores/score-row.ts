import type { Engine } from "../../../bindings/engine/engine.js";
import { isMostlyVoid, type OverlapTable } from "../../overlap/overlap-table.js";

/** Whether variation of information counts voxels of the reference's background, or leaves them out. */
export const VOI_BACKGROUNDS = ["count", "omit"] as const;
export type VoiBackground = (typeof VOI_BACKGROUNDS)[number];

/** The inputs of every score. */
export interface ScoreInputs {
  readonly engine: Engine;
  /** Instances and overlaps, with the predictions that lie in void. */
  readonly table: OverlapTable;
  /** Voxels of the grid that are not void. */
  readonly gridVoxels: number;
  /** Counts of the matching. */
  readonly counts: { readonly tp: number; readonly fp: number; readonly fn: number };
  /** Predicted instances that count. */
  readonly predictions: number;
  readonly voiBackground: VoiBackground;
}

/** The known numbers of a reference without a usable prediction. */
export interface KnownReference {
  readonly instances: number;
  readonly voxels: number;
}

/** A score as a function of sums, which can be added up over cases. */
interface Sums {
  readonly sums: (inputs: ScoreInputs) => readonly number[];
  readonly combine: (sums: ArrayLike<number>) => number;
  /** The sums of an empty prediction; absent where the reference's instances and voxels do not give them. */
  readonly ofNothing?: (reference: KnownReference) => readonly number[];
}

/** One score that follows from the overlap table. */
export interface ScoreRow {
  readonly key: string;
  readonly name: string;
  readonly definition: string;
  readonly unit: "1" | "voxels" | "mm³" | "bits" | "instances";
  readonly bounds: readonly [number, number];
  readonly better: "higher" | "lower";
  readonly source: string;
  /** Its value where there is nothing to measure. */
  readonly empty: string;
  /** A function of the inputs, or of sums. Scores that are no functions of sums have means over cases alone. */
  readonly from: Sums | ((inputs: ScoreInputs) => number);
}

/** Voxels that both foregrounds share: instances of a side are disjoint. */
export function sharedVoxels({ pairVoxels }: OverlapTable): number {
  return pairVoxels.reduce((sum, voxels) => sum + voxels, 0);
}

/** The predictions that count: all but those that are mostly in void and were not chosen. */
export function countedPredictions({ prediction }: OverlapTable, isChosen: (p: number) => boolean): number[] {
  return Array.from(prediction.labels.keys()).filter((p) => isChosen(p) || !isMostlyVoid(prediction, p));
}

/** |g ∪ p| of a pair. */
export function unionVoxels(
  { reference, prediction, pairReference, pairPrediction, pairVoxels }: OverlapTable,
  pair: number,
): number {
  return reference.voxels[pairReference[pair]] + prediction.voxels[pairPrediction[pair]] - pairVoxels[pair];
}
