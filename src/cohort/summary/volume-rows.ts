import { bootstrapIntervals } from "../statistics/bootstrap.js";
import { ofSums, type Statistic } from "../statistics/statistic.js";
import type { BinCounts } from "./case-values.js";
import type { Sample } from "./strata.js";
import type { ResolvedSummarizeOptions } from "./summary-options.js";
import type { VolumeRow } from "./summary-types.js";

/** Recall and precision by volume, if the run was asked for bins. */
export function volumeRows(sample: Sample, options: ResolvedSummarizeOptions): VolumeRow[] {
  const { by, model, group, members } = sample;
  const bins = new Map<string, { low: number; high: number }>();
  for (const { result } of members) {
    for (const { low, high } of result.bins) bins.set(`${low} ${high}`, { low, high });
  }
  const found = [...bins.values()].sort((a, b) => a.low - b.low || a.high - b.high);
  if (found.length === 0) return [];
  const shares = found.flatMap((bin) => [
    shareOf(sample, bin, "n_matched_ref_instances", "n_ref_instances"),
    shareOf(sample, bin, "n_matched_pred_instances", "n_pred_instances"),
  ]);
  const intervals = bootstrapIntervals(shares, { ...options, method: options.interval });
  return found.map(({ low, high }, i) => {
    const sum = (key: keyof BinCounts) =>
      members.reduce((total, { result }) => total + binsAt(result.bins, { low, high }, key), 0);
    const [rec, prec] = [intervals[2 * i], intervals[2 * i + 1]];
    const references = sum("n_ref_instances");
    const matchedReferences = sum("n_matched_ref_instances");
    const predictions = sum("n_pred_instances");
    const matchedPredictions = sum("n_matched_pred_instances");
    return {
      by,
      model,
      group,
      low,
      high,
      n_ref_instances: references,
      n_matched_ref_instances: matchedReferences,
      rec: matchedReferences / references,
      rec_low: rec.low,
      rec_high: rec.high,
      n_pred_instances: predictions,
      n_matched_pred_instances: matchedPredictions,
      prec: matchedPredictions / predictions,
      prec_low: prec.low,
      prec_high: prec.high,
    };
  });
}

interface Bin {
  readonly low: number;
  readonly high: number;
}

function shareOf({ members, clusters }: Sample, bin: Bin, part: keyof BinCounts, whole: keyof BinCounts): Statistic {
  const columns = [part, whole].map((key) => {
    const column = new Float64Array(clusters);
    for (const { cluster, result } of members) column[cluster] += binsAt(result.bins, bin, key);
    return column;
  });
  return ofSums(columns, (sums) => sums[0] / sums[1]);
}

/** A subject pooled from patches has a bin as often as it has patches. */
function binsAt(bins: readonly BinCounts[], { low, high }: Bin, key: keyof BinCounts): number {
  return bins.reduce((sum, bin) => (bin.low === low && bin.high === high ? sum + bin[key] : sum), 0);
}
