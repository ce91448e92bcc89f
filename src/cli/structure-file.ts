import { readFile } from "node:fs/promises";
import type { Document } from "yaml";
import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { datasetOptions, isDataset } from "../options/config/nnunet-dataset.js";
import { type EvaluateOptions, OPTIONS, type OptionRow } from "../options/registry.js";
import { nearest } from "../options/suggest.js";
import { flagOf } from "./option-flags.js";

/** A structure that was read from a file, and where its keys stand there. */
export interface StructureFile {
  readonly key: string;
  readonly value: unknown;
  /** The line of a key, by the option's name and the keys on the way (`groups.vertebra.labels`) or by its own name. */
  readonly lineOf: (path: string | null, name: string | null) => number | null;
  readonly path: string;
  /** Other options that the file sets. */
  readonly also: EvaluateOptions;
}

/** YAML itself rather than the path of a file: braces, or a key with its value. A Windows path has no space after its colon. */
function isInline(text: string): boolean {
  return /^\s*[{[]/.test(text) || /:\s/.test(text);
}

/**
 * Reads the files that are named for options which are structures.
 * @throws VoxmatchError `FILE_ACCESS` if one cannot be read, `INVALID_FILE` with the line if one is no YAML or JSON
 */
export async function readStructures(
  options: Readonly<Record<string, unknown>>,
  rows: readonly (Pick<OptionRow, "kind"> & { readonly key: string })[] = OPTIONS,
): Promise<StructureFile[]> {
  const files: StructureFile[] = [];
  for (const { key, kind } of rows) {
    const path = options[key];
    if (kind.type !== "structure" || typeof path !== "string" || kind.words?.includes(path)) continue;
    files.push(await readStructure(key, path, kind.words ?? []));
  }
  return files;
}

/** Adds the file and the line to an error about something that a structure's file says. */
export function located(error: unknown, files: readonly StructureFile[]): unknown {
  if (!isVoxmatchError(error, "INVALID_OPTION")) return error;
  const { option = null, name = null } = error.details;
  const file =
    files.find(({ key }) => option?.split(".")[0] === key) ??
    files.find((candidate) => option === null && candidate.lineOf(null, name) !== null);
  if (file === undefined) return error;
  const line = file.lineOf(option, name);
  const place = line === null ? file.path : `${file.path}, line ${line}`;
  return new VoxmatchError(error.code, `${place}: ${error.message}`, { ...error.details, file: file.path, line });
}

async function readStructure(key: string, given: string, words: readonly string[]): Promise<StructureFile> {
  const path = isInline(given) ? flagOf(key) : given;
  const text = isInline(given) ? given : await readText(key, given, words);
  // The parser is loaded only where it is needed. It reads JSON too, which is YAML in braces.
  const { LineCounter, parseDocument, isMap, isScalar } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw new VoxmatchError(
      "INVALID_FILE",
      `${path}, line ${line}, column ${col}: this is no valid YAML or JSON: ${problem.message}.`,
      { option: key, path, line, column: col },
    );
  }
  if (document.contents === null) {
    throw new VoxmatchError("INVALID_FILE", `${path} is empty. Leave ${flagOf(key)} out, or fill the file.`, {
      option: key,
      path,
    });
  }
  const keysOf = keyReader(isMap, isScalar);
  const lineOf = (option: string | null, name: string | null) => {
    const found =
      option === null
        ? keyNamed(document.contents, name, keysOf)
        : keyAt(document, option.slice(key.length + 1), keysOf);
    return found === null ? null : lines.linePos(found).line;
  };
  const value = plainValue(document, key, path);
  if (key !== "groups" || !isDataset(value)) return { key, path, value, lineOf, also: {} };
  const { groups, ...also } = datasetOptions(value, path);
  return { key, path, value: groups, lineOf: () => null, also };
}

function readText(key: string, path: string, words: readonly string[]): Promise<string> {
  return readFile(path, "utf8").catch((cause) => {
    const reason = cause.code === "ENOENT" ? "there is no such file" : cause.message;
    const suggestion = nearest(path, words);
    const hint = suggestion === null ? "" : ` Did you mean ${flagOf(key)} ${suggestion}?`;
    const expected = ["the path of a YAML or JSON file, YAML itself", ...words.map((word) => `"${word}"`)].join(" or ");
    throw new VoxmatchError(
      "FILE_ACCESS",
      `${path} cannot be read: ${reason}. ${flagOf(key)} takes ${expected}.${hint}`,
      { option: key, path },
      { cause },
    );
  });
}

function plainValue(document: Document, key: string, path: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // Aliases without an anchor, or enough of them to fill the memory.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new VoxmatchError("INVALID_FILE", `${path}: ${reason}.`, { option: key, path }, { cause });
  }
}

interface Key {
  readonly name: string;
  readonly position: number;
  readonly value: unknown;
}
type KeysOf = (node: unknown) => readonly Key[];

function keyReader(isMap: typeof import("yaml").isMap, isScalar: typeof import("yaml").isScalar): KeysOf {
  return (node) =>
    isMap(node)
      ? node.items.flatMap(({ key, value }) =>
          isScalar(key) ? [{ name: String(key.value), position: key.range?.[0] ?? 0, value }] : [],
        )
      : [];
}

/** Where the key at the end of a path stands, or the last one on the way that exists. */
function keyAt(document: Document, path: string, keysOf: KeysOf): number | null {
  let node: unknown = document.contents;
  let rest = path;
  let position: number | null = null;
  for (;;) {
    // Names may hold dots themselves.
    const key = keysOf(node).find(({ name }) => rest === name || rest.startsWith(`${name}.`));
    if (key === undefined) return position;
    position = key.position;
    node = key.value;
    rest = rest.slice(key.name.length + 1);
  }
}

function keyNamed(node: unknown, wanted: string | null, keysOf: KeysOf): number | null {
  for (const { name, position, value } of keysOf(node)) {
    if (name === wanted) return position;
    const inside = keyNamed(value, wanted, keysOf);
    if (inside !== null) return inside;
  }
  return null;
}
