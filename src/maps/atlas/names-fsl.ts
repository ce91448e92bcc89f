import type { NamedLabel } from "./named-label.js";

/** The entities that XML defines. Entities that a document declares are never expanded. */
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * The labels of an FSL atlas: `<label index="i">name</label>`. The index is the label, or one less in a probabilistic atlas, whose
 * maximum-probability volumes begin with 1. Null if the text is no XML of an atlas.
 */
export function parseFslXml(text: string): readonly NamedLabel[] | null {
  if (!text.trimStart().startsWith("<") || !text.includes("<atlas")) return null;
  // FSL's own files spell it Probabalistic.
  const first = contentOf(text, "type").trim().toLowerCase().startsWith("prob") ? 1 : 0;
  const rows: NamedLabel[] = [];
  let line = 1;
  let counted = 0;
  for (let at = text.indexOf("<label"); at >= 0; at = text.indexOf("<label", at + 1)) {
    const open = text.indexOf(">", at);
    const close = open < 0 ? -1 : text.indexOf("</label", open);
    if (close < 0) break;
    for (; counted < at; counted++) if (text[counted] === "\n") line++;
    const index = attribute(text.slice(at, open), "index");
    const label = index === null || index.trim() === "" ? Number.NaN : Number(index) + first;
    rows.push({ label, name: decoded(text.slice(open + 1, close)).trim(), line });
  }
  return rows;
}

function contentOf(text: string, tag: string): string {
  const open = text.indexOf(`<${tag}>`);
  if (open < 0) return "";
  const close = text.indexOf(`</${tag}`, open);
  return close < 0 ? "" : text.slice(open + tag.length + 2, close);
}

/** The value of an attribute of a tag; null if it has none of this name. */
function attribute(tag: string, name: string): string | null {
  for (let at = tag.indexOf(name); at >= 0; at = tag.indexOf(name, at + 1)) {
    if (!/\s/.test(tag[at - 1] ?? "")) continue;
    const rest = tag.slice(at + name.length).trimStart();
    if (!rest.startsWith("=")) continue;
    const value = rest.slice(1).trimStart();
    const end = value.indexOf(value[0], 1);
    if ((value[0] === '"' || value[0] === "'") && end > 0) return value.slice(1, end);
  }
  return null;
}

function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/gi, (whole, entity: string) => {
    if (!entity.startsWith("#")) return ENTITIES[entity] ?? whole;
    const code = Number(entity[1].toLowerCase() === "x" ? `0${entity.slice(1)}` : entity.slice(1));
    return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
}
