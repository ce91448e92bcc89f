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

/** Rows by the number of instances, and the exponent of their growth. */
export function crowdTable(lines: readonly ResultLine[]): string {
  const exponent = growthExponent(lines.map(({ instances = 0, cpuMs = 0 }) => [instances, cpuMs]));
  return `${compare(lines, COLUMNS)}\n\nProcessor time grows with the number of instances to the power ${exponent.toFixed(2)} (least squares of the logarithms).`;
}

/** The slope of the line that fits logarithms best. */
function growthExponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(logs.map(([each]) => each)), mean(logs.map(([, each]) => each))];
  const product = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return product / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}
