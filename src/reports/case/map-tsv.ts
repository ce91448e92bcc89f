import type { MapResult } from "../../maps/results/map-result.js";
import { scoresGiven } from "../../maps/scores/registry.js";

/** The scores of a map as tab-separated values, a line for each group: NaN is an empty field. */
export function mapToTsv({ groups, options }: MapResult): string {
  const keys = scoresGiven(options).map(({ key }) => key);
  const lines = Object.entries(groups).map(([name, group]) => [name, ...keys.map((key) => field(group[key]))]);
  return `${[["group", ...keys], ...lines].map((cells) => cells.join("\t")).join("\n")}\n`;
}

function field(value: unknown): string {
  return typeof value === "number" && !Number.isNaN(value) ? String(value) : "";
}
