import type { OverlapTable } from "../../overlap/overlap-table.js";
import {
  classify,
  PREDICTION_CLASSES,
  type PredictionClass,
  REFERENCE_CLASSES,
  type ReferenceClass,
  SIGNIFICANT_SHARE,
} from "./classify.js";
import { ERROR_CLASSES, type ErrorClass, repair } from "./repairs.js";

export interface ClassMembers {
  readonly n: number;
  readonly labels: readonly number[];
}

/**
 * By how much PQ would rise if all errors of one class were repaired and no others. The costs do not sum to 1 − PQ: each
 * repair changes what the others are worth. Matching one-to-one by IoU at thresholds from one half on, without a decision,
 * none is negative; elsewhere one may be (at low thresholds a division can add matches that are worse than the mean).
 */
export type PanopticCosts = Readonly<Record<ErrorClass, number | null>> & {
  /** Why a cost is null. */
  readonly [Class in ErrorClass as `${Class}_reason`]?: string;
};

/** What kinds of error a group has, whatever the strategy, and what each costs under the one that was chosen. */
export interface Taxonomy {
  /** The share of either instance from which on an overlap counts. */
  readonly significant_share: number;
  readonly references: Readonly<Record<ReferenceClass, ClassMembers>>;
  readonly predictions: Readonly<Record<PredictionClass, ClassMembers>>;
  readonly pq_cost: PanopticCosts;
}

/** Matches a table as the group was matched. */
export type Trial = (table: OverlapTable) => { readonly pq: number; readonly matched: ReadonlySet<number> };

/** The classes of all instances; `trial` is a reason where panoptic quality cannot be had from a table alone. */
export function taxonomyOf(table: OverlapTable, trial: Trial | string): Taxonomy {
  const classification = classify(table);
  const base = typeof trial === "string" ? Number.NaN : trial(table).pq;
  const costs = ERROR_CLASSES.map((error): readonly [ErrorClass, number | string] => {
    if (typeof trial === "string") return [error, trial];
    if (
      table.parts !== null &&
      (error === "merged" || error === "mixed") &&
      classification.components[error].length > 0
    )
      return [error, UNKNOWN_PARTS];
    const repaired = repair(table, classification, error, (each) => trial(each).matched);
    if (repaired === null) return [error, 0];
    const { pq } = trial(repaired);
    return [error, Number.isNaN(pq) ? NOTHING_LEFT : pq - base];
  });
  return {
    significant_share: SIGNIFICANT_SHARE,
    references: members(REFERENCE_CLASSES, classification.references, table.reference.labels),
    predictions: members(PREDICTION_CLASSES, classification.predictions, table.prediction.labels),
    pq_cost: {
      ...byKey(costs.map(([error, cost]) => [error, typeof cost === "string" ? null : cost])),
      ...Object.fromEntries(
        costs.flatMap(([error, cost]) => (typeof cost === "string" ? [[`${error}_reason`, cost]] : [])),
      ),
    },
  };
}

const UNKNOWN_PARTS = "a prediction with parts cannot be divided from counts, as its pieces' parts are not known";
const NOTHING_LEFT = "once repaired, both sides are empty, and the panoptic quality of nothing is not defined";

function members<Class extends string>(
  classes: readonly Class[],
  classOf: readonly Class[],
  labels: Uint32Array,
): Record<Class, ClassMembers> {
  const lists = new Map<Class, number[]>(classes.map((name) => [name, []]));
  classOf.forEach((name, i) => {
    lists.get(name)?.push(labels[i]);
  });
  return byKey(Array.from(lists, ([name, own]) => [name, { n: own.length, labels: own }]));
}

/** An object of the entries; the caller lists every key. */
function byKey<Key extends string, Value>(entries: readonly (readonly [Key, Value])[]): Record<Key, Value> {
  return Object.fromEntries(entries) as Record<Key, Value>;
}
