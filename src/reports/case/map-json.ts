import { VoxmatchError } from "../../../base/errors.js";
import type { MapGroupResult, MapResult } from "../../maps/results/map-result.js";
import type { JsonOptions } from "./json.js";
import { decodeNumbers } from "./json-numbers.js";
import { jsonChunks } from "./write-json.js";

/**
 * The result of a map as JSON, ending in a newline. A score without a value is null, and `<key>_reason` says why.
 */
export function mapToJson(result: MapResult, { numbers = "reason" }: JsonOptions = {}): string {
  const groups = Object.entries(result.groups).map(([name, group]) => [name, withoutReasoned(group)] as const);
  const document = numbers === "string" ? result : { ...result, groups: Object.fromEntries(groups) };
  return `${[...jsonChunks(document, numbers)].join("")}\n`;
}

const SECTIONS = ["engine", "inputs", "options", "notes", "domain", "groups"] as const;

/**
 * Reads what {@link mapToJson} wrote, in either way of writing numbers.
 * @param document whose `kind` is "map"
 * @throws VoxmatchError `INVALID_FILE` if parts of a result are missing
 */
export function mapFromJson(document: Readonly<Record<string, unknown>>): MapResult {
  const missing = SECTIONS.filter((section) => typeof document[section] !== "object" || document[section] === null);
  if (missing.length > 0) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `This JSON is no result of a map: it has no ${missing.join(", ")}. Pass what voxmatch heatmap or probability wrote.`,
      { missing },
    );
  }
  // Safe: a document of this kind with all its sections was written by mapToJson. Paths and names are text, even "NaN".
  const { engine, inputs, regions, absent, groups, ...rest } = document as unknown as MapResult;
  const numbers = decodeNumbers(rest) as Omit<MapResult, "engine" | "inputs" | "regions" | "absent" | "groups">;
  const named = regions?.map(({ name, others, ...row }) => {
    return { ...(decodeNumbers(row) as typeof row), name, ...(others && { others }) };
  });
  const decoded = Object.entries(groups).map(([name, group]) => [name, withReasoned(group)] as const);
  return { ...numbers, engine, inputs, groups: Object.fromEntries(decoded), ...(named && { regions: named, absent }) };
}

/** NaN for each null whose reason the result says itself. */
function withReasoned(group: MapGroupResult): MapGroupResult {
  const entries = Object.entries(decodeNumbers(group) as MapGroupResult).map(([key, value]) => {
    return [key, value === null && typeof group[`${key}_reason`] === "string" ? Number.NaN : value] as const;
  });
  return Object.fromEntries(entries) as MapGroupResult;
}

/** Null for each NaN whose reason the result says itself. */
function withoutReasoned(group: MapGroupResult): Record<string, unknown> {
  const entries = Object.entries(group).map(([key, value]) => {
    return [key, Number.isNaN(value) && `${key}_reason` in group ? null : value] as const;
  });
  return Object.fromEntries(entries);
}
