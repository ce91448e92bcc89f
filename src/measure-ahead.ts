import type { CaseGroup } from "./case-groups.js";
import { isScoreOfCounts, matchTable } from "./match-table.js";
import { createMeasurer } from "./metrics/measurer.js";
import { COUNT_METRICS, type MetricKey } from "./metrics/registry.js";
import type { SettledOptions } from "./options/settle.js";
import { dropSmall } from "./overlap/drop-small.js";
import { matchedReferences } from "./strategies/matching.js";

/** How much of the work of one group is done. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * Measures, one pair of masks a step, what the evaluation of a group will ask of its voxels. The masks remember it, so
 * that the evaluation itself, which cannot be interrupted, finds it done. Nothing happens where counts say everything.
 */
export function* measureAhead(
  { masks, table: whole, plan }: CaseGroup,
  options: SettledOptions,
): Generator<Progress, void> {
  const { matchingMetric, decisionMetric } = options;
  const score = isScoreOfCounts(matchingMetric) ? [] : costly([matchingMetric]);
  const each = costly([...options.metrics, ...(decisionMetric === null ? [] : [decisionMetric])]);
  if (score.length + each.length === 0) return;
  const { table } = dropSmall(whole, { voxels: options.minVoxels, volume: options.minVolume });
  const measurer = createMeasurer(table, masks, options);
  const pairs = score.length === 0 ? 0 : table.pairVoxels.length;
  for (let i = 0; i < pairs; i++) {
    measurer.ofUnion(score, table.pairReference[i], [table.pairPrediction[i]], table.pairVoxels[i]);
    yield { done: i + 1, total: pairs + table.reference.count };
  }
  const matched = matchedReferences(matchTable(masks, table, plan, options).before);
  const total = pairs + matched.length;
  for (const [i, { reference, predictions, intersection }] of matched.entries()) {
    measurer.ofUnion(each, reference, predictions, intersection);
    yield { done: pairs + i + 1, total };
  }
}

/** Those of some metrics that need voxels. */
function costly(keys: readonly MetricKey[]): MetricKey[] {
  return [...new Set(keys)].filter((key) => !COUNT_METRICS.includes(key));
}
