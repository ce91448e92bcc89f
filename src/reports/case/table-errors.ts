import type { GroupResult } from "../../results/result-types.js";
import { countKinds } from "../../results/taxonomy/instance-kinds.js";
import { LOSS_NAMES } from "../../results/taxonomy/kinds.js";
import type { Loss } from "../../results/taxonomy/repairs.js";
import type { VolumeBinRow } from "../../results/volume-bins.js";
import type { Style } from "./style.js";
import { type Align, columns, formatNumber, formatVolume, indent, wrap } from "./text.js";

/** How many sentences an explanation prints; the others are counted. */
const SENTENCES = 20;

/** The gain from repairing splits contains that from repairing fragments. */
const CONTAINED = "fragment";

/** The kinds of error on each side, and what each costs. */
export function errorLines(group: GroupResult, { strong, faint }: Style): string[] {
  if (group.taxonomy === undefined) return [];
  const costs = group.taxonomy.pq_cost;
  const countsOf = (side: "reference" | "prediction") =>
    Array.from(countKinds(group, side))
      .filter(([, n]) => n > 0)
      .map(([kind, n]) => `${n} ${kind}`)
      .join(", ");
  const priced = Object.entries(costs)
    .flatMap(([name, cost]) =>
      name !== CONTAINED && typeof cost === "number" && Math.abs(cost) >= 0.0005 ? [{ name, cost }] : [],
    )
    .sort((a, b) => b.cost - a.cost)
    .map(({ name, cost }) => `${LOSS_NAMES[name as Loss]} ${formatNumber(cost)}`);
  const rows: [string, string][] = [
    ["references", countsOf("reference")],
    ["predictions", countsOf("prediction")],
    ["PQ lost to", priced.join(", ")],
  ];
  const shown = rows.filter(([, text]) => text !== "");
  if (shown.length === 0) return [];
  return [
    strong("Kinds of error"),
    ...indent(
      columns(
        shown.map(([head, text]) => [{ text: head, mark: faint }, text]),
        ["left", "left"],
      ),
    ),
  ];
}

/** Recall and precision by volume. */
export function volumeBinLines(
  rows: readonly VolumeBinRow[] = [],
  dimensions: number,
  { strong, faint }: Style,
): string[] {
  if (rows.length === 0) return [];
  const head = [dimensions === 2 ? "mm²" : "mm³", "references", "recall", "predictions", "precision"];
  const cells = rows.map((row) => [
    Number.isFinite(row.high)
      ? `${formatVolume(row.low)} to ${formatVolume(row.high)}`
      : `from ${formatVolume(row.low)}`,
    `${row.n_matched_ref_instances} of ${row.n_ref_instances}`,
    formatNumber(row.rec),
    `${row.n_matched_pred_instances} of ${row.n_pred_instances}`,
    formatNumber(row.prec),
  ]);
  const titles = head.map((text) => ({ text, mark: faint }));
  const aligns = head.map((_, i): Align => (i === 0 ? "left" : "right"));
  return [strong("By volume"), ...indent(columns([titles, ...cells], aligns))];
}

/** Why instances have no match, and why candidates were not taken. */
export function explanationLines({ explanation }: GroupResult, width: number, { strong, faint }: Style): string[] {
  if (explanation === undefined) return [];
  const { edges, unmatched } = explanation;
  const blocks = [
    { title: "Why unmatched", rows: [...unmatched.references, ...unmatched.predictions] },
    {
      title: "Why candidates were not taken",
      rows: edges.filter((edge) => edge.is_candidate && edge.fate !== "chosen" && edge.fate !== "demoted"),
    },
  ].filter(({ rows }) => rows.length > 0);
  return blocks.flatMap(({ title, rows }, i) => [
    ...(i === 0 ? [] : [""]),
    strong(title),
    ...indent(rows.slice(0, SENTENCES).flatMap(({ text }) => wrap(text, width - 6, "  "))),
    ...(rows.length > SENTENCES ? [faint(`  and ${rows.length - SENTENCES} more in the JSON report`)] : []),
  ]);
}
