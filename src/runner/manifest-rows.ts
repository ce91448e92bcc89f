import { CsvError, type InfoRecord, parse } from "csv-parse/sync";
import { VoxmatchError } from "../../base/errors.js";
import { nameCases } from "../cohort/case-names.js";
import { nnunetPairs } from "../cohort/export/nnunet-summary.js";
import { nearest } from "../options/suggest.js";

/** The columns that a manifest must have. */
export const REQUIRED_COLUMNS = ["case", "reference", "prediction"] as const;
/** The columns that mean something; all others are carried through. */
export const MANIFEST_COLUMNS: readonly string[] = [...REQUIRED_COLUMNS, "model"];
/** The columns that mean something, too, where there is a column `map`. */
export const MAP_COLUMNS = ["map", "mask", "atlas", "repeat"] as const;

/** A line of a manifest: its cells by the names of their columns. */
export interface ManifestRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** A fault of a line. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

export interface ManifestRows {
  readonly columns: readonly string[];
  readonly rows: readonly ManifestRow[];
  readonly problems: readonly Problem[];
  /** Notes on cells that were read otherwise than they are written. */
  readonly notes: readonly string[];
}

const FORMATS: Readonly<Record<string, (text: string, name: string) => ManifestRows>> = {
  csv: (text, name) => delimitedRows(text, name, ","),
  tsv: (text, name) => delimitedRows(text, name, "\t"),
  jsonl: jsonRows,
  ndjson: jsonRows,
  json: summaryRows,
};

/**
 * Splits a manifest into rows of text.
 * @param name of the file, whose ending tells the format
 * @throws VoxmatchError `INVALID_FILE` if it is of no known format, no UTF-8, or its quotes do not close
 */
export function manifestRows(bytes: Uint8Array, name: string): ManifestRows {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? "";
  const known = Object.keys(FORMATS);
  if (!known.includes(ending)) {
    const hint = nearest(ending, known);
    throw invalid(
      name,
      `the name of a manifest ends in .${known.join(", .")}, which tells its format` +
        (hint === null || ending === "" ? "" : ` (did you mean .${hint}?)`),
    );
  }
  return FORMATS[ending](decode(bytes, name), name);
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    // A byte order mark is left out by itself.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw invalid(name, "it is not UTF-8 text. Save it as UTF-8", cause);
  }
}

type Delimiter = "," | ";" | "\t";
const DELIMITERS: readonly Delimiter[] = ["\t", ";", ","];

/** A first line that tells Excel the delimiter. */
const SEPARATOR_LINE = /^sep=(.)[^\S\n]*\n/i;

/** Delimiters of a header; spreadsheets in countries with a decimal comma take semicolons. */
function delimiterOf(head: string, usual: Delimiter): Delimiter {
  if (head.includes(usual)) return usual;
  return DELIMITERS.find((delimiter) => head.includes(delimiter)) ?? usual;
}

function delimitedRows(text: string, name: string, usual: Delimiter): ManifestRows {
  const separator = SEPARATOR_LINE.exec(text);
  const body = separator === null ? text : text.slice(separator[0].length);
  const skipped = separator === null ? 0 : 1;
  const [first] = body.split("\n", 1);
  const told = DELIMITERS.find((delimiter) => delimiter === separator?.[1]);
  const [head, ...lines] = records(body, name, told ?? delimiterOf(first, usual));
  const index = head === undefined ? null : indexColumn(head.record, lines);
  const columns = (head?.record ?? []).filter((_, i) => i !== index?.column);
  const problems: Problem[] = [];
  const rows: ManifestRow[] = [];
  for (const { record, info } of lines) {
    const line = info.lines + skipped;
    const cells = index === null ? record : record.filter((_, i) => i !== (index.column ?? 0));
    if (cells.length === columns.length) {
      rows.push({ line, cells: new Map(columns.map((column, i) => [column, cells[i]])) });
    } else {
      problems.push({ line, message: `${record.length} fields, but the header has ${head.record.length}` });
    }
  }
  const headLine = (head?.info.lines ?? 1) + skipped;
  const notes = index === null ? [] : [`The first column numbers the rows, and is left out (${index.origin}).`];
  return { columns, rows, problems: [...headProblems(columns, headLine), ...problems], notes };
}

/** Numbers of rows that pandas and R write in front of each: without a name, as `Unnamed: 0`, or not in the header at all. */
function indexColumn(
  head: readonly string[],
  lines: readonly DelimitedRecord[],
): { readonly column: number | null; readonly origin: string } | null {
  const isCounted = (from: number) => lines.every(({ record }, i) => record[0] === String(i + from));
  if (lines.length === 0 || !(isCounted(0) || isCounted(1))) return null;
  if (head[0] === "" || /^unnamed: 0$/i.test(head[0])) {
    return { column: 0, origin: "in pandas, index=False does not write it" };
  }
  const isShort = lines.every(({ record }) => record.length === head.length + 1);
  return isShort ? { column: null, origin: "in R, row.names=FALSE does not write it" } : null;
}

