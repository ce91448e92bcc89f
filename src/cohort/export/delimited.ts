/** Rows as delimited text: a cell that holds the delimiter, a quote or a line's end is quoted (RFC 4180). */
export function delimited(rows: Iterable<readonly string[]>, delimiter: "," | "\t"): string {
  let text = "";
  for (const row of rows) text += `${row.map((cell) => quoted(cell, delimiter)).join(delimiter)}\n`;
  return text;
}

function quoted(cell: string, delimiter: string): string {
  const isPlain = !cell.includes(delimiter) && !/["\r\n]/.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
