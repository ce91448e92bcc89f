/** Cases that are patches of one subject, pooled into one case: exactly what the subject as a whole would have. */
import type { FilledCohort } from "../policy/fill-missing.js";
import type { Policy } from "../policy/policy-options.js";
import { type CaseValues, type GroupValues, type InstanceCounts, sortCases } from "./case-values.js";
import { type ExactSum, ExactTotal, roundedSum } from "./exact-total.js";
import { poolingOf } from "./pooling.js";
import { checkColumn } from "./settle-summary.js";
import { SUMMARY_METRIC_KEYS } from "./summary-metrics.js";

/**
 * Pools the patches of each subject, if a column of subjects is given, and notes it. A patch that is left out would have added
 * an unknown amount, so its subject is left out, too.
 */
export function poolBySubject(
  { cases, missing, leftOut }: FilledCohort,
  policy: Policy,
  column: string | null,
): { readonly cases: readonly CaseValues[]; readonly notes: readonly string[] } {
  if (column === null) return { cases, notes: [] };
  checkColumn("subject", column, cases);
  const keyOfSubject = ({ columns, model }: Pick<CaseValues, "columns" | "model">) =>
    JSON.stringify([columns[column], model]);
  const broken = new Set(policy.missing === "omit" ? missing.map(keyOfSubject) : []);
  const out = new Set(leftOut.map(({ columns }) => columns[column]));
  const whole = cases.filter((one) => !broken.has(keyOfSubject(one)) && !out.has(one.columns[column]));
  const notes: string[] = [];
  const count = broken.size + out.size;
  if (count === 1) notes.push("1 subject has a patch without a number and is left out.");
  else if (count > 1) notes.push(`${count} subjects have a patch without a number and are left out.`);
  const unpooled = unpooledKeys(whole);
  if (unpooled.length > 0) {
    notes.push(`Metrics that cannot be pooled over patches are left out: ${unpooled.join(", ")}.`);
  }
  return { cases: sortCases(poolSubjects(whole, column)), notes };
}

/** The metrics that cases have and pooled subjects lack, in the order of the registry. */
function unpooledKeys(cases: readonly CaseValues[]): string[] {
  const found = new Set(
    cases.flatMap(({ groups }) => [...groups.values()].flatMap(({ values }) => [...values.keys()])),
  );
  return SUMMARY_METRIC_KEYS.filter((key) => found.has(key) && poolingOf(key) === null);
}

/**
 * One case for each subject and model, called as the subject. Metrics that are no functions of sums (distances between whole
 * foregrounds, areas under curves) are left out, as are columns in which the patches differ.
 */
function poolSubjects(cases: readonly CaseValues[], column: string): CaseValues[] {
  const subjects = new Map<string, CaseValues[]>();
  for (const one of cases) {
    const key = JSON.stringify([one.columns[column], one.model]);
    subjects.set(key, [...(subjects.get(key) ?? []), one]);
  }
  return [...subjects.values()].map((patches) => {
    const names = new Set(patches.flatMap(({ groups }) => [...groups.keys()]));
    const groups = [...names].map((name) => {
      const own = patches.flatMap(({ groups }) => groups.get(name) ?? []);
      return [name, poolGroup(own)] as const;
    });
    const { columns, model } = patches[0];
    const shared = Object.entries(columns).filter(([key, value]) => patches.every((one) => one.columns[key] === value));
    return {
      case: columns[column],
      model,
      columns: Object.fromEntries(shared),
      origin: originOf(patches),
      diagonal: Math.max(...patches.map(({ diagonal }) => diagonal)),
      groups: new Map(groups),
    };
  });
}

/** A patch without a prediction is pooled as one with nothing predicted; a subject of such patches alone has none either. */
function originOf(patches: readonly CaseValues[]): CaseValues["origin"] {
  const isUnknown = ({ origin, groups }: CaseValues) =>
    origin !== "predicted" && [...groups.values()].some(({ isReferenceKnown }) => !isReferenceKnown);
  const unknown = patches.find(isUnknown);
  if (unknown !== undefined) return unknown.origin;
  return patches.every(({ origin }) => origin !== "predicted") ? patches[0].origin : "predicted";
}

function poolGroup(patches: readonly GroupValues[]): GroupValues {
  const values = new Map<string, number | null>();
  const reasons = new Map<string, string>();
  const terms = new Map<string, readonly ExactSum[]>();
  for (const key of new Set(patches.flatMap((one) => [...one.values.keys()]))) {
    const pooling = poolingOf(key);
    if (pooling === null) continue;
    const own = patches.flatMap((one) => {
      const found = one.terms.get(key);
      return found === undefined ? [] : [found];
    });
    if (own.length < patches.length) {
      // The terms of the other patches are not known.
      const { value, reason } = whyUnpooled(patches, key);
      values.set(key, value);
      reasons.set(key, reason);
      continue;
    }
    const sums = addSums(own);
    const value = pooling.combine(sums.map(roundedSum));
    terms.set(key, sums);
    values.set(key, value);
    if (!Number.isFinite(value)) reasons.set(key, "the patches have no instance that it is computed from");
  }
  const count = (key: keyof InstanceCounts) => patches.reduce((sum, { counts }) => sum + counts[key], 0);
  return {
    values,
    reasons,
    terms,
    counts: {
      n_ref_instances: count("n_ref_instances"),
      n_pred_instances: count("n_pred_instances"),
      tp: count("tp"),
      fp: count("fp"),
      fn: count("fn"),
    },
    voxels: {
      reference: patches.reduce((sum, { voxels }) => sum + voxels.reference, 0),
      prediction: patches.reduce((sum, { voxels }) => sum + voxels.prediction, 0),
    },
    voxelVolume: patches[0].voxelVolume,
    bins: patches.flatMap(({ bins }) => bins),
    isReferenceKnown: patches.every(({ isReferenceKnown }) => isReferenceKnown),
  };
}

/** The value of a subject for a metric that some of its patches cannot add: null where one of them has no such number at all. */
function whyUnpooled(patches: readonly GroupValues[], key: string): { value: number | null; reason: string } {
  const lacking = patches.filter(({ terms }) => !terms.has(key));
  if (!lacking.every(({ values }) => values.has(key)))
    return { value: null, reason: "not every patch has this number" };
  const withoutMeaning = lacking.find(({ values }) => values.get(key) === null);
  const { reasons } = withoutMeaning ?? lacking[0];
  return {
    value: withoutMeaning === undefined ? Number.NaN : null,
    reason: reasons.get(key) ?? "a patch has nothing that it could be pooled from",
  };
}

/** The sums of the sums at each place. */
export function addSums(terms: readonly (readonly ExactSum[])[]): ExactSum[] {
  return (terms[0] ?? []).map((_, place) => {
    const total = new ExactTotal();
    for (const own of terms) total.addSum(own[place]);
    return total.sum;
  });
}
