import { shorten } from "../support/print.js";
import type { ResultLine } from "../support/result.js";
import { type Column, compare, timeColumn } from "./tables.js";

const cellOf =
  (key: "cpuMs" | "peakMegabytes" | "nodeMegabytes" | "bytesPerInstance"): Column[1] =>
  (of) =>
    shorten(of("release")?.[key]);

const COLUMNS: readonly Column[] = [
  timeColumn("release", "a fresh process"),
  ["processor time, ms", cellOf("cpuMs")],
  ["volumes, MB", cellOf("nodeMegabytes")],
  ["peak, MB", cellOf("peakMegabytes")],
  ["result, bytes an instance", cellOf("bytesPerInstance")],
];

/** Rows by the number of instances, and how processor time grows from each to the next. */
export function crowdTable(lines: readonly ResultLine[]): string {
  const exponents = lines.slice(1).map((line, i) => growthExponent(lines[i], line).toFixed(2));
  return `${compare(lines, COLUMNS)}

From row to row processor time grows with the number of instances to the power ${exponents.join(", ")}: the start of the process
weighs less in each.`;
}

/** The slope between two rows, both axes logarithmic. */
function growthExponent(fewer: ResultLine, more: ResultLine): number {
  const [{ cpuMs: least = 0, instances: few = 0 }, { cpuMs: most = 0, instances: many = 0 }] = [fewer, more];
  return Math.log(most / least) / Math.log(many / few);
}
