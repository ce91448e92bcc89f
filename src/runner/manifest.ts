import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { keyOf, type PlannedCase } from "../cohort/case-record.js";
import { nearest } from "../options/suggest.js";
import { type FoldedRow, foldRepeats } from "./fold-repeats.js";
import {
  MANIFEST_COLUMNS,
  MAP_COLUMNS,
  type ManifestRow,
  manifestRows,
  type Problem,
  REQUIRED_COLUMNS,
} from "./manifest-rows.js";

/** Cases to be evaluated, and the folder that their paths are relative to. */
export interface Manifest {
  readonly cases: readonly PlannedCase[];
  readonly root: string;
}

/** A manifest that was read from a file. */
export interface ReadManifest extends Manifest {
  /** Cells that were read otherwise than they are written, and files that are named for more than one case. */
  readonly notes: readonly string[];
}

/** As many problems as a message names. */
const SHOWN = 20;

/**
 * Reads a manifest (CSV, TSV or JSONL, told by the name's ending), whose paths are relative to where it lies.
 * @throws VoxmatchError as {@link parseManifest}; `FILE_ACCESS` if it cannot be read
 */
export async function readManifest(path: string): Promise<ReadManifest> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const reasons: Readonly<Record<string, string>> = { ENOENT: "there is no such file", EISDIR: "it is a folder" };
    const reason = reasons[cause.code ?? ""] ?? cause.message;
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read: ${reason}.`, { path }, { cause });
  });
  const { cases, notes } = understood(bytes, path);
  return { cases, root: dirname(resolve(path)), notes: [...notes, ...sharedFiles(cases)] };
}

/**
 * The cases that a manifest lists: one a row, with the columns `case`, `reference`, `prediction`, if there are several
 * models `model`, and others, which are carried through. Every cell is text: `007` stays `007`.
 *
 * @param name of the file: for messages, and its ending tells the format
 * @throws VoxmatchError `INVALID_FILE`, which names all lines with missing fields, doubled cases and the like at once
 */
export function parseManifest(bytes: Uint8Array, name: string): PlannedCase[] {
  return understood(bytes, name).cases;
}

function understood(
  bytes: Uint8Array,
  name: string,
): { readonly cases: PlannedCase[]; readonly notes: readonly string[] } {
  const { columns, rows, problems, notes } = manifestRows(bytes, name);
  const hasMaps = columns.includes("map");
  const isNeeded = (column: string) => column !== "prediction" || !hasMaps;
  const missing = REQUIRED_COLUMNS.filter((column) => isNeeded(column) && !columns.includes(column)).map((column) => {
    const guess = nearest(
      column,
      columns.filter((each) => !MANIFEST_COLUMNS.includes(each)),
    );
    const hint = guess === null ? "" : ` Is it the one called ${guess}?`;
    return { line: 1, message: `there is no column ${column}, only ${columns.join(", ") || "nothing"}.${hint}` };
  });
  const hasRepeats = hasMaps && columns.includes("repeat");
  const folded = hasRepeats ? foldRepeats(rows) : { rows, problems: [] };
  const found =
    missing.length > 0 ? [] : [...emptyCells(rows, columns), ...doubledCases(rows, hasRepeats), ...folded.problems];
  const all = [...problems, ...missing, ...found].sort((a, b) => a.line - b.line);
  if (all.length > 0) throw refusal(name, all);
  if (rows.length === 0) throw refusal(name, [{ line: 1, message: "there are no cases" }]);
  const isCarried = (column: string) =>
    !MANIFEST_COLUMNS.includes(column) && !(hasMaps && MAP_COLUMNS.some((own) => own === column));
  const carried = columns.filter(isCarried);
  const cases = folded.rows.map(({ cells, repeats = [] }: ManifestRow & Partial<FoldedRow>) => ({
    case: cellOf(cells, "case"),
    model: cells.get("model") ?? null,
    columns: Object.fromEntries(carried.map((column) => [column, cellOf(cells, column)])),
    reference: cellOf(cells, "reference"),
    prediction: cells.get("prediction") ?? cellOf(cells, "map"),
    ...(hasMaps && mapFiles(cells)),
    ...(repeats.length > 0 && { repeats }),
  }));
  return { cases, notes };
}

/** A map, its mask and its atlas; empty cells mean none. */
function mapFiles(cells: ManifestRow["cells"]): Pick<PlannedCase, "map" | "mask" | "atlas"> {
  const named = (["map", "mask", "atlas"] as const).map((column) => [column, cellOf(cells, column)] as const);
  return Object.fromEntries(named.filter(([, path]) => path !== ""));
}

/** Files that are named for two cases, which is mostly a slip of a copied line; models share their references. */
function sharedFiles(cases: readonly PlannedCase[]): string[] {
  const caseOf = new Map<string, string>();
  const predictedAs = new Map<string, string>();
  const shared: string[] = [];
  for (const { case: id, model, reference, prediction } of cases) {
    const name = model === null ? id : `${id} (${model})`;
    const owner = caseOf.get(reference);
    if (owner === undefined) caseOf.set(reference, id);
    else if (owner !== id) shared.push(`${reference} is the reference of ${owner} and of ${id}`);
    const other = predictedAs.get(prediction);
    if (other === undefined) predictedAs.set(prediction, name);
    else shared.push(`${prediction} is the prediction of ${other} and of ${name}`);
    if (reference === prediction) shared.push(`${reference} is both reference and prediction of ${name}`);
  }
  const swapped = [...predictedAs].find(([path, name]) => caseOf.has(path) && caseOf.get(path) !== name);
  if (swapped !== undefined && shared.length === 0) {
    shared.push(`${swapped[0]} is the prediction of ${swapped[1]} and the reference of ${caseOf.get(swapped[0])}`);
  }
  if (shared.length <= SHOWN) return shared.map((each) => `${each}.`);
  return [
    ...shared.slice(0, SHOWN).map((each) => `${each}.`),
    `Of ${shared.length - SHOWN} more files the same is true.`,
  ];
}

function cellOf(cells: ManifestRow["cells"], column: string): string {
  return cells.get(column) ?? "";
}

function emptyCells(rows: readonly ManifestRow[], columns: readonly string[]): Problem[] {
  const needed = [...MANIFEST_COLUMNS, ...(columns.includes("map") ? ["map", "repeat"] : [])].filter((column) =>
    columns.includes(column),
  );
  return rows.flatMap(({ line, cells }) =>
    needed.filter((column) => cellOf(cells, column) === "").map((column) => ({ line, message: `${column} is empty` })),
  );
}

/** @param hasRepeats whether rows of one case may differ in `repeat` */
function doubledCases(rows: readonly ManifestRow[], hasRepeats: boolean): Problem[] {
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { line, cells } of rows) {
    const [id, model] = [cellOf(cells, "case"), cells.get("model") ?? null];
    const repeat = hasRepeats ? cellOf(cells, "repeat") : "";
    const key = keyOf({ case: id, model }) + repeat;
    const first = lines.get(key);
    if (first === undefined) lines.set(key, line);
    else if (id !== "") {
      const whose = (model === null ? "" : ` of model ${model}`) + (repeat === "" ? "" : `, repeat ${repeat},`);
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
