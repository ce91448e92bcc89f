/**
 * The options as the address bar carries them: `#threshold=0.3&strategy=union&groups={"lesion":[1]}`. Files are not named
 * there, so that an address can be passed on.
 */
import { isVoxmatchError } from "../../base/errors.js";
import type { EvaluateOptions } from "../../src/index.js";
import { withKnownNames } from "../../src/options/other-names.js";
import { OPTIONS, type OptionRow } from "../../src/options/registry.js";
import { checkOption } from "../../src/options/resolve.js";

/** Options by name, as they come out of a text: not yet checked together. */
type Values = Readonly<Record<string, unknown>>;

/** The part of an address after `#`; empty if nothing was chosen. */
export function encodeOptions(options: EvaluateOptions): string {
  const given = options as Values;
  return OPTIONS.filter(({ key }) => given[key] !== undefined && given[key] !== null)
    .map(({ key, kind }) => `${key}=${encode(wordOf(kind, given[key]))}`)
    .join("&");
}

/** The options that an address holds, and a sentence for each part that is not understood. */
export function decodeOptions(hash: string): {
  readonly options: EvaluateOptions;
  readonly problems: readonly string[];
} {
  const options: Record<string, unknown> = {};
  const problems: string[] = [];
  const meant: string[] = [];
  for (const part of hash.replace(/^#/, "").split("&")) {
    if (part === "") continue;
    const [key, ...rest] = part.split("=");
    const row = OPTIONS.find((each) => each.key === key);
    if (row === undefined) {
      problems.push(`The address names the option ${key}, which does not exist. It was left out.`);
      continue;
    }
    try {
      const word = parseWord(row.kind, decodeURIComponent(rest.join("=")));
      const known = withKnownNames({ [key]: word });
      checkOption(row, known.options[key]);
      options[key] = known.options[key];
      meant.push(...known.notes);
    } catch (error) {
      const reason = isVoxmatchError(error) ? error.message : `The address holds no value of ${key} that can be read.`;
      problems.push(`${reason} It was left out.`);
    }
  }
  // As on the command line, so that exports say the same.
  if (meant.length > 0) options.notes = [...((options as EvaluateOptions).notes ?? []), ...meant];
  return { options, problems };
}

/** Signs that an address may hold as they are are left readable. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(2C|3A|5B|5D|7B|7D)/g, (sign) => decodeURIComponent(sign));
}

function wordOf(kind: OptionRow["kind"], value: unknown): string {
  if (kind.type === "structure") return typeof value === "string" ? value : JSON.stringify(value);
  return Array.isArray(value) ? value.join(",") : String(value);
}

function parseWord(kind: OptionRow["kind"], word: string): unknown {
  switch (kind.type) {
    case "flag":
      return word === "true" ? true : word === "false" ? false : word;
    case "list":
      return word === "" ? [] : word.split(",");
    case "numbers":
      return word.split(",").map(numberIn);
    case "structure":
      return kind.words?.includes(word) ? word : JSON.parse(word);
    case "choice":
      return kind.choices.includes(word) ? word : numberIn(word);
    case "number":
    case "word-or-number":
      return numberIn(word);
  }
}

function numberIn(word: string): number | string {
  return word.trim() === "" || Number.isNaN(Number(word)) ? word : Number(word);
}
