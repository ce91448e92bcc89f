import type { LabelPair } from "../support/evaluate-labels.js";
import type { PlainVolume } from "./label-volume.js";
import { nearestLabels } from "./nearest-label.js";

/**
 * The voxels of a region, by exhaustive search: reference `label` alone, and of the predictions the voxels that lie nearer to
 * it than to any other reference.
 *
 * @param instances the reference's instances, numbered
 * @param weights whole numbers in the ratio of the squared spacings
 */
export function clippedPairs(
  pair: LabelPair,
  instances: PlainVolume,
  weights: readonly [number, number, number],
): { readonly label: number; readonly pair: LabelPair }[] {
  const nearest = nearestLabels(instances, weights);
  const labels = [...new Set(instances.labels)].filter((label) => label !== 0).sort((a, b) => a - b);
  return labels.map((label) => ({
    label,
    pair: {
      ...pair,
      reference: Array.from(pair.reference, (value, i) => (instances.labels[i] === label ? value : 0)),
      prediction: Array.from(pair.prediction, (value, i) => (nearest[i] === label ? value : 0)),
    },
  }));
}
