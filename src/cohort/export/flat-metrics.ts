/** A summary as one flat object of numbers, as trackers of experiments take it (DVC's metrics, MLflow's `log_metrics`). */
import { VoxmatchError } from "../../../base/errors.js";
import type { CohortSummary, RowKey } from "../summary/summary-types.js";

/**
 * For each group: the mean of every metric over cases, as `group/pq`; the value of all instances together, as `group/pq_pooled`;
 * and counts added over cases. Names of models stand first where there are several. A number that is not finite, as the mean of no
 * case, has no key, since JSON and trackers cannot hold it.
 *
 * Trackers refuse most signs in names: letters, digits, `_`, `-`, `.` and spaces stay, others become `_`.
 *
 * @param model only this one, whose name is left out
 * @throws VoxmatchError `INVALID_OPTION` if two groups or models would have one name
 */
export function flatMetrics({ n_cases, policy, counts, metrics }: CohortSummary, model?: string): string {
  const values = new Map<string, number>([["n_cases", n_cases]]);
  const add = (row: RowKey, name: string, value: number | null): void => {
    if (value === null || !Number.isFinite(value)) return;
    const key = [...(row.model === null || model !== undefined ? [] : [row.model]), row.group].map(plain).join("/");
    if (values.has(`${key}/${name}`)) throw alike(key);
    values.set(`${key}/${name}`, value);
  };
  const isOwn = (row: RowKey) => row.by === null && (model === undefined || row.model === model);
  for (const row of policy.filter(isOwn)) {
    add(row, "n_missing", row.n_missing);
    add(row, "n_failed", row.n_failed);
  }
  for (const row of counts.filter(isOwn)) {
    for (const name of ["n_ref_instances", "n_pred_instances", "tp", "fp", "fn"] as const) add(row, name, row[name]);
  }
  for (const row of metrics.filter(isOwn)) {
    add(row, row.metric, row.mean);
    add(row, `${row.metric}_pooled`, row.pooled);
  }
  return `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`;
}

function plain(name: string): string {
  return name.replace(/[^\p{L}\p{N}_.\- ]/gu, "_");
}

function alike(key: string): VoxmatchError {
  return new VoxmatchError(
    "INVALID_OPTION",
    `Two groups or models would both be called ${key} in a file of metrics, which holds letters, digits, _, -, . and spaces ` +
      "alone. Rename one of them.",
    { name: key },
  );
}
