/**
 * Rows as delimited text: a cell that holds the delimiter, a quote or a line's end is quoted (RFC 4180).
 * @param isForPeople puts an apostrophe before texts that a spreadsheet would run as formulas
 */
export function delimited(rows: Iterable<readonly string[]>, delimiter: "," | "\t", isForPeople = false): string {
  const written = (cell: string) => quoted(isForPeople ? guarded(cell) : cell, delimiter);
  let text = "";
  for (const row of rows) text += `${row.map(written).join(delimiter)}\n`;
  return text;
}

function quoted(cell: string, delimiter: string): string {
  const isPlain = !cell.includes(delimiter) && !/["\r\n]/.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}

/** Signs with which spreadsheets begin a formula, or which they leave out before one (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Negative numbers are numbers, and stay so. */
function guarded(cell: string): string {
  const isNumber = cell.trim() === cell && (Number.isFinite(Number(cell)) || cell === "-Infinity");
  return FORMULA.test(cell) && !isNumber ? `'${cell}` : cell;
}
