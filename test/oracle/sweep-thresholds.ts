import { evaluate } from "../../src/evaluation/evaluate.js";
import type { EvaluateInputs } from "../../src/evaluation/open-inputs.js";
import type { EvaluateOptions } from "../../src/options/registry.js";

/** Counts and qualities of one group over an open range of thresholds. */
export interface OracleInterval {
  readonly from: number;
  readonly to: number;
  readonly values: Readonly<Record<string, number | null>>;
}

const KEYS = ["tp", "fp", "fn", "rq", "sq", "pq", "sq_dsc", "pq_dsc"] as const;

/**
 * The threshold curve, by evaluating anew between any two neighbours among all numbers that a strategy or a decision
 * could possibly compare with the threshold.
 */
export async function sweepByEvaluating(
  inputs: EvaluateInputs,
  options: EvaluateOptions,
  group: string,
): Promise<OracleInterval[]> {
  const { autc, autcDecision, ...plain } = options;
  const moves = autcDecision === "moving" && plain.decisionMetric !== undefined;
  const at = async (threshold: number, more: EvaluateOptions = {}) =>
    (await evaluate(inputs, { ...plain, ...more, threshold })).groups[group];

  const undecided = { decisionMetric: undefined, decisionThreshold: undefined };
  const all = { ...undecided, strategy: "many-to-many", allowManyToOne: false, thresholdRule: "inclusive" } as const;
  const borders = new Set([0, 1]);
  for (const { score } of (await at(0, all)).matches) borders.add(score);
  // Scores and decision metrics of unions of predictions: all that the strategy can match at some threshold.
  for (const threshold of [0, ...middles([...borders])]) {
    const result = await at(threshold, { ...undecided, thresholdRule: "inclusive" });
    const sizes = new Map(result.predicted_instances.map((row) => [row.label, row.instance_voxel_count_pred]));
    for (const row of result.reference_instances) {
      if (row.sq !== undefined) borders.add(row.sq);
      if (row.sq_dsc !== undefined) borders.add(row.sq_dsc);
      const shared = result.matches.reduce(
        (sum, { reference, overlap }) => sum + Number(reference === row.label && overlap),
        0,
      );
      const size = row.predictions.reduce((sum, label) => sum + (sizes.get(label) ?? Number.NaN), 0);
      borders.add(shared / row.instance_voxel_count_ref);
      if (size > 0) borders.add(shared / size);
    }
  }
  const sorted = [...borders].filter((border) => border >= 0 && border <= 1).sort((a, b) => a - b);
  const intervals: OracleInterval[] = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [from, to] = [sorted[i], sorted[i + 1]];
    const middle = (from + to) / 2;
    // Neighbouring floating-point numbers have nothing between them.
    if (middle <= from || middle >= to) continue;
    const result = await at(middle, moves ? { decisionThreshold: middle } : {});
    intervals.push({ from, to, values: Object.fromEntries(KEYS.map((key) => [key, result[key] ?? null])) });
  }
  return intervals;
}

function middles(borders: number[]): number[] {
  borders.sort((a, b) => a - b);
  return borders.slice(1).map((border, i) => (border + borders[i]) / 2);
}
