import { MATCHING_SCORE_NAMES, matchingScoreOf } from "../matching/matching-score.js";
import { STRATEGY_NAMES, strategyOf } from "../matching/registry.js";
import { METRIC_KEYS, metricOf } from "../metrics/registry.js";
import { nameOf } from "../reports/case/table-metrics.js";
import { columns, indent, wrap } from "../reports/case/text.js";

const WIDTH = 80;

export const EVALUATE_EXAMPLES = `

Examples:
  voxmatch evaluate -r ref.nii.gz -p pred.nii.gz
  voxmatch evaluate -r ref.nii.gz -p pred.nii.gz --strategy many-to-one --threshold 0.25
  voxmatch evaluate -r ref.nii.gz -p pred.nii.gz --groups groups.yaml --format tsv
  voxmatch evaluate -r ref.nii.gz -p pred.nii.gz --output result.json --quiet

A groups file names labels that are evaluated together:
  vertebra: [1, 2, 3]
  sacrum: { labels: [26], single: true }`;

/** Strategies, scores and metrics as the registries describe them. */
export function registryTables(): string {
  return [
    "",
    "Strategies (--strategy):",
    ...described(STRATEGY_NAMES.map((name) => [name, strategyOf(name).summary])),
    "",
    "Scores (--matching-metric), for a reference g, a prediction p and n shared voxels:",
    ...table(MATCHING_SCORE_NAMES.map((name) => [name, matchingScoreOf(name).name, matchingScoreOf(name).definition])),
    "",
    "Metrics (--metrics, --global-metrics), for a reference A and a prediction B:",
    ...described(METRIC_KEYS.map((key) => [key, `${nameOf(key)}: ${metricOf(key).definition}`])),
  ].join("\n");
}

function table(rows: readonly (readonly string[])[]): string[] {
  return indent(
    columns(
      rows,
      rows[0].map(() => "left"),
    ),
  );
}

export function described(rows: readonly (readonly [string, string])[]): string[] {
  const first = 2 + Math.max(...rows.map(([name]) => name.length));
  return indent(
    rows.flatMap(([name, text]) => {
      const [line, ...rest] = wrap(text, WIDTH - 2 - first);
      return [name.padEnd(first) + line, ...rest.map((more) => " ".repeat(first) + more)];
    }),
  );
}
