import { isMostlyVoid, type OverlapTable } from "../../overlap/overlap-table.js";

/** What the scores are taken from. */
export interface ScoreInputs {
  /** Instances and overlaps, with the predictions that lie in void. */
  readonly table: OverlapTable;
  /** What the matching counted. */
  readonly counts: { readonly tp: number; readonly fp: number; readonly fn: number };
  /** Predicted instances that count. */
  readonly predictions: number;
}

/** One score that follows from the overlap table. */
export interface ScoreRow {
  readonly key: string;
  readonly name: string;
  readonly definition: string;
  readonly unit: "1" | "voxels" | "mm³ (mm² in 2D)" | "bits" | "instances";
  readonly bounds: readonly [number, number];
  readonly better: "higher" | "lower";
  readonly source: string;
  /** What it is where there is nothing to measure. */
  readonly empty: string;
  readonly value: (inputs: ScoreInputs) => number;
}

/** Voxels that both foregrounds share: instances of a side are disjoint. */
export function sharedVoxels({ pairVoxels }: OverlapTable): number {
  return pairVoxels.reduce((sum, voxels) => sum + voxels, 0);
}

/** The predictions that count: all but those that are mostly in void and were not chosen. */
export function countedPredictions({ prediction }: OverlapTable, isChosen: (p: number) => boolean): number[] {
  return Array.from(prediction.labels.keys()).filter((p) => isChosen(p) || !isMostlyVoid(prediction, p));
}
