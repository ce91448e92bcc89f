import type { TreePoint } from "../../../bindings/maps/component-tree.js";
import type { MapFacts, TreeOutcome } from "./facts.js";
import { heightOf } from "./ranking.js";
import { hasArea, type MapScore, withReference } from "./score.js";

/** How components and instances match at one threshold. */
export interface InstanceQuality {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly rq: number;
  readonly sq: number;
  readonly pq: number;
}

/** Qualities that no match defines are 0. */
export function qualityOf({ components, matched: tp, iouSum }: TreePoint, instances: number): InstanceQuality {
  const [fp, fn] = [components - tp, instances - tp];
  const sides = tp + (fp + fn) / 2;
  const [rq, sq] = [sides === 0 ? 0 : tp / sides, tp === 0 ? 0 : iouSum / tp];
  return { tp, fp, fn, rq, sq, pq: sides === 0 ? 0 : iouSum / sides };
}

function treeScore(value: (tree: TreeOutcome, facts: MapFacts) => number): MapScore["value"] {
  return withReference((facts) => {
    if (facts.tree === null || facts.tree.best === null) return "no_mass";
    return value(facts.tree, facts);
  });
}

const QUALITY = {
  family: "instances",
  unit: "1",
  better: "higher",
  bounds: [0, 1],
  given: (options) => options.instances && hasArea(options),
} as const satisfies Partial<MapScore>;

/** Components of the map against instances of the reference, at every value. */
export const INSTANCE_SCORES: readonly MapScore[] = [
  {
    ...QUALITY,
    key: "autc_rq",
    name: "Area under the recognition quality",
    definition: "(1/T) ∫ RQ of the components of {m ≥ t} dt from 0 to T, exact; where nothing matches it counts 0",
    value: treeScore(({ areas }, facts) => areas.rq / heightOf(facts)),
  },
  {
    ...QUALITY,
    key: "autc_sq",
    name: "Area under the segmentation quality",
    definition: "the same for the mean IoU of what matches",
    value: treeScore(({ areas }, facts) => areas.sq / heightOf(facts)),
  },
  {
    ...QUALITY,
    key: "autc_pq",
    name: "Area under the panoptic quality",
    definition: "the same for PQ = RQ · SQ",
    value: treeScore(({ areas }, facts) => areas.pq / heightOf(facts)),
  },
  {
    ...QUALITY,
    key: "best_pq",
    name: "Best panoptic quality",
    definition: "the largest PQ of the components of {m ≥ t} over all thresholds t above 0",
    value: treeScore(({ best, instances }) => (best === null ? Number.NaN : qualityOf(best, instances).pq)),
  },
  {
    ...QUALITY,
    key: "best_pq_threshold",
    name: "Threshold of the best PQ",
    definition: "the threshold of the best PQ; of equal ones the highest",
    unit: "value",
    better: "none",
    bounds: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    value: treeScore(({ best }) => best?.value ?? Number.NaN),
  },
];