interface DelimitedRecord {
  readonly record: readonly string[];
  readonly info: Pick<InfoRecord, "lines">;
}

function records(text: string, name: string, delimiter: string): DelimitedRecord[] {
  // Without quotation marks lines are records: ten times as fast, which counts for 100,000 of them.
  if (!text.includes('"') && !/\r(?!\n)/.test(text)) return plainRecords(text, delimiter);
  try {
    // Safe: with `info` each record comes with where it stands, which the library's types do not say.
    return parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      // Values separated by tabs are rarely quoted, so that a quotation mark in them is one.
      relax_quotes: delimiter === "\t",
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as DelimitedRecord[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const reason = cause.code === "CSV_QUOTE_NOT_CLOSED" ? "a quotation mark is never closed" : cause.message;
    throw invalid(name, `line ${cause.lines}: ${reason}`, cause);
  }
}

function plainRecords(text: string, delimiter: string): DelimitedRecord[] {
  const found: DelimitedRecord[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    const record = line.split(delimiter).map((cell) => cell.trim());
    if (record.some((cell) => cell !== "")) found.push({ record, info: { lines: i + 1 } });
  }
  return found;
}

function headProblems(columns: readonly string[], line: number): Problem[] {
  const problems: Problem[] = [];
  for (const [i, column] of columns.entries()) {
    if (column === "") problems.push({ line, message: `column ${i + 1} has no name` });
    else if (columns.indexOf(column) < i) problems.push({ line, message: `there are two columns called ${column}` });
  }
  return problems;
}

function jsonRows(text: string): ManifestRows {
  const columns = new Set<string>();
  const problems: Problem[] = [];
  const rows: ManifestRow[] = [];
  for (const [i, content] of text.split("\n").entries()) {
    if (content.trim() === "") continue;
    const line = i + 1;
    const entries = objectIn(content);
    if (entries === null) {
      problems.push({ line, message: 'this is no JSON object, such as {"case": "007", …}' });
      continue;
    }
    const cells = new Map<string, string>();
    for (const [column, value] of entries) {
      const cell = textOf(column, value);
      columns.add(column);
      if (column === "") problems.push({ line, message: "a column has no name" });
      else if (cell !== null) cells.set(column, cell);
      else
        problems.push({ line, message: `${column} is ${JSON.stringify(value)}, expected a text in quotation marks` });
    }
    rows.push({ line, cells });
  }
  return { columns: [...columns], rows, problems, notes: [] };
}

/** The pairs that nnU-Net's `summary.json` is of. */
function summaryRows(text: string, name: string): ManifestRows {
  const pairs = nnunetPairs(text);
  if (pairs === null || pairs.length === 0) {
    throw invalid(
      name,
      "a manifest in .json must be the summary.json of nnU-Net, with metric_per_case. Is it a list of objects, one a line (did you mean .jsonl?)",
    );
  }
  const paths = pairs.map(({ reference }) => reference.split(/[\\/]/));
  const depth = commonDepth(paths);
  const files = paths.map((path) => ({ name: path.slice(depth).join("/") }));
  const names = nameCases(files);
  const rows = pairs.map(({ reference, prediction }, i) => ({
    line: i + 1,
    cells: new Map([
      ["case", names.get(files[i]) ?? reference],
      ["reference", reference],
      ["prediction", prediction],
    ]),
  }));
  return { columns: [...REQUIRED_COLUMNS], rows, problems: [], notes: [] };
}

/** How many folders at the beginning all of the paths have in common. */
function commonDepth(paths: readonly (readonly string[])[]): number {
  let depth = 0;
  while (paths.every((path) => depth < path.length - 1 && path[depth] === paths[0][depth])) depth++;
  return depth;
}

function objectIn(content: string): [string, unknown][] | null {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
  } catch {
    return null;
  }
}

/** Of a number the zeros in front and behind are lost, so that ids and paths must be texts. */
function textOf(column: string, value: unknown): string | null {
  if (value === null) return "";
  if (typeof value === "string") return value;
  const isPlain = typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
  return isPlain && !MANIFEST_COLUMNS.includes(column) ? String(value) : null;
}

function invalid(name: string, reason: string, cause?: unknown): VoxmatchError {
  return new VoxmatchError("INVALID_FILE", `${name}: ${reason}.`, { file: name }, { cause });
}
