import { qualityUndefinedReason } from "../../matching/registry.js";
import type { ExplorationRow } from "../../results/exploration-row.js";
import { encodeNumbers } from "./json-numbers.js";
import { columns, formatNumber, UNDEFINED_MARK } from "./text.js";

/** Columns of a table of an exploration. */
export const EXPLORATION_VALUES = [
  ...["pq", "rq", "sq", "pq_dsc", "sq_dsc", "prec", "rec"],
  ...["tp", "fp", "fn"],
] as const satisfies readonly (keyof ExplorationRow)[];
export type ExplorationValue = (typeof EXPLORATION_VALUES)[number];
const COUNTS: readonly ExplorationValue[] = ["tp", "fp", "fn"];

/** One value of an exploration as text: for each group and score a table of strategies by thresholds. */
export function toExplorationTable(rows: readonly ExplorationRow[], value: ExplorationValue): string {
  const parts = groupBy(rows, (row) => `${row.group}: ${value} by threshold of ${row.matching_metric}`);
  const tables = Array.from(parts, ([title, part]) => {
    const thresholds = [...new Set(part.map((row) => row.threshold))];
    const body = Array.from(
      groupBy(part, (row) => row.strategy),
      ([strategy, cells]) => [
        strategy,
        ...cells.map((row) => (COUNTS.includes(value) ? String(row[value]) : formatNumber(row[value]))),
      ],
    );
    const lines = columns(
      [[title, ...thresholds.map(String)], ...body],
      ["left", ...thresholds.map(() => "right" as const)],
    );
    return `${lines.join("\n")}\n`;
  });
  const strategies = new Set(rows.filter((row) => row[value] === null).map((row) => row.strategy));
  const notes = [...strategies].map((strategy) => `${UNDEFINED_MARK} ${qualityUndefinedReason(strategy)}\n`);
  return [...tables, ...notes].join("\n");
}

/** All values of an exploration as CSV: a header, then a line for each row; empty where a value has no meaning. */
export function toExplorationCsv(rows: readonly ExplorationRow[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))] as (keyof ExplorationRow)[];
  const lines = rows.map((row) => keys.map((key) => quoted(String(row[key] ?? ""))));
  return [keys, ...lines].map((cells) => `${cells.join(",")}\n`).join("");
}

/** All values of an exploration as JSON, a line for each row; NaN is null, with its reason under `<key>_reason`. */
export function toExplorationJson(rows: readonly ExplorationRow[]): string {
  return `[\n${rows.map((row) => `  ${JSON.stringify(encodeNumbers(row, "reason"))}`).join(",\n")}\n]\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return groups;
}
