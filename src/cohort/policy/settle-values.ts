import type { CaseValues, GroupValues } from "../summary/case-values.js";
import { type SummaryMetric, summaryMetricOf } from "../summary/summary-metrics.js";
import type { Policy } from "./policy-options.js";

/**
 * Why a case counts for something else than a measured number: rightly empty, a false alarm (the reference is empty, the
 * prediction is not), missed (the prediction is empty, or nothing matches), undefined for another reason, without a
 * prediction (`missing`) or with one of no use (`failed`); or why it does not count: `omitted` by choice, or `left_out` for
 * every model, because the number has no worst value or no meaning.
 */
export type Situation =
  | "correct_empty"
  | "false_alarm"
  | "missed"
  | "undefined"
  | "missing"
  | "failed"
  | "omitted"
  | "left_out";

/** A group's numbers once the policy was applied. */
export interface SettledGroup extends GroupValues {
  /** The value for which each metric counts; metrics that do not count are not there. */
  readonly counted: ReadonlyMap<string, number>;
  /** Of metrics that were not measured. */
  readonly situations: ReadonlyMap<string, Situation>;
}

export interface SettledCase extends CaseValues {
  readonly groups: ReadonlyMap<string, SettledGroup>;
}

/** Settles the value that every number of every case counts for. */
export function settleValues(cases: readonly CaseValues[], policy: Policy): SettledCase[] {
  const alike = new Set<string>();
  const first = cases.map((one) => settleCase(one, policy, alike));
  return alike.size === 0 ? first : first.map((one) => leaveOut(one, alike));
}

/** A metric of a group of a case, of every model. */
function placeOf(id: string, group: string, key: string): string {
  return JSON.stringify([id, group, key]);
}

function settleCase(one: CaseValues, policy: Policy, alike: Set<string>): SettledCase {
  const groups = [...one.groups].map(([name, group]): readonly [string, SettledGroup] => {
    const situations = new Map<string, Situation>();
    const counted = new Map<string, number>();
    for (const [key, value] of group.values) {
      const metric = summaryMetricOf(key);
      if (value !== null && Number.isFinite(value)) {
        counted.set(key, value);
        continue;
      }
      const situation = situationOf(one, group, metric);
      const settled = value === null ? noMeaning(policy) : settleValue(situation, metric, one.diagonal, policy);
      if (settled === null) alike.add(placeOf(one.case, name, key));
      else if (settled !== "omitted") counted.set(key, settled);
      situations.set(key, settled === null ? "left_out" : settled === "omitted" ? "omitted" : situation);
    }
    return [name, { ...group, counted, situations }];
  });
  return { ...one, groups: new Map(groups) };
}

function situationOf({ origin }: CaseValues, group: GroupValues, { key }: SummaryMetric): Situation {
  if (origin !== "predicted") return origin;
  const { isReferenceEmpty, isPredictionEmpty } = emptinessOf(group, key.startsWith("global_bin_"));
  if (isReferenceEmpty) return isPredictionEmpty ? "correct_empty" : "false_alarm";
  return isPredictionEmpty || group.counts.tp === 0 ? "missed" : "undefined";
}

/** Of whole foregrounds voxels decide, as instances that are too small to count still belong to them. */
export function emptinessOf({ counts, voxels }: GroupValues, ofVoxels: boolean) {
  const isKnown = ofVoxels && !Number.isNaN(voxels.reference + voxels.prediction);
  return {
    isReferenceEmpty: (isKnown ? voxels.reference : counts.n_ref_instances) === 0,
    isPredictionEmpty: (isKnown ? voxels.prediction : counts.n_pred_instances) === 0,
  };
}

function noMeaning({ undefined: choice }: Policy): "omitted" | null {
  return choice === "omit" ? "omitted" : null;
}

/** A number, `omitted` by the policy, or null: it must be left out for every model. */
function settleValue(
  situation: Situation,
  { best, worst }: SummaryMetric,
  diagonal: number,
  policy: Policy,
): number | "omitted" | null {
  const isMissing = situation === "missing" || situation === "failed";
  if (situation === "correct_empty") return policy.correctEmpty === "omit" ? "omitted" : best;
  if (!isMissing && policy.undefined === "omit") return "omitted";
  if (worst !== "distance") return worst;
  const distance = policy.worstDistance === "diagonal" ? diagonal : policy.worstDistance;
  return Number.isFinite(distance) ? distance : null;
}

function leaveOut(one: SettledCase, alike: ReadonlySet<string>): SettledCase {
  const groups = [...one.groups].map(([name, group]): readonly [string, SettledGroup] => {
    const out = [...group.values.keys()].filter((key) => alike.has(placeOf(one.case, name, key)));
    if (out.length === 0) return [name, group];
    const counted = new Map(group.counted);
    const situations = new Map(group.situations);
    for (const key of out) {
      counted.delete(key);
      situations.set(key, "left_out");
    }
    return [name, { ...group, counted, situations }];
  });
  return { ...one, groups: new Map(groups) };
}
