/** A value of a table. NaN and Infinity are written so; null, and what is not there, as nothing. */
export type Value = string | number | null | undefined;

export const DELIMITERS = { csv: ",", tsv: "\t" } as const;
export type Delimited = keyof typeof DELIMITERS;

/**
 * Rows as CSV (RFC 4180, lines ending in a newline) or TSV. What would break the table is quoted in CSV; TSV knows no quotes, so
 * tabs, newlines and backslashes are written as `\t`, `\n`, `\r`, `\\` there.
 */
export function toDelimited(header: readonly string[], rows: readonly (readonly Value[])[], format: Delimited): string {
  const cellOf = format === "csv" ? quoted : escaped;
  return [header, ...rows]
    .map((row) => `${row.map((value) => (value == null ? "" : cellOf(String(value)))).join(DELIMITERS[format])}\n`)
    .join("");
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}
