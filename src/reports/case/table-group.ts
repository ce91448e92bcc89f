import { valueName } from "../../metrics/value-names.js";
import type { EvaluationResult } from "../../results/evaluation-result.js";
import type { GroupResult } from "../../results/result-types.js";
import { GroupValues } from "./group-values.js";
import type { Style } from "./style.js";
import { bratsLines } from "./table-brats.js";
import { errorLines, explanationLines, volumeBinLines } from "./table-errors.js";
import { instanceLists } from "./table-instances.js";
import { metricTable } from "./table-metrics.js";
import { scoreLines } from "./table-scores.js";
import { type Align, type Cell, columns, formatCount, formatNumber, indent, length, wrap } from "./text.js";

interface Page {
  readonly width: number;
  readonly style: Style;
}

/** Everything about one group: a heading, its quality, metrics, worst matches and errors. */
export function groupSection(name: string, group: GroupResult, result: EvaluationResult, page: Page): string[] {
  const { style, width } = page;
  const dimensions = result.inputs.reference.shape.length;
  const reader = new GroupValues(group);
  const blocks = [
    qualities(reader, style),
    metricTable(reader, width, style),
    scoreLines(group, width, style),
    bratsLines(group, dimensions, width, style),
    parts(group, style),
    furtherValues(reader, width),
    [...foregrounds(reader), ...dropped(group)].map(style.faint),
    reader.footnotes(width).map(style.faint),
    errorLines(group, style),
    volumeBinLines(group.by_volume, dimensions, style),
    instanceLists(group, dimensions, style),
    explanationLines(group, width, style),
  ].filter((block) => block.length > 0);
  const [first, ...others] = blocks;
  return [...title(name, group, page), "", ...indent(first), ...others.flatMap((block) => ["", ...indent(block)])];
}

function title(name: string, group: GroupResult, { width, style }: Page): string[] {
  const { n_void_pred_instances: voids = 0 } = group;
  const inVoid = voids > 0 ? ` and ${voids} in void` : "";
  const counts = `${plural(group.n_ref_instances, "reference")}, ${plural(group.n_pred_instances, "prediction")}${inVoid}`;
  const space = Math.max(2, width - 2 - length(name) - length(counts));
  return [style.faint("─".repeat(width)), `  ${style.strong(name)}${" ".repeat(space)}${style.faint(counts)}`];
}

function qualities(reader: GroupValues, { strong, faint, good, bad }: Style): string[] {
  const ratios: readonly [string, string][] = [
    ["PQ", "pq"],
    ["SQ", "sq"],
    ["RQ", "rq"],
    ["precision", "prec"],
    ["recall", "rec"],
  ];
  const counts: readonly [string, string, Style["good"]][] = [
    ["TP", "tp", good],
    ["FP", "fp", bad],
    ["FN", "fn", bad],
  ];
  const head = [...ratios, ...counts].map(([text]): Cell => ({ text, mark: faint }));
  const values = [
    ...ratios.map(([, key]): Cell => ({ text: reader.show(key), mark: strong })),
    ...counts.map(([, key, mark]): Cell => {
      const value = reader.number(key) ?? 0;
      return { text: String(value), mark: value > 0 ? (text) => strong(mark(text)) : strong };
    }),
  ];
  return columns(
    [head, values],
    head.map((): Align => "right"),
    5,
    "   ",
  );
}

/** The group's remaining numbers. */
function furtherValues(reader: GroupValues, width: number): string[] {
  const shown = reader.unseen().map((key) => {
    const { name, unit } = valueName(key);
    return `${name} ${reader.show(key, unit)}${unit === "1" ? "" : ` ${unit}`}`;
  });
  return shown.length === 0 ? [] : wrap(shown.map((entry) => entry.replaceAll(" ", "\u00a0")).join("  "), width - 4);
}

function foregrounds(reader: GroupValues): string[] {
  const [reference, prediction] = ["ref", "pred"].map((side) => reader.number(`global_bin_volume_${side}`));
  if (reference === undefined || prediction === undefined) return [];
  return [
    `Foreground: ${formatCount(reference)} voxels in the reference, ${formatCount(prediction)} in the prediction`,
  ];
}

function dropped({ dropped: small }: GroupResult): string[] {
  if (small === undefined) return [];
  const { reference, prediction } = small;
  return [`Too small to count: ${plural(reference.length, "reference")}, ${plural(prediction.length, "prediction")}`];
}

/** How well things and their parts are segmented, class by class. */
function parts({ parts: rows = [] }: GroupResult, { faint }: Style): string[] {
  if (rows.length === 0) return [];
  const head = ["part", "IOU", "DSC", "n", "in references", "in predictions"];
  const cells = rows.map((row) => [
    row.is_thing ? `${row.label} (the thing itself)` : String(row.label),
    formatNumber(row.iou),
    formatNumber(row.dsc),
    String(row.n),
    String(row.n_ref),
    String(row.n_pred),
  ]);
  return columns(
    [head.map((text): Cell => ({ text, mark: faint })), ...cells],
    head.map((_, i): Align => (i === 0 ? "left" : "right")),
  );
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
