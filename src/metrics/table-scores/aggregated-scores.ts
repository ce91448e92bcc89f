import type { Engine } from "../../../bindings/engine/engine.js";
import { scoreByCounts } from "../../matching/candidate-graph.js";
import { matchByStrategy } from "../../matching/match-instances.js";
import { matchingScoreOf } from "../../matching/matching-score.js";
import { type OverlapTable, pairIndex } from "../../overlap/overlap-table.js";
import { countedPredictions, type ScoreInputs, type ScoreRow, unionVoxels } from "./score-row.js";

/** The pair of best IoU of a reference, the first of equal ones; -1 if it has none. */
function bestPair(table: OverlapTable, g: number): number {
  let best = -1;
  for (let pair = table.offsets[g]; pair < table.offsets[g + 1]; pair++) {
    const [shared, joined] = [table.pairVoxels[pair], unionVoxels(table, pair)];
    if (best < 0 || shared * unionVoxels(table, best) > table.pairVoxels[best] * joined) best = pair;
  }
  return best;
}

/** For each reference the pair of the one-to-one matching with the largest sum of IoU; -1 if it has none. */
function assignedPairs(engine: Engine, table: OverlapTable): number[] {
  // Parts do not count: this index compares whole instances.
  const scored = scoreByCounts({ ...table, parts: null }, matchingScoreOf("iou"), "partpq");
  const { reference, prediction } = matchByStrategy(scored, {
    engine,
    strategy: "one-to-one",
    objective: "score",
    allowManyToOne: false,
    threshold: { value: 0, rule: "strict" },
  });
  const pairs = new Array<number>(table.reference.count).fill(-1);
  reference.forEach((g, i) => {
    pairs[g] = pairIndex(table, g, prediction[i]);
  });
  return pairs;
}

/** Σ intersections of the chosen pairs; Σ their unions and the voxels of all instances of no pair. */
function aggregate(table: OverlapTable, pairs: readonly number[]): readonly [shared: number, joined: number] {
  const chosen = new Set<number>();
  let [shared, joined] = [0, 0];
  pairs.forEach((pair, g) => {
    if (pair >= 0) chosen.add(table.pairPrediction[pair]);
    shared += pair < 0 ? 0 : table.pairVoxels[pair];
    joined += pair < 0 ? table.reference.voxels[g] : unionVoxels(table, pair);
  });
  const left = countedPredictions(table, (p) => chosen.has(p)).filter((p) => !chosen.has(p));
  return [shared, left.reduce((sum, p) => sum + table.prediction.voxels[p], joined)];
}

/** Σ over references of the IoU with the prediction that has more than half of it. */
function sumOfMajorities(table: OverlapTable): number {
  const { pairVoxels, pairReference, reference } = table;
  return pairVoxels.reduce((sum, voxels, pair) => {
    return 2 * voxels > reference.voxels[pairReference[pair]] ? sum + voxels / unionVoxels(table, pair) : sum;
  }, 0);
}

const ROW = { unit: "1", bounds: [0, 1], better: "higher" } as const;

const quotient = (sums: ArrayLike<number>) => sums[0] / sums[1];

const aggregated = (choose: (inputs: ScoreInputs) => readonly number[]): Extract<ScoreRow["from"], object> => ({
  sums: (inputs) => aggregate(inputs.table, choose(inputs)),
  combine: quotient,
  ofNothing: ({ voxels }) => [0, voxels],
});

/** Scores that add up IoU or its parts over references. */
export const AGGREGATED_SCORES: readonly ScoreRow[] = [
  {
    key: "aji",
    name: "Aggregated Jaccard index",
    definition:
      "each reference with the prediction of best IoU, which may serve several: Σ intersections / (Σ unions + voxels of unused predictions)",
    ...ROW,
    source: "Kumar et al. 2017, DOI 10.1109/TMI.2017.2677499",
    empty: "NaN if both are empty",
    from: aggregated(({ table }) => Array.from({ length: table.reference.count }, (_, g) => bestPair(table, g))),
  },
  {
    key: "aji_plus",
    name: "Aggregated Jaccard index with unique pairs",
    definition:
      "the same with one-to-one pairs whose IoU has the largest sum: Σ intersections / (Σ unions + voxels of all other instances)",
    ...ROW,
    source: "Graham et al. 2019, DOI 10.1016/j.media.2019.101563 (metrics/stats_utils.py of HoVer-Net)",
    empty: "NaN if both are empty",
    from: aggregated(({ engine, table }) => assignedPairs(engine, table)),
  },
  {
    key: "seg",
    name: "SEG of the Cell Tracking Challenge",
    definition: "mean over references of the IoU with the prediction that has more than half of the reference, else 0",
    ...ROW,
    source: "Ulman et al. 2017, DOI 10.1038/nmeth.4473",
    empty: "NaN if the reference is empty",
    from: {
      sums: ({ table }) => [sumOfMajorities(table), table.reference.count],
      combine: quotient,
      ofNothing: ({ instances }) => [0, instances],
    },
  },
];
