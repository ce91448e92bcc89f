import { formatNumber } from "../../reports/case/text.js";
import { interval, probability, said, tableLines } from "../summary/text/text-table.js";
import type { Drivers } from "./drivers-of-score.js";

/** Drivers of a score as text for people. */
export function driversToText(all: readonly Drivers[], width = 120): string {
  return all.map((one) => `${driverLines(one, width).join("\n")}\n`).join("\n");
}

function driverLines({ model, group, score, n, left_out, full_share, rows, notes }: Drivers, width: number): string[] {
  const name = [model, group].filter((part) => part !== null).join(" · ");
  const reasons = Object.entries(left_out).map(([reason, count]) => `${count}: ${reason}`);
  const out = reasons.length === 0 ? "" : `; left out: ${reasons.join(", ")}`;
  const head = ["column", "share", "adjusted", "ρ", "p", "Holm", "unique", "", "partial", "p ", "Holm "];
  return [
    `${name}: ${score} over ${n} cases${out}; all columns together explain ${formatNumber(full_share)} of its rank variance`,
    ...tableLines(
      {
        head,
        rows: rows.map((row) => [
          row.column,
          formatNumber(row.share),
          formatNumber(row.share_adjusted),
          row.direction === null ? "" : formatNumber(row.direction),
          probability(row.p),
          probability(row.p_holm),
          Number.isNaN(row.unique_share) ? "aliased" : formatNumber(row.unique_share),
          interval(row.unique_share_low, row.unique_share_high),
          formatNumber(row.partial_share),
          probability(row.p_unique),
          probability(row.p_unique_holm),
        ]),
        dispensable: ["adjusted", "p", "p ", "partial"],
      },
      width,
    ),
    ...rows.flatMap(({ column, levels }) => {
      if (levels.length === 0) return [];
      const means = levels.map(
        (one) => `${one.level} ${formatNumber(one.mean)} ${interval(one.low, one.high)} (n ${one.n})`,
      );
      const gap = levels[0].mean - levels[levels.length - 1].mean;
      return said(`${column}: ${means.join(", ")}; gap ${formatNumber(gap)}`, width);
    }),
    ...notes.flatMap((note) => said(`Note: ${note}`, width)),
  ];
}
