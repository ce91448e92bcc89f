import { type Connectivity, labelComponents } from "../../../bindings/components/label-components.js";
import { indexLabels, relabelRuns, setCodes } from "../../../bindings/components/label-index.js";
import { type LabelMeasures, measureLabels } from "../../../bindings/components/measure-labels.js";
import { growTree, treeCandidates } from "../../../bindings/maps/component-tree.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import type { SignedMap } from "../../../bindings/maps/map-volume.js";
import { measureSegments } from "../../../bindings/maps/measure-segments.js";
import { listSegments } from "../../../bindings/maps/segments.js";
import { thresholdRuns } from "../../../bindings/maps/threshold-runs.js";
import type { RunVolume } from "../../../bindings/volumes/run-volume.js";
import type { DetectionOptions } from "../options/types.js";

/** A part of a map that may be a lesion. */
export interface Candidate {
  /** Its largest value. */
  readonly confidence: number;
  readonly voxels: number;
  /** Linear index of the first voxel of the largest value, and of the first voxel at all. */
  readonly peak: number;
  readonly firstVoxel: number;
  /** Centre of mass in voxels: x, y, z. */
  readonly centre: readonly number[];
}

/** Candidates in the order of their first voxels, and their runs, labelled 1 … count. */
export interface Candidates {
  readonly list: RunVolume;
  readonly rows: readonly Candidate[];
}

/** The components of {m ≥ threshold} that are large enough; of these the most confident where their number is limited. */
export function findCandidates(
  engine: MapEngine,
  map: SignedMap,
  domain: RunVolume | null,
  options: DetectionOptions & { readonly connectivity: Connectivity; readonly voxelVolume: number },
): Candidates {
  const { candidateThreshold } = options;
  // Every value above 0 is at least the smallest number above 0.
  const threshold =
    candidateThreshold === "positive" || candidateThreshold === null ? Number.MIN_VALUE : candidateThreshold;
  const above = thresholdRuns(engine, map, domain, threshold);
  const { peakRatio: ratio, connectivity } = options;
  const isPeaks = options.candidates === "peaks";
  const request = { connectivity, reference: null, threshold: 1, curvePoints: 0, keepSteps: false };
  const rising = isPeaks
    ? treeCandidates(engine, map, growTree(engine, map, above, request), { threshold, ratio })
    : above;
  // Candidates by peaks do not touch, so that each is a component.
  const list = labelComponents(engine, rising, connectivity);
  const count = list.classes.length;
  const measures = measureLabels(engine, list, count);
  const codes = measureSegments(engine, map, listSegments(engine, list, domain, count + 1));
  const rows = Array.from({ length: count }, (_, i) => candidateOf(measures, i, codes[i + 1]));
  const kept = keep(rows, options);
  if (kept.length === count) return { list, rows };
  const numbers = new Map(kept.map((old, i) => [old + 1, i + 1]));
  const index = indexLabels(engine, list);
  setCodes(engine, index, (label) => numbers.get(label) ?? 0);
  return { list: relabelRuns(engine, list, index), rows: kept.map((old) => rows[old]) };
}

function candidateOf(
  { voxels, sums, firstVoxels }: LabelMeasures,
  i: number,
  { largest, largestVoxel }: { readonly largest: number; readonly largestVoxel: number },
): Candidate {
  return {
    confidence: largest,
    voxels: voxels[i],
    peak: largestVoxel,
    firstVoxel: firstVoxels[i],
    centre: centreOf(sums, voxels, i),
  };
}

/** The centre of mass of label `i + 1`, in voxels. */
export function centreOf(sums: Float64Array, voxels: Float64Array, i: number): number[] {
  return [0, 1, 2].map((axis) => sums[3 * i + axis] / voxels[i]);
}

/** The candidates that stay, by their places, rising. */
function keep(
  rows: readonly Candidate[],
  {
    candidateMinVoxels,
    candidateMinVolume,
    maxCandidates,
    voxelVolume,
  }: DetectionOptions & { readonly voxelVolume: number },
): number[] {
  const large = rows.flatMap(({ voxels }, i) => {
    return voxels >= candidateMinVoxels && voxels * voxelVolume >= candidateMinVolume ? [i] : [];
  });
  if (maxCandidates === null || large.length <= maxCandidates) return large;
  const best = large.sort((a, b) => rows[b].confidence - rows[a].confidence || a - b);
  return best.slice(0, maxCandidates).sort((a, b) => a - b);
}
