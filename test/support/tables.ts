import { type CandidateGraph, candidateGraph, type Threshold } from "../../src/matching/candidate-graph.js";
import type { GroupInstances, OverlapTable } from "../../src/overlap/overlap-table.js";

/** Reference index, prediction index, and a number of theirs: shared voxels, or a score. */
export type Pair = readonly [reference: number, prediction: number, value: number];

/** A table from the sizes of the instances and the overlaps, in any order. Instance `i` has the label `i + 1`. */
export function tableOf(
  references: readonly number[],
  predictions: readonly number[],
  overlaps: readonly Pair[],
): OverlapTable {
  const sorted = [...overlaps].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const offsets = new Uint32Array(references.length + 1);
  for (const [g] of sorted) offsets[g + 1]++;
  for (let g = 0; g < references.length; g++) offsets[g + 1] += offsets[g];
  return {
    reference: instancesOf(references),
    prediction: instancesOf(predictions),
    offsets,
    pairReference: Uint32Array.from(sorted, (pair) => pair[0]),
    pairPrediction: Uint32Array.from(sorted, (pair) => pair[1]),
    pairVoxels: Float64Array.from(sorted, (pair) => pair[2]),
    spacing: [1, 1, 1],
    dimensions: 3,
    thin: [false, false, false],
    parts: null,
  };
}

/** GroupInstances of which only the sizes matter: matching looks at nothing else. */
function instancesOf(voxels: readonly number[]): GroupInstances {
  const count = voxels.length;
  return {
    count,
    labels: Uint32Array.from(voxels, (_, i) => i + 1),
    classes: new Uint32Array(count).fill(1),
    runLabels: Uint32Array.from(voxels, (_, i) => i + 1),
    voxels: Float64Array.from(voxels),
    sums: new Float64Array(3 * count),
    boxes: new Uint32Array(6 * count),
    firstVoxels: new Float64Array(count),
  };
}

/** A graph whose pairs have the given scores instead of those of their overlaps; every pair passes. Unions cannot be scored. */
export function scoredGraph(
  references: number,
  predictions: number,
  scored: readonly Pair[],
  direction: Threshold["direction"] = "higher",
): CandidateGraph {
  const ones = (count: number) => new Array<number>(count).fill(1);
  const sorted = [...scored].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const table = tableOf(ones(references), ones(predictions), sorted);
  const value = direction === "higher" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const scoreUnion = () => Number.NaN;
  const scores = Float64Array.from(sorted, (pair) => pair[2]);
  return candidateGraph({ table, scores, scoreUnion, direction }, { value, rule: "inclusive" });
}

/** The labels of some pairs of a table, "reference-prediction", in the order of the table. */
export function namesOf({ table }: Pick<CandidateGraph, "table">, pairs: Iterable<number>): string[] {
  return [...pairs]
    .sort((a, b) => a - b)
    .map(
      (pair) =>
        `${table.reference.labels[table.pairReference[pair]]}-${table.prediction.labels[table.pairPrediction[pair]]}`,
    );
}
