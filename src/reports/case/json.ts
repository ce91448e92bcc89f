import { VoxmatchError } from "../../../base/errors.js";
import type { EvaluationResult } from "../../results/evaluation-result.js";
import { decodeNumbers, type JsonNumbers } from "./json-numbers.js";
import { jsonChunks } from "./write-json.js";

/** How {@link toJson} writes. */
export interface JsonOptions {
  /** How NaN and Infinity are written: null with a reason under `<key>_reason` (the default), or their names as strings. */
  readonly numbers?: JsonNumbers;
}

const SECTIONS = [
  "engine",
  "inputs",
  "options",
  "notes",
  "unassigned",
  "emptyGroups",
  "definitions",
  "groups",
  "timings",
] as const;

/** Sections that files of earlier versions do not have: there is nothing of these. */
const SINCE: ReadonlySet<string> = new Set(["unassigned", "emptyGroups"]);

/** A result as JSON, ending in a newline. NaN and Infinity survive; {@link fromJson} restores them. */
export function toJson(result: EvaluationResult, options: JsonOptions = {}): string {
  let text = "";
  for (const chunk of toJsonChunks(result, options)) text += chunk;
  return text;
}

/** The text of {@link toJson} in chunks of about 64 kB, for results whose text is too long to hold at once. */
export function* toJsonChunks(
  result: EvaluationResult,
  { numbers = "reason" }: JsonOptions = {},
): Generator<string, void> {
  const known: [string, unknown][] = SECTIONS.map((section) => [section, result[section]]);
  yield* jsonChunks(Object.fromEntries([...known, ...Object.entries(result)]), numbers);
  yield "\n";
}

/**
 * Reads what {@link toJson} wrote, in either way of writing numbers. (−0 comes back as 0.)
 * @throws VoxmatchError `INVALID_FILE` if the text is no JSON or no result
 */
export function fromJson(text: string): EvaluationResult {
  const document: Record<string, unknown> = { unassigned: [], emptyGroups: [], ...parseResult(text) };
  const required = SECTIONS.filter((section) => !SINCE.has(section));
  const missing = required.filter((section) => typeof document[section] !== "object" || document[section] === null);
  if (missing.length > 0) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `This JSON is no result of voxmatch: it has no ${missing.join(", ")}. Pass what toJson or --format json wrote.`,
      { missing },
    );
  }
  // Paths and versions are text, even "NaN".
  const entries = Object.entries(document).map(([section, value]) =>
    section === "engine" || section === "inputs" ? [section, value] : [section, decodeNumbers(value)],
  );
  return Object.fromEntries(entries);
}

/**
 * The object that a JSON text holds; an empty one if it holds none.
 * @throws VoxmatchError `INVALID_FILE` if the text is no JSON
 */
export function parseResult(text: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null) return document as Record<string, unknown>;
    return {};
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new VoxmatchError("INVALID_FILE", `The text is not JSON: ${reason}. It may be cut off.`, {}, { cause });
  }
}
