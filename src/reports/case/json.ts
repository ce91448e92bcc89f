import { VoxmatchError } from "../../../base/errors.js";
import type { EvaluationResult } from "../../results/evaluation-result.js";
import { decodeNumbers, encodeNumbers, type JsonNumbers } from "./json-numbers.js";

/** How {@link toJson} writes. */
export interface JsonOptions {
  /** How NaN and Infinity are written: null with a reason beside it (the default), or their names as strings. */
  readonly numbers?: JsonNumbers;
}

/** What fits into this many characters stands on one line. */
const LINE_LENGTH = 120;
const SECTIONS = ["engine", "inputs", "options", "notes", "definitions", "groups", "timings"] as const;

/** A result as JSON, ending in a newline. NaN and Infinity survive; {@link fromJson} restores them. */
export function toJson(result: EvaluationResult, { numbers = "reason" }: JsonOptions = {}): string {
  const known: [string, unknown][] = SECTIONS.map((section) => [section, result[section]]);
  const document = Object.fromEntries([...known, ...Object.entries(result)]);
  return `${format(encodeNumbers(document, numbers), "")}\n`;
}

/**
 * Reads what {@link toJson} wrote, in either way of writing numbers. (−0 comes back as 0.)
 * @throws VoxmatchError `INVALID_FILE` if the text is no JSON or no result
 */
export function fromJson(text: string): EvaluationResult {
  const document = parse(text);
  const missing = SECTIONS.filter((section) => typeof document[section] !== "object" || document[section] === null);
  if (missing.length > 0) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `This JSON is no result of voxmatch: it has no ${missing.join(", ")}. Pass what toJson or --format json wrote.`,
      { missing },
    );
  }
  // Paths and versions are text, whatever they spell.
  const entries = Object.entries(document).map(([section, value]) =>
    section === "engine" || section === "inputs" ? [section, value] : [section, decodeNumbers(value)],
  );
  return Object.fromEntries(entries);
}

function parse(text: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null) return document as Record<string, unknown>;
    return {};
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new VoxmatchError("INVALID_FILE", `The text is not JSON: ${reason}. It may be cut off.`, {}, { cause });
  }
}

/** JSON with a line for each thing that fits on one, so that an instance is a line and a difference shows which. */
function format(value: unknown, indent: string): string {
  const flat = onOneLine(value);
  if (typeof value !== "object" || value === null || indent.length + flat.length <= LINE_LENGTH) return flat;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item) => inner + format(item, inner))
    : definedEntries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${format(item, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  const entries = definedEntries(value).map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
