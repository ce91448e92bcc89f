import type { Engine } from "../../bindings/engine/engine.js";
import type { ScoredTable } from "../matching/candidate-graph.js";
import { matchByStrategy } from "../matching/match-instances.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { isMostlyVoid } from "../overlap/overlap-table.js";
import { STARDIST_THRESHOLDS, type StardistRow, stardistRow } from "../results/stardist-scores.js";
import { countVoid } from "../results/threshold-values.js";

/** stardist's results at its usual thresholds and at the one asked for, all from one table. */
export function stardistRows(engine: Engine, scored: ScoredTable, options: VolumeOptions): StardistRow[] {
  const { table } = scored;
  const thresholds = [...new Set([...STARDIST_THRESHOLDS, options.threshold])].sort((a, b) => a - b);
  return thresholds.map((value) => {
    const threshold = { value, rule: options.thresholdRule };
    const { scores, prediction } = matchByStrategy(scored, { engine, ...options, threshold });
    const inVoid = prediction.filter((p) => isMostlyVoid(table.prediction, p)).length;
    const predictions = table.prediction.count - countVoid(table) + inVoid;
    const counts = { references: table.reference.count, predictions };
    return stardistRow(options.matchingMetric, value, counts, scores);
  });
}
