import { indexesTo, type OverlapTable } from "../../overlap/overlap-table.js";
import { areaFinder } from "./affected-area.js";
import type { Area } from "./area.js";
import { type Classification, classify, SIGNIFICANT_SHARE } from "./classify.js";
import { KINDS_OF_SIDE, type PredictionKind, type ReferenceKind } from "./kinds.js";
import { LOSSES, type Loss, repair } from "./repairs.js";

/** The instances of a side that have one kind of error. */
export interface KindMembers {
  readonly n: number;
  readonly labels: readonly number[];
}

/**
 * By how much PQ would rise if all errors of one kind were repaired and no others. The costs do not sum to 1 − PQ: each
 * repair changes what the others are worth. Matching one-to-one by IoU at thresholds from one half on, without a decision,
 * none is negative; elsewhere one may be (at low thresholds a division can add matches that are worse than the mean).
 */
export type PanopticCosts = Readonly<Record<Loss, number | null>> & {
  /** Why a cost is null. */
  readonly [Key in Loss as `${Key}_reason`]?: string;
};

/** The kinds of error of a group, and what each costs. Only `none` and `inaccurate` depend on the strategy, which matches a pair or not. */
export interface Taxonomy {
  /** The share of either instance from which on an overlap counts. */
  readonly significant_share: number;
  readonly references: Readonly<Record<ReferenceKind, KindMembers>>;
  readonly predictions: Readonly<Record<PredictionKind, KindMembers>>;
  readonly pq_cost: PanopticCosts;
}

/** How a table is matched. */
export interface TrialResult {
  /** The IoU of each reference with its predictions; NaN where it is not matched. */
  readonly ious: Float64Array;
  /** 1 for each matched prediction. */
  readonly isMatched: Uint8Array;
}

/** Matches a table as the group was matched. */
export type Trial = (table: OverlapTable) => TrialResult;

/** The kinds of all instances; `trial` is a reason where panoptic quality cannot be had from a table alone. */
export function taxonomyOf(table: OverlapTable, matching: Matched, trial: Trial | string): Taxonomy {
  const classification = classify(table);
  const costOf = typeof trial === "string" ? () => trial : costFinder(table, classification, trial);
  const costs = LOSSES.map((error): readonly [Loss, number | string] => [error, costOf(error)]);
  return {
    significant_share: SIGNIFICANT_SHARE,
    references: members(KINDS_OF_SIDE.reference, classification.references, matching.reference, table.reference.labels),
    predictions: members(
      KINDS_OF_SIDE.prediction,
      classification.predictions,
      matching.prediction,
      table.prediction.labels,
    ),
    pq_cost: {
      ...byKey(costs.map(([error, cost]) => [error, typeof cost === "string" ? null : cost])),
      ...Object.fromEntries(
        costs.flatMap(([error, cost]) => (typeof cost === "string" ? [[`${error}_reason`, cost]] : [])),
      ),
    },
  };
}

/** Says what each kind of error costs, or why that cannot be said. */
function costFinder(table: OverlapTable, classification: Classification, trial: Trial) {
  const areaOf = areaFinder(table, classification);
  const base = trial(table);
  const whole = totalsOfAll(base);
  return (error: Loss): number | string => {
    const isDivided = error === "merged" || error === "mixed";
    if (table.parts !== null && isDivided && classification.components[error].length > 0) return UNKNOWN_PARTS;
    const area = areaOf(error);
    if (area.references.length + area.predictions.length === 0) return 0;
    const repaired = repair(table, area, classification, error, (each) => trial(each).isMatched);
    if (repaired === null) return 0;
    const before = totalsOf(base, area);
    const after = totalsOfAll(trial(repaired));
    const pq = qualityOf({
      sum: whole.sum - before.sum + after.sum,
      weight: whole.weight - before.weight + after.weight,
    });
    return Number.isNaN(pq) ? NOTHING_LEFT : pq - qualityOf(whole);
  };
}

/** The sum of IoUs and TP + FP/2 + FN/2 of some instances; PQ is their ratio. */
interface Totals {
  readonly sum: number;
  readonly weight: number;
}

function totalsOf({ ious, isMatched }: TrialResult, { references, predictions }: Indexes): Totals {
  let [sum, weight] = [0, 0];
  for (let i = 0; i < references.length; i++) {
    const iou = ious[references[i]];
    sum += Number.isNaN(iou) ? 0 : iou;
    weight += Number.isNaN(iou) ? 0.5 : 1;
  }
  for (let i = 0; i < predictions.length; i++) if (isMatched[predictions[i]] === 0) weight += 0.5;
  return { sum, weight };
}

/** An {@link Area}, or as typed arrays. */
type Indexes = Readonly<Record<keyof Area, Area["references"] | Uint32Array>>;

function totalsOfAll(result: TrialResult): Totals {
  return totalsOf(result, {
    references: indexesTo(result.ious.length),
    predictions: indexesTo(result.isMatched.length),
  });
}

function qualityOf({ sum, weight }: Totals): number {
  return sum / weight;
}

const UNKNOWN_PARTS = "a prediction with parts cannot be divided from counts, as its pieces' parts are not known";
const NOTHING_LEFT = "once repaired, both sides are empty, and the panoptic quality of nothing is not defined";

/** The edges of a matching, by index of either side. */
type Matched = Readonly<Record<"reference" | "prediction", Iterable<number>>>;

/** One with one is free of error only if it is matched. */
function members<Kind extends string>(
  kinds: readonly Kind[],
  shapes: readonly string[],
  matched: Iterable<number>,
  labels: Uint32Array,
): Record<Kind, KindMembers> {
  const isMatched = new Uint8Array(shapes.length);
  for (const i of matched) isMatched[i] = 1;
  const lists = new Map<string, number[]>(kinds.map((name) => [name, []]));
  for (let i = 0; i < shapes.length; i++) {
    lists.get(shapes[i] === "none" && isMatched[i] === 0 ? "inaccurate" : shapes[i])?.push(labels[i]);
  }
  return byKey(kinds.map((name) => [name, { n: lists.get(name)?.length ?? 0, labels: lists.get(name) ?? [] }]));
}

/** An object of the entries; the caller lists every key. */
function byKey<Key extends string, Value>(entries: readonly (readonly [Key, Value])[]): Record<Key, Value> {
  return Object.fromEntries(entries) as Record<Key, Value>;
}
