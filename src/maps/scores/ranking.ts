import type { RankPoint } from "../../../bindings/maps/rank-voxels.js";
import type { MapFacts } from "./facts.js";
import { hasArea, type MapScore, withReference } from "./score.js";

/** Dice of a set {m ≥ t} and the reference. */
export function diceOf({ inside, voxels }: Omit<RankPoint, "value">, k: number): number {
  return (2 * inside) / (voxels + k);
}

/** The threshold up to which areas go. */
export function heightOf({ options, all }: MapFacts): number {
  return options.kind === "probability" ? 1 : all.largest;
}

function areaScore(area: (facts: MapFacts) => number): MapScore["value"] {
  return withReference((facts) => (facts.all.largest <= 0 ? "no_mass" : area(facts) / heightOf(facts)));
}

const RATIO = { family: "ranking", unit: "1", better: "higher", bounds: [0, 1] } as const;

/** The order of all voxels, and thresholds. */
export const RANKING_SCORES: readonly MapScore[] = [
  {
    ...RATIO,
    key: "auroc",
    name: "Area under the ROC curve",
    definition: "the share of pairs of a voxel in and one out of the reference that are in the right order, ties ½",
    chance: 0.5,
    value: withReference(({ ranks, k, n }) => ranks.pairs / (2 * k * (n - k)), true),
  },
  {
    ...RATIO,
    key: "ap",
    name: "Average precision",
    definition: "Σ (recall_i − recall_{i−1}) · precision_i over the distinct values, falling; no interpolation",
    chance: "prevalence",
    value: withReference(({ ranks }) => ranks.averagePrecision),
  },
  {
    ...RATIO,
    key: "precision_at_specificity_<p>",
    name: "Precision at specificity <p>",
    definition: "precision at the lowest threshold whose specificity is above <p>; 0 if there is none",
    parameters: ({ specificity }) => [specificity],
    value: withReference(
      ({ ranks: { specific } }) => (specific === null ? 0 : specific.inside / specific.voxels),
      true,
    ),
  },
  {
    ...RATIO,
    key: "best_dice",
    name: "Best Dice",
    definition: "the largest Dice of {m ≥ t} and the reference over all thresholds t",
    value: withReference(({ ranks, k }) => diceOf(ranks.best, k)),
  },
  {
    ...RATIO,
    key: "best_dice_threshold",
    name: "Best threshold",
    definition: "the threshold of the best Dice; of equal ones the highest",
    unit: "value",
    better: "none",
    bounds: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    value: withReference(({ ranks }) => ranks.best.value),
  },
  {
    ...RATIO,
    key: "best_iou",
    name: "Best IoU",
    definition: "the IoU at the best threshold, which is the largest, too",
    value: withReference(({ ranks: { best }, k }) => best.inside / (best.voxels + k - best.inside)),
  },
  {
    ...RATIO,
    key: "autc_dice",
    name: "Area under Dice over the threshold",
    definition: "(1/T) ∫ Dice({m ≥ t}) dt from 0 to T, exact; T is 1 for probabilities, else the largest value",
    given: hasArea,
    value: areaScore(({ ranks }) => ranks.diceArea),
  },
  {
    ...RATIO,
    key: "autc_iou",
    name: "Area under IoU over the threshold",
    definition: "the same for the IoU",
    given: hasArea,
    value: areaScore(({ ranks }) => ranks.iouArea),
  },
  {
    ...RATIO,
    key: "dice_at_<p>",
    family: "thresholds",
    name: "Dice at <p>",
    definition: "Dice of {m ≥ <p>} and the reference",
    parameters: ({ thresholds }) => thresholds,
    value: ({ ranks, k }, threshold) => {
      const point = pointAt(ranks.thresholds, threshold);
      if (k === 0) return point.voxels > 0 ? 0 : "empty_reference";
      return diceOf(point, k);
    },
  },
  {
    key: "n_voxels_at_<p>",
    family: "thresholds",
    name: "Voxels at <p>",
    definition: "the voxels of {m ≥ <p>}",
    unit: "voxels",
    better: "none",
    bounds: [0, Number.POSITIVE_INFINITY],
    parameters: ({ thresholds }) => thresholds,
    value: ({ ranks }, threshold) => pointAt(ranks.thresholds, threshold).voxels,
  },
];

function pointAt(points: readonly RankPoint[], threshold: number): RankPoint {
  return points.find(({ value }) => value === threshold) ?? { value: threshold, voxels: 0, inside: 0 };
}
