import { matchedReferences } from "../matching/matching.js";
import { boxVoxels } from "../metrics/measure-pair.js";
import { createMeasurer, measureMissing, type NamedRequest } from "../metrics/measurer.js";
import { metricsNeedingVoxels } from "../metrics/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { dropSmall } from "../overlap/drop-small.js";
import { foregroundOf } from "../overlap/foreground.js";
import { isScoreOfCounts, matchTable } from "./match-table.js";
import type { GroupTable } from "./overlap-tables.js";

/** How much of the work of one group is done. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * Measures what the evaluation of a group will ask of its voxels, in steps of pairs whose boxes hold about `stepVoxels`
 * together, each step on all threads. The masks remember it, so that the evaluation itself, which cannot be interrupted,
 * finds it done. Nothing happens where counts say everything.
 */
export function* measureAhead(
  { masks, table: whole, plan }: GroupTable,
  options: VolumeOptions,
  stepVoxels: number,
): Generator<Progress, void> {
  const { matchingMetric, decisionMetric } = options;
  const score = isScoreOfCounts(matchingMetric) ? [] : metricsNeedingVoxels([matchingMetric]);
  const each = metricsNeedingVoxels([
    ...new Set([...options.metrics, ...(decisionMetric === null ? [] : [decisionMetric])]),
  ]);
  const global = metricsNeedingVoxels(options.globalMetrics);
  if (score.length + each.length + global.length === 0) return;
  const { table } = dropSmall(whole, { voxels: options.minVoxels, volume: options.minVolume });
  const measurer = createMeasurer(table, masks, options);
  const pairs = score.length === 0 ? 0 : table.pairVoxels.length;
  const scored = Array.from({ length: pairs }, (_, i) =>
    measurer.scoreRequest(score, table.pairReference[i], [table.pairPrediction[i]]),
  );
  let done = 0;
  for (const step of steps(scored, stepVoxels)) {
    measureMissing(masks, step);
    done += step.length;
    yield { done, total: pairs + table.reference.count };
  }
  const matched = matchedReferences(matchTable(masks, table, plan, options).before);
  const [references, predictions, shared] = foregroundOf(table);
  const isUnmeasured =
    global.length === 0 ||
    references.length === 0 ||
    predictions.length === 0 ||
    (shared === 0 && options.disjointForegrounds === "edge-case");
  const rest = [
    ...(isUnmeasured ? [] : [measurer.foregroundRequest(global, references, predictions)]),
    ...(each.length === 0
      ? []
      : matched.map(({ reference, predictions: union }) => measurer.unionRequest(each, reference, union))),
  ];
  for (const step of steps(rest, stepVoxels)) {
    measureMissing(masks, step);
    done += step.length;
    yield { done, total: pairs + rest.length };
  }
}

/** Requests one after the other, as many at once as hold about `stepVoxels`. */
function* steps(requests: readonly NamedRequest[], stepVoxels: number): Generator<readonly NamedRequest[]> {
  let step: NamedRequest[] = [];
  let voxels = 0;
  for (const request of requests) {
    step.push(request);
    voxels += boxVoxels(request.pair);
    if (voxels < stepVoxels) continue;
    yield step;
    step = [];
    voxels = 0;
  }
  if (step.length > 0) yield step;
}
