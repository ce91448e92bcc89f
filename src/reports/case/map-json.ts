import type { MapGroupResult, MapResult } from "../../maps/results/map-result.js";
import type { JsonOptions } from "./json.js";
import { jsonChunks } from "./write-json.js";

/**
 * The result of a map as JSON, ending in a newline. A score without a value is null, and `<key>_reason` says why.
 */
export function mapToJson(result: MapResult, { numbers = "reason" }: JsonOptions = {}): string {
  const groups = Object.entries(result.groups).map(([name, group]) => [name, withoutReasoned(group)] as const);
  const document = numbers === "string" ? result : { ...result, groups: Object.fromEntries(groups) };
  return `${[...jsonChunks(document, numbers)].join("")}\n`;
}

/** Null for each NaN whose reason the result says itself. */
function withoutReasoned(group: MapGroupResult): Record<string, unknown> {
  const entries = Object.entries(group).map(([key, value]) => {
    return [key, Number.isNaN(value) && `${key}_reason` in group ? null : value] as const;
  });
  return Object.fromEntries(entries);
}
