import type { NamedLabel } from "./named-label.js";

/** Lines that say something, with their numbers. */
function* linesOf(text: string): Generator<readonly [line: string, number: number]> {
  let number = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    number++;
    const line = raw.trim();
    if (line !== "" && !line.startsWith("#")) yield [line, number];
  }
}

/** Reads every line by `read`; null if there is none, or one that it does not understand. */
function readLines(
  text: string,
  read: (line: string, number: number) => NamedLabel | null,
): readonly NamedLabel[] | null {
  const rows: NamedLabel[] = [];
  for (const [line, number] of linesOf(text)) {
    const row = read(line, number);
    if (row === null) return null;
    rows.push(row);
  }
  return rows.length === 0 ? null : rows;
}

/** `IDX R G B A VIS MSH "Name"`. */
export function parseItkSnap(text: string): readonly NamedLabel[] | null {
  return readLines(text, (line, number) => {
    const from = line.indexOf('"');
    if (from < 0 || !line.endsWith('"') || from === line.length - 1) return null;
    const fields = line.slice(0, from).trim().split(/\s+/);
    if (fields.length !== 7 || !fields.every(isNumber)) return null;
    return { label: Number(fields[0]), name: line.slice(from + 1, -1), line: number };
  });
}

/** `No. Name R G B A`: a name without blanks between numbers. */
export function parseFreeSurfer(text: string): readonly NamedLabel[] | null {
  return readLines(text, (line, number) => {
    const fields = line.split(/\s+/);
    const colour = fields.slice(2);
    if (fields.length !== 6 || !colour.every(isNumber) || !isNumber(fields[0])) return null;
    return { label: Number(fields[0]), name: fields[1], line: number };
  });
}

function isNumber(text: string): boolean {
  return /^-?[0-9]{1,12}(\.[0-9]{0,12})?$/.test(text);
}
