/** Cases that are patches of one subject, pooled into one case: exactly what the subject as a whole would have. */
import type { CaseValues, GroupValues, InstanceCounts } from "./case-values.js";
import { ExactTotal } from "./exact-total.js";
import { poolingOf } from "./pooling.js";

/**
 * One case for each subject and model, called as the subject. Metrics that are no functions of sums (distances between whole
 * foregrounds, areas under curves) are left out, as are columns in which the patches differ.
 */
export function poolSubjects(cases: readonly CaseValues[], column: string): CaseValues[] {
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
    return { case: columns[column], model, columns: Object.fromEntries(shared), groups: new Map(groups) };
  });
}

function poolGroup(patches: readonly GroupValues[]): GroupValues {
  const values = new Map<string, number | null>();
  const reasons = new Map<string, string>();
  const terms = new Map<string, readonly ExactTotal[]>();
  for (const key of new Set(patches.flatMap((one) => [...one.values.keys()]))) {
    const own = patches.flatMap((one) => {
      const found = one.terms.get(key);
      return found === undefined ? [] : [found];
    });
    const pooling = poolingOf(key);
    if (pooling === null || own.length < patches.length) continue;
    const sums = mergeTotals(own);
    const value = pooling.combine(sums.map((sum) => sum.value));
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
    bins: patches.flatMap(({ bins }) => bins),
  };
}

/** The sums of the sums at each place. */
export function mergeTotals(terms: readonly (readonly ExactTotal[])[]): ExactTotal[] {
  return (terms[0] ?? []).map((_, place) => {
    const total = new ExactTotal();
    for (const own of terms) total.merge(own[place]);
    return total;
  });
}
