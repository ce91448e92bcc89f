import type { Answer, GroupNumbers } from "../engine/protocol.js";

export type BigNumber = "pq" | "sq" | "rq" | "tp" | "fp" | "fn";

/** The definition of the number, in one sentence. */
export const MEANINGS: Readonly<Record<BigNumber, string>> = {
  pq: "Panoptic quality: how well instances are found, times how well those that are found fit.",
  sq: "Segmentation quality: the mean IoU of matched references with their predictions.",
  rq: "Recognition quality: the share of instances that are found, an F1 score.",
  tp: "Matched references.",
  fp: "Predictions without a match.",
  fn: "References without a match.",
};

/** How the number comes about in this case; null where other rules than the usual ones made it. */
export function formulaOf(key: BigNumber, numbers: GroupNumbers, answer: Pick<Answer, "reference">): string | null {
  const { pq, sq, rq, tp, fp, fn, n_ref_instances: references, n_pred_instances: predictions } = numbers;
  const is = (value: number, other: number | null | undefined) =>
    typeof other === "number" && Math.abs(value - other) <= 1e-9;
  const three = (value: number | null | undefined) => (typeof value === "number" ? value.toFixed(3) : "–");
  switch (key) {
    case "pq":
      return is((sq ?? Number.NaN) * (rq ?? Number.NaN), pq)
        ? `PQ = SQ × RQ = ${three(sq)} × ${three(rq)} = ${three(pq)}`
        : null;
    case "rq":
      return is(tp / (tp + fp / 2 + fn / 2), rq)
        ? `RQ = TP / (TP + FP/2 + FN/2) = ${tp} / (${tp} + ${fp}/2 + ${fn}/2) = ${three(rq)}`
        : null;
    case "sq": {
      const sum = [...(answer.reference.metrics.iou ?? [])]
        .filter((iou) => !Number.isNaN(iou))
        .reduce((a, b) => a + b, 0);
      return is(sum / tp, sq) ? `SQ = sum of IoU / TP = ${three(sum)} / ${tp} = ${three(sq)}` : null;
    }
    case "tp":
      return `${tp} of ${references} references`;
    case "fn":
      return `${fn} of ${references} references`;
    case "fp":
      return `${fp} of ${predictions} predictions`;
  }
}
