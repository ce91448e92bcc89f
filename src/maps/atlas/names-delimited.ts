import type { NamedLabel } from "./named-label.js";

const LABEL_COLUMNS = ["index", "label", "value", "id"];

/** TSV or CSV with a header: a column `index` (or label, value, id) and one `name`; others are carried. Null without these two. */
export function parseDelimited(text: string): readonly NamedLabel[] | null {
  const [header, ...lines] = text.split(/\r\n|\n|\r/);
  const separator = header.includes("\t") ? "\t" : ",";
  const columns = fieldsOf(header, separator).map((column) => column.trim());
  const lower = columns.map((column) => column.toLowerCase());
  const label = LABEL_COLUMNS.map((column) => lower.indexOf(column)).find((index) => index >= 0) ?? -1;
  const name = lower.indexOf("name");
  if (label < 0 || name < 0) return null;
  return lines.flatMap((line, i): NamedLabel[] => {
    if (line.trim() === "") return [];
    const fields = fieldsOf(line, separator);
    const others = columns.flatMap((column, index) => {
      return index === label || index === name || fields[index] === undefined ? [] : [[column, fields[index]] as const];
    });
    const index = fields[label]?.trim() ?? "";
    return [
      {
        label: index === "" ? Number.NaN : Number(index),
        name: fields[name]?.trim() ?? "",
        line: i + 2,
        ...(others.length > 0 && { others: Object.fromEntries(others) }),
      },
    ];
  });
}

/** The fields of a line; quoted ones may hold the separator, and quotes that are doubled. */
function fieldsOf(line: string, separator: string): string[] {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i];
    if (quoted) {
      if (character !== '"') field += character;
      else if (line[i + 1] === '"') field += line[++i];
      else quoted = false;
    } else if (character === '"' && field === "") quoted = true;
    else if (character === separator) {
      fields.push(field);
      field = "";
    } else field += character;
  }
  return [...fields, field];
}
