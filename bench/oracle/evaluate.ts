/**
 * The whole counting evaluation in plain TypeScript: scan, components, measures, overlap, matches with IoU > 0.5. At such
 * a threshold no instance has two candidates (Kirillov et al. 2019), so that nothing must be assigned.
 */
import type { VolumePair } from "../data.js";
import { countOverlapTwin } from "./count-overlap.js";
import { labelComponentsTwin } from "./label-components.js";
import { measureLabelsTwin } from "./measure-labels.js";
import { relabelTwin } from "./relabel.js";
import type { TwinRuns } from "./run-list.js";
import { scanRunsTwin } from "./scan-runs.js";

export interface TwinResult {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** Mean IoU of the matches; 0 without any. */
  readonly segmentationQuality: number;
}

export function evaluateTwin(pair: VolumePair, input: "semantic" | "unmatched"): TwinResult {
  const sides = [pair.reference, pair.prediction].map((data) => {
    const { runs, count } = instancesOf(scanRunsTwin(data, pair.shape), pair, input);
    return { runs, count, measures: measureLabelsTwin(runs, pair.shape, count) };
  });
  const [reference, prediction] = sides;
  const overlap = countOverlapTwin(reference.runs, prediction.runs);
  let truePositives = 0;
  let sum = 0;
  for (let i = 0; i < overlap.voxels.length; i++) {
    const shared = overlap.voxels[i];
    const g = reference.measures.voxels[overlap.reference[i] - 1];
    const p = prediction.measures.voxels[overlap.prediction[i] - 1];
    const iou = shared / (g + p - shared);
    if (iou <= 0.5) continue;
    truePositives++;
    sum += iou;
  }
  return {
    truePositives,
    falsePositives: prediction.count - truePositives,
    falseNegatives: reference.count - truePositives,
    segmentationQuality: truePositives === 0 ? 0 : sum / truePositives,
  };
}

function instancesOf(
  scanned: TwinRuns,
  { shape }: VolumePair,
  input: "semantic" | "unmatched",
): { readonly runs: TwinRuns; readonly count: number } {
  if (input === "unmatched") return relabelTwin(scanned);
  const { components, count } = labelComponentsTwin(scanned, shape, 26);
  return { runs: { ...scanned, labels: components }, count };
}
