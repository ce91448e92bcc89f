import type { Document, LineCounter, Node, Pair, ParsedNode } from "yaml";

/** The parts of the YAML library that are needed; they are handed on, because the library is loaded late. */
export type Yaml = typeof import("yaml");

/** A parsed configuration file. */
export interface ConfigDocument {
  readonly yaml: Yaml;
  /** The file's name in messages. */
  readonly name: string;
  readonly document: Document.Parsed<ParsedNode>;
  readonly lines: LineCounter;
}

/** A place in the file; both numbers start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export function placeOf({ lines }: ConfigDocument, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** How a message begins that is about a place of the file. */
export function startOf({ name }: ConfigDocument, { line, column }: Place): string {
  return `${name}, line ${line}, column ${column}: `;
}

/** The entries of a mapping, by the text of their keys; none of any other node. */
export function entriesOf({ yaml }: ConfigDocument, node: unknown): readonly (readonly [string, Pair<Node, Node>])[] {
  if (!yaml.isMap(node)) return [];
  return node.items.flatMap((item) => {
    const pair = item as Pair<Node, Node>;
    return yaml.isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [];
  });
}

/** Where a key of a mapping stands. */
export function offsetOfKey(pair: Pair<Node, Node>): number {
  return pair.key.range?.[0] ?? 0;
}

/**
 * Where the value at a path of keys (`groups.vertebra.labels`) stands: the item that equals `value` if the value is a
 * list that has it, else the value itself; the key of the last step if it is unknown, and so has no right value.
 */
export function offsetOf(file: ConfigDocument, path: string, value: unknown, atKey: boolean): number | null {
  const { yaml } = file;
  let node: unknown = file.document.contents;
  let rest = path;
  let key: number | null = null;
  while (rest !== "") {
    // Names may hold dots themselves, so the longest key that fits is taken.
    const fits = entriesOf(file, node).filter(([name]) => rest === name || rest.startsWith(`${name}.`));
    const step = fits.reduce<(typeof fits)[number] | null>(
      (best, next) => (best === null || next[0].length > best[0].length ? next : best),
      null,
    );
    if (step === null) break;
    key = offsetOfKey(step[1]);
    node = step[1].value;
    rest = rest.slice(step[0].length + 1);
  }
  if (atKey || !yaml.isNode(node)) return key;
  if (yaml.isSeq(node)) {
    const item = node.items.find((each) => yaml.isScalar(each) && Object.is(each.value, value));
    if (yaml.isScalar(item)) return item.range?.[0] ?? key;
  }
  return rest === "" ? (node.range?.[0] ?? key) : key;
}
