import type { DoneCase, FailedCase } from "../../src/cohort/case-record.js";
import { encodeCaseRecord, parseCaseRecord } from "../../src/cohort/case-record.js";
import type { GroupResult } from "../../src/results/result-types.js";

/** A group as its matched scores and its errors say. */
export interface GroupSketch {
  /** IoU of each matched reference. */
  readonly iou: readonly number[];
  readonly fp: number;
  readonly fn: number;
  /** Further numbers of the result, as they are. */
  readonly also?: Readonly<Record<string, unknown>>;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function groupOf({ iou, fp, fn, also = {} }: GroupSketch): GroupResult {
  const tp = iou.length;
  const rq = tp / (tp + fp / 2 + fn / 2);
  const sq = tp > 0 ? mean(iou) : tp + fp + fn > 0 ? 0 : Number.NaN;
  const group = {
    n_ref_instances: tp + fn,
    n_pred_instances: tp + fp,
    tp,
    fp,
    fn,
    n_matched_pred_instances: tp,
    prec: tp / (tp + fp),
    rec: tp / (tp + fn),
    rq,
    sq,
    pq: tp > 0 ? sq * rq : rq,
    sq_n: tp,
    reference_instances: iou.map((value, i) => ({ label: i + 1, is_matched: 1, sq: value })),
    predicted_instances: [],
    matches: [],
    ...also,
  };
  // Safe: summaries read only the fields that are set here.
  return group as unknown as GroupResult;
}

/** A finished case, as it comes back from its line in `cases.jsonl`. */
export function caseOf(
  id: string,
  groups: Readonly<Record<string, GroupSketch>>,
  { model = null, columns = {} }: { model?: string | null; columns?: Record<string, string> } = {},
): DoneCase {
  const results = Object.entries(groups).map(([name, sketch]) => [name, groupOf(sketch)] as const);
  const input = { path: `${id}.nii`, shape: [2, 2, 2], spacing: [1, 1, 1], dataType: "uint8", sha256: null } as const;
  const record: DoneCase = {
    case: id,
    model,
    columns,
    status: "done",
    inputs: { reference: input, prediction: input },
    groups: Object.fromEntries(results),
  };
  return parseCaseRecord(encodeCaseRecord(record).trimEnd()) as DoneCase;
}

export function failureOf(
  id: string,
  { model = null, columns = {} }: { model?: string | null; columns?: Record<string, string> } = {},
): FailedCase {
  const files = { reference: `${id}.nii`, prediction: `${id}.nii` };
  const error = { code: "INVALID_FILE", message: `${id}.nii is cut off.`, details: { path: `${id}.nii` } };
  return { case: id, model, columns, status: "failed", files, error };
}
