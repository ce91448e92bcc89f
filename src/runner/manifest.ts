import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { keyOf, type PlannedCase } from "../cohort/case-record.js";
import { nearest } from "../options/suggest.js";
import { MANIFEST_COLUMNS, type ManifestRow, manifestRows, type Problem, REQUIRED_COLUMNS } from "./manifest-rows.js";

/** Cases to be evaluated, and the folder that their paths are relative to. */
export interface Manifest {
  readonly cases: readonly PlannedCase[];
  readonly root: string;
}

/** As many problems as a message names. */
const SHOWN = 20;

/**
 * Reads a manifest (CSV, TSV or JSONL, told by the name's ending), whose paths are relative to where it lies.
 * @throws VoxmatchError as {@link parseManifest}; `FILE_ACCESS` if it cannot be read
 */
export async function readManifest(path: string): Promise<Manifest> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const reasons: Readonly<Record<string, string>> = { ENOENT: "there is no such file", EISDIR: "it is a folder" };
    const reason = reasons[cause.code ?? ""] ?? cause.message;
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read: ${reason}.`, { path }, { cause });
  });
  return { cases: parseManifest(bytes, path), root: dirname(resolve(path)) };
}

/**
 * The cases that a manifest lists: one a row, with the columns `case`, `reference`, `prediction`, if there are several
 * models `model`, and others, which are carried through. Every cell is text: `007` stays `007`.
 *
 * @param name of the file: for messages, and its ending tells the format
 * @throws VoxmatchError `INVALID_FILE`, which names all lines with missing fields, doubled cases and the like at once
 */
export function parseManifest(bytes: Uint8Array, name: string): PlannedCase[] {
  const { columns, rows, problems } = manifestRows(bytes, name);
  const missing = REQUIRED_COLUMNS.filter((column) => !columns.includes(column)).map((column) => {
    const guess = nearest(
      column,
      columns.filter((each) => !MANIFEST_COLUMNS.includes(each)),
    );
    const hint = guess === null ? "" : ` Is it the one called ${guess}?`;
    return { line: 1, message: `there is no column ${column}, only ${columns.join(", ") || "nothing"}.${hint}` };
  });
  const found = missing.length > 0 ? [] : [...emptyCells(rows, columns), ...doubledCases(rows)];
  const all = [...problems, ...missing, ...found].sort((a, b) => a.line - b.line);
  if (all.length > 0) throw refusal(name, all);
  if (rows.length === 0) throw refusal(name, [{ line: 1, message: "there are no cases" }]);
  const carried = columns.filter((column) => !MANIFEST_COLUMNS.includes(column));
  return rows.map(({ cells }) => ({
    case: cellOf(cells, "case"),
    model: cells.get("model") ?? null,
    columns: Object.fromEntries(carried.map((column) => [column, cellOf(cells, column)])),
    reference: cellOf(cells, "reference"),
    prediction: cellOf(cells, "prediction"),
  }));
}

function cellOf(cells: ManifestRow["cells"], column: string): string {
  return cells.get(column) ?? "";
}

function emptyCells(rows: readonly ManifestRow[], columns: readonly string[]): Problem[] {
  const needed = MANIFEST_COLUMNS.filter((column) => columns.includes(column));
  return rows.flatMap(({ line, cells }) =>
    needed.filter((column) => cellOf(cells, column) === "").map((column) => ({ line, message: `${column} is empty` })),
  );
}

function doubledCases(rows: readonly ManifestRow[]): Problem[] {
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { line, cells } of rows) {
    const [id, model] = [cellOf(cells, "case"), cells.get("model") ?? null];
    const key = keyOf({ case: id, model });
    const first = lines.get(key);
    if (first === undefined) lines.set(key, line);
    else if (id !== "") {
      const whose = model === null ? "" : ` of model ${model}`;
      problems.push({ line, message: `case ${id}${whose} is in line ${first} already` });
    }
  }
  return problems;
}

function refusal(name: string, problems: readonly Problem[]): VoxmatchError {
  const shown = problems.slice(0, SHOWN).map(({ line, message }) => `\n  line ${line}: ${message}`);
  const more = problems.length > SHOWN ? `\n  and ${problems.length - SHOWN} more` : "";
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return new VoxmatchError("INVALID_FILE", `${name} has ${count}:${shown.join("")}${more}`, {
    file: name,
    problems,
  });
}
