import type { Bar } from "../bars.js";
import { type Result, ratio } from "./result.js";

const HEAD = [
  "work",
  "workload",
  "by",
  "where",
  "threads",
  "first",
  "min",
  "median",
  "spread",
  "× read",
  "ns/run",
  "MB",
];

/** Prints results as a table in milliseconds, each with the bare read of the same bytes in the same place. */
export function printResults(results: readonly Result[]): void {
  const place = ({ workload, where }: Result) => `${workload}\n${where}`;
  const reads = new Map(results.filter(({ by }) => by === "read").map((result) => [place(result), result]));
  const rows = results.map((result) => [
    result.work,
    result.workload,
    result.by,
    result.where ?? "",
    String(result.threads ?? 1),
    shorten(result.firstMs),
    shorten(result.minimumMs),
    shorten(result.medianMs),
    shorten(result.spreadMs),
    shorten(ratio(result, reads.get(place(result)))),
    result.runs ? shorten((result.minimumMs * 1e6) / result.runs) : "",
    shorten(result.peakMegabytes),
  ]);
  printTable([HEAD, ...rows]);
}

/** Prints each promise with the figure that was recorded last. */
export function printBars(bars: readonly Bar[]): void {
  const rows = bars.map(({ what, bound, at, unit, measured, met, note }) => [
    what,
    `${at === "most" ? "≤" : "≥"} ${shorten(bound)} ${unit}`,
    shorten(measured),
    met === undefined ? note : met ? "met" : "MISSED",
  ]);
  printTable([["bar", "bound", "measured", ""], ...rows]);
}

/** Three digits, and no decimals beyond them. */
export function shorten(value: number | undefined): string {
  if (value === undefined) return "";
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Columns as wide as they must be. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
}
