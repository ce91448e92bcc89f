import type { RegionRow } from "../../maps/atlas/region-rows.js";
import type { DetectionScores } from "../../maps/detection/detection-scores.js";
import type { BaselineResult } from "../../maps/results/baseline-result.js";
import type { MapGroupResult, MapResult } from "../../maps/results/map-result.js";
import { isReason, REASONS } from "../../maps/scores/reasons.js";
import { type NamedScore, scoresGiven, spelled } from "../../maps/scores/registry.js";
import { SCORE_FAMILIES } from "../../maps/scores/score.js";
import type { TableOptions } from "./table.js";
import { columns, formatCount, indent, UNDEFINED_MARK, wrap } from "./text.js";

const USUAL_WIDTH = 80;

/** Regions that the table shows. */
const MOST_REGIONS = 20;

/** The result of a map as text: each score with what chance would give, or with the reason why it has no value. */
export function mapToTable(result: MapResult, { width = USUAL_WIDTH }: TableOptions = {}): string {
  const { domain, groups, options, notes } = result;
  const against = result.inputs.reference ?? result.inputs.atlas;
  const lines = [
    [result.inputs.map.path ?? "map", against?.path ?? "the arrays given"].join(" against "),
    `${options.kind}, ${options.sign} values · ${formatCount(domain.n_voxels)} voxels, ${formatCount(domain.n_nan)} NaN`,
    "",
  ];
  for (const [name, group] of Object.entries(groups)) {
    if (Object.keys(groups).length > 1 || name !== "ungrouped") lines.push(name, "");
    lines.push(...groupLines(group, scoresGiven(options)), "");
    if (group.detection !== undefined) lines.push(...detectionLines(group.detection, options.frocRates), "");
  }
  for (const baseline of result.baselines ?? []) lines.push(...baselineLines(baseline), "");
  if (result.regions !== undefined) lines.push(...regionLines(result.regions), "");
  for (const note of notes) lines.push(...wrap(`Note: ${note}`, width, "  "), "");
  return `${lines.join("\n").trimEnd()}\n`;
}

function groupLines(group: MapGroupResult, scores: readonly NamedScore[]): string[] {
  return SCORE_FAMILIES.flatMap((family) => {
    const rows = scores.filter(({ score }) => score.family === family).map((score) => rowOf(group, score));
    if (rows.length === 0) return [];
    const chance = rows.some((row) => row[2] !== "") ? "chance" : "";
    return [...indent(columns([[family, "", chance], ...rows], ["left", "right", "right", "left"])), ""];
  }).slice(0, -1);
}

/** Lesions found and missed, and what they are worth over all confidences. */
function detectionLines(scores: DetectionScores, rates: readonly number[]): string[] {
  const rows = [
    ["Lesions found", formatCount(scores.lesion_tp)],
    ["Lesions missed", formatCount(scores.lesion_fn)],
    ["False positives", formatCount(scores.lesion_fp)],
    ["F1", formatScore(scores.lesion_f1, "1")],
    ["Average precision of lesions", formatScore(scores.lesion_ap, "1")],
    ...rates.map((rate, i) => [`Sensitivity at ${rate} false positives`, formatScore(scores.froc_sens[i], "1")]),
    ["Mean of these", formatScore(scores.froc_score, "1")],
  ];
  return indent(columns([["detection", ""], ...rows], ["left", "right"]));
}

/** A baseline's scores, and the map's lead. */
function baselineLines({ input, groups }: BaselineResult): string[] {
  return Object.entries(groups).flatMap(([name, { scores, difference }]) => {
    const rows = Object.keys(scores).map((key) => [
      key,
      formatScore(scores[key], "1"),
      formatScore(difference[key], "1"),
    ]);
    const head = [
      `baseline ${input.path ?? "array"}${name === "ungrouped" ? "" : `, ${name}`}`,
      "score",
      "map − baseline",
    ];
    return indent(columns([head, ...rows], ["left", "right", "right"]));
  });
}

/** The regions with the largest shares, or means where there are no shares. */
function regionLines(regions: readonly RegionRow[]): string[] {
  const key = regions.some(({ share }) => !Number.isNaN(share)) ? "share" : "mean";
  const held = regions.filter((region) => !Number.isNaN(region[key]));
  const shown = [...held].sort((a, b) => b[key] - a[key]).slice(0, MOST_REGIONS);
  const rows = shown.map((region) => [
    region.name,
    formatCount(region.voxels),
    formatScore(region.mean, "value"),
    formatScore(region.share, "1"),
    formatScore(region.enrichment, "1"),
  ]);
  const head = [`regions by ${key}`, "voxels", "mean", "share", "enrichment"];
  const left = regions.length - shown.length;
  return [
    ...indent(columns([head, ...rows], ["left", "right", "right", "right", "right"])),
    ...(left > 0 ? [`  … and ${left} more (--format json or tsv lists all)`] : []),
  ];
}

function rowOf(group: MapGroupResult, { key, score, parameter }: NamedScore): string[] {
  const reason = group[`${key}_reason`];
  const chance = group.chance[key];
  return [
    spelled(score.name, parameter),
    formatScore(group[key], score.unit),
    chance === undefined || Number.isNaN(chance) ? "" : formatScore(chance, score.unit),
    typeof reason === "string" && isReason(reason) ? REASONS[reason] : "",
  ];
}

/** Ratios with four figures behind the point, values with six figures, counts whole. */
function formatScore(value: unknown, unit: NamedScore["score"]["unit"]): string {
  if (typeof value !== "number" || Number.isNaN(value)) return UNDEFINED_MARK;
  if (unit === "voxels") return formatCount(value);
  if (unit === "mm") return `${value.toFixed(2)} mm`;
  return unit === "1" && Math.abs(value) < 1000 ? value.toFixed(4) : String(Number(value.toPrecision(6)));
}
