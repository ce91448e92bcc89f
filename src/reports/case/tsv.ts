import type { EvaluationResult } from "../../results/evaluation-result.js";
import { flatNumbers } from "../../results/flat-numbers.js";
import type { GroupResult } from "../../results/result-types.js";

/**
 * A result as tab-separated values: a header, then a line for each group. Columns are `group` and every key of a group
 * that holds a number, named as panoptica names them, and of its scores. NaN and Infinity are written so; a cell is empty where the key has
 * no meaning for the group.
 */
export function toTsv({ groups }: EvaluationResult): string {
  const rows = Object.entries(groups).map(([name, group]) => ({ name, values: numbersOf(group) }));
  const columns = [...new Set(rows.flatMap(({ values }) => [...values.keys()]))];
  const lines = rows.map(({ name, values }) => [escaped(name), ...columns.map((key) => values.get(key) ?? "")]);
  return [["group", ...columns.map(escaped)], ...lines].map((cells) => `${cells.join("\t")}\n`).join("");
}

/** The columns of one group. A null is a number that has no value here, so its column is kept. */
function numbersOf(group: GroupResult): ReadonlyMap<string, string> {
  return new Map(flatNumbers(group).map(([key, value]) => [key, value === null ? "" : String(value)]));
}

/** A tab or a newline in a name would break the table. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}
