import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import { withKnownNames } from "../other-names.js";
import { type EvaluateOptions, OPTIONS } from "../registry.js";
import { checkOption } from "../resolve.js";
import { refuseUnknown } from "../suggest.js";
import {
  type ConfigDocument,
  entriesOf,
  offsetOf,
  offsetOfKey,
  type Place,
  placeOf,
  startOf,
  type Yaml,
} from "./locate.js";
import { isPanopticaDocument, readPanoptica } from "./panoptica-config.js";

/** The name and format of a configuration. */
export interface ConfigSource {
  /** The file's name, for messages; a name that ends in `.json` also says the format. */
  readonly name: string;
  readonly format?: "yaml" | "json";
}

/** A tag by which panoptica's own files begin. */
const PANOPTICA = /^\s*(#[^\n]*\n|---[^\n]*\n|\s)*!(Panoptica_Evaluator|SegmentationClassGroups)\b/;

/**
 * Reads the options of an evaluation from YAML or JSON: the keys are those of {@link EvaluateOptions}. Files that
 * panoptica wrote (`!Panoptica_Evaluator`) keep their meaning; `notes` list the differences.
 *
 * Every value is checked by itself. `evaluate` checks that the values fit together, since other options may yet be
 * added: `evaluate(inputs, { ...(await parseConfig(text, { name })), threshold: 0.4 })`.
 *
 * @throws VoxmatchError `INVALID_FILE` if the text is no YAML or JSON, `INVALID_OPTION` for an unknown key or a value that
 *   is not allowed; both say file, line and column
 */
export async function parseConfig(text: string, { name, format }: ConfigSource): Promise<EvaluateOptions> {
  // Loaded late: callers that pass options as an object need no parser.
  const yaml = await import("yaml");
  const file = parseDocument(yaml, text, name);
  if (format === "json" || (format === undefined && name.endsWith(".json"))) checkJson(file, text);
  if (isPanopticaDocument(file)) return readPanoptica(file);
  return readOptions(file);
}

function parseDocument(yaml: Yaml, text: string, name: string): ConfigDocument {
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Group names such as 007 stay as they are; panoptica's keys carry tags.
    stringKeys: !PANOPTICA.test(text),
  });
  const file = { yaml, name, document, lines };
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw invalidFile(file, placeOf(file, problem.pos[0]), `this is no valid YAML or JSON: ${problem.message}`);
  }
  return file;
}

/** YAML takes in JSON, but also much that is not. */
function checkJson(file: ConfigDocument, text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    const offset = Number(/position (\d+)/.exec(String(cause))?.[1] ?? 0);
    throw invalidFile(file, placeOf(file, offset), "this is no valid JSON, though it could be YAML");
  }
}

function invalidFile(file: ConfigDocument, place: Place, reason: string): VoxmatchError {
  return new VoxmatchError("INVALID_FILE", `${startOf(file, place)}${reason.replace(/\.?$/, ".")}`, {
    file: file.name,
    ...place,
  });
}

function readOptions(file: ConfigDocument): EvaluateOptions {
  const { contents } = file.document;
  if (contents === null || (file.yaml.isScalar(contents) && contents.value === null)) return {};
  if (!file.yaml.isMap(contents)) {
    const place = placeOf(file, contents.range?.[0] ?? 0);
    throw invalidFile(file, place, 'a configuration is made of options and their values, such as "threshold: 0.5"');
  }
  const { options, notes } = withKnownNames(plainValues(file));
  const values: Readonly<Record<string, unknown>> = { ...options };
  const known = OPTIONS.map(({ key }) => key);
  for (const [key, pair] of entriesOf(file, contents)) {
    located(file, () => refuseUnknown("option", [key], known), offsetOfKey(pair));
    const row = OPTIONS.find((each) => each.key === key);
    const value = values[key];
    if (row === undefined || value === null) continue;
    located(file, () => checkOption(row, value), null);
  }
  // Safe: every key and every value was checked by the registry's rows.
  const read = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as EvaluateOptions;
  return notes.length === 0 ? read : { ...read, notes: [...(read.notes ?? []), ...notes] };
}

/** The values without their places. The library refuses aliases that lead nowhere, or that blow up a hundredfold. */
function plainValues(file: ConfigDocument): Readonly<Record<string, unknown>> {
  try {
    return file.document.toJS();
  } catch (cause) {
    throw invalidFile(file, { line: 1, column: 1 }, cause instanceof Error ? cause.message : String(cause));
  }
}

/** Runs a check and adds the place in the file to its errors: `offset`, or the place in the error's details. */
function located(file: ConfigDocument, check: () => void, offset: number | null): void {
  try {
    check();
  } catch (error) {
    if (!isVoxmatchError(error, "INVALID_OPTION")) throw error;
    const { option, value, name } = error.details;
    const found = offset ?? offsetOf(file, option ?? "", value, name !== undefined) ?? 0;
    const place = placeOf(file, found);
    throw new VoxmatchError(error.code, `${startOf(file, place)}${error.message}`, {
      ...error.details,
      file: file.name,
      ...place,
    });
  }
}
