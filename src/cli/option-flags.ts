import { Option } from "commander";
import { DESCRIBED_OPTIONS } from "../options/described-options.js";
import type { DescribedOption } from "../options/option-row.js";
import { type EvaluateOptions, OPTIONS } from "../options/registry.js";
import { offerValues } from "./offered-values.js";

/** Options whose flag has a shorter name. */
const SHORTER: Readonly<Record<string, string>> = { maximumVoxels: "--max-voxels" };

/** An option's name on the command line: `matchingMetric` → `--matching-metric`. */
export function flagOf(key: string): string {
  if (Object.hasOwn(SHORTER, key)) return SHORTER[key];
  return `--${key.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

/** The name by which Commander gives an option's value: that of its flag. */
function valueNameOf(key: string): string {
  return Object.hasOwn(SHORTER, key) ? new Option(SHORTER[key]).attributeName() : key;
}

/** An option of any command. */
type Row = Pick<DescribedOption, "kind" | "default" | "description"> & { readonly key: string };

/** Options as flags, with their help: the evaluation's, if no others are given. */
export function optionFlags(rows: readonly Row[] = DESCRIBED_OPTIONS, heading = "Evaluation:"): Option[] {
  return rows.flatMap((row) => {
    const option = new Option(syntaxOf(row), helpOf(row));
    option.helpGroup(heading);
    if ("choices" in row.kind) offerValues(option, row.kind.choices.map(String), row.kind.type === "list");
    if (row.kind.type === "structure") offerValues(option, row.kind.words ?? []);
    if (row.kind.type === "word-or-number") offerValues(option, [row.kind.word]);
    const flags = [option.argParser((text: string) => parseValue(row, text)), ...contraryOf(row)];
    // Commander turns a flag on by itself if its --no- form comes first.
    return row.default === true ? flags.reverse() : flags;
  });
}

/** The flag that undoes a default, or a choice of the configuration. */
function contraryOf({ key, kind, default: usual }: Row): Option[] {
  if (kind.type !== "flag") return [];
  const flag = flagOf(key);
  return [new Option(usual === true ? flag : flag.replace("--", "--no-"), "").hideHelp()];
}

/** The evaluation's options among what Commander parsed. Files named for structures are yet to be read. */
export function optionsAmong(parsed: Readonly<Record<string, unknown>>): EvaluateOptions {
  // As every flag has its contrary, Commander gives none of them a value by itself.
  return Object.fromEntries(
    OPTIONS.flatMap(({ key }) => {
      const value = parsed[valueNameOf(key)];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function syntaxOf({ key, kind, default: usual }: Row): string {
  const flag = flagOf(key);
  switch (kind.type) {
    case "choice":
      return `${flag} <${kind.choices.every((choice) => typeof choice === "number") ? "number" : "name"}>`;
    case "number":
      return `${flag} <number>`;
    case "word-or-number":
      return `${flag} <${kind.word}|number>`;
    case "numbers":
      return `${flag} <numbers>`;
    case "flag":
      return usual === true ? flag.replace("--", "--no-") : flag;
    case "list":
      return `${flag} <names>`;
    case "structure":
      return `${flag} <${["file", ...(kind.words ?? [])].join("|")}>`;
  }
}

function helpOf({ kind, default: usual, description }: Row): string {
  // The flag of an option that is on by default switches it off.
  if (kind.type === "flag" && usual === true) return `do not ${description}`;
  const notes: string[] = [];
  if (kind.type === "choice") notes.push(`one of ${kind.choices.join(", ")}`);
  if (kind.type === "number" || kind.type === "word-or-number") notes.push(rangeOf(kind));
  if (kind.type === "numbers")
    notes.push(`comma-separated, rising, ${rangeOf({ ...kind, maximum: Number.POSITIVE_INFINITY })}`);
  if (kind.type === "list") notes.push(`comma-separated, of ${kind.choices.join(", ")}`);
  if (kind.type === "structure") notes.push("a YAML or JSON file, or YAML itself");
  if (Array.isArray(usual)) {
    const isAll = kind.type === "list" && usual.length === kind.choices.length;
    notes.push(`default ${isAll ? "all" : usual.join(",") || "none"}`);
  } else if (kind.type !== "flag" && usual !== undefined && typeof usual !== "object") {
    notes.push(`default ${usual}`);
  }
  return notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
}

/** The value that `text` stands for. Other text stays as it is, so that the library's check names it. */
export function parseValue({ kind }: Pick<Row, "kind">, text: string): unknown {
  switch (kind.type) {
    case "choice":
      return kind.choices.includes(text) ? text : numberIn(text);
    case "number":
      return numberIn(text);
    case "word-or-number":
      return numberIn(text);
    case "list":
      return itemsOf(text);
    case "numbers":
      return itemsOf(text).map(numberIn);
    case "flag":
    case "structure":
      return text;
  }
}

function numberIn(text: string): number | string {
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

function itemsOf(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** The numbers that an option takes, in words. */
export function rangeOf({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): string {
  if (Number.isFinite(maximum)) return `${minimum} to ${maximum}`;
  if (minimum === Number.NEGATIVE_INFINITY) return "any number";
  return minimum === Number.MIN_VALUE ? "above 0" : `at least ${minimum}`;
}
