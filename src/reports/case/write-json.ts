import { longestUnread, type RowSource, unreadRows } from "../../results/lazy-rows.js";
import { type EncodedText, encodeText, JsonBytes } from "./json-bytes.js";
import { isFiniteThroughout, isNotFinite, type JsonNumbers, placesIn, REASON_SUFFIX } from "./json-numbers.js";

/** Items that fit into this many characters stand on one line. */
const LINE_LENGTH = 120;

/** Characters in a chunk, or an item of a list more: a file takes a chunk in one write, and memory holds one at a time. */
const CHUNK_LENGTH = 2 ** 16;

/** Texts that repeat, as keys and kinds of error do, are quoted once. */
const REPEATED = { count: 1000, length: 40 } as const;

/**
 * Plain data as JSON in chunks, with a line for each thing that fits on one: an instance is a line, and a difference between
 * two results shows which. NaN and Infinity are written as `numbers` says.
 *
 * Time is linear: whether a thing fits is known after one line's length of it. A chunk ends behind an item of a list, or of an
 * object that is in no list.
 */
export function* jsonChunks(value: unknown, numbers: JsonNumbers): Generator<string, void> {
  const writer = new LineWriter(numbers);
  yield* writer.chunks(value, 0);
  yield writer.take();
}

/** Plain data as JSON on one line, without spaces, as `JSON.stringify` writes it; NaN and Infinity with their reasons. */
export function compactJson(value: unknown): string {
  if (isFiniteThroughout(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(compactJson).join(",")}]`;
  if (!isContainer(value)) return "null";
  const entries: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    entries.push(`${JSON.stringify(key)}:${compactJson(item)}`);
    // A result that gives the reason itself has it once.
    const isGiven = typeof value[(key + REASON_SUFFIX) as keyof typeof value] === "string";
    const reason = isGiven ? null : reasonOf(item);
    if (reason !== null) entries.push(`${JSON.stringify(key + REASON_SUFFIX)}:${JSON.stringify(reason)}`);
  }
  return `{${entries.join(",")}}`;
}

/** Characters of JSON. */
const CODES = { comma: 0x2c, list: 0x5b, listEnd: 0x5d, object: 0x7b, objectEnd: 0x7d } as const;
const SEPARATOR = encodeText(", ");
const COLON = encodeText(": ");
const OBJECT = encodeText("{ ");
const OBJECT_END = encodeText(" }");
const EMPTY = encodeText("{}");

/** Separators of the items of one depth. */
interface Indent {
  readonly line: EncodedText;
  readonly commaLine: EncodedText;
  /** Keys behind a new line. */
  readonly keys: Map<string, EncodedText>;
}

class LineWriter {
  readonly #bytes = new JsonBytes(2 * CHUNK_LENGTH);
  readonly #quotes = new Map<string, EncodedText>();
  readonly #indents: Indent[] = [];

  constructor(readonly numbers: JsonNumbers) {}

  /** Text that was written and not yet taken. */
  take(): string {
    return this.#bytes.take();
  }

  /** Writes a value that is in no list. */
  *chunks(value: unknown, depth: number): Generator<string, void> {
    if (this.#writesOnLine(value, depth)) return;
    if (!Array.isArray(value)) return yield* this.#objectChunks(value as object, depth);
    yield* this.#listChunks({ length: value.length, at: (i) => value[i] }, depth);
  }

  *#listChunks({ length, at }: RowSource<unknown>, depth: number): Generator<string, void> {
    this.#bytes.putCode(CODES.list);
    for (let i = 0; i < length; i++) {
      this.#item(at(i), i === 0, depth + 1);
      if (this.#bytes.length >= CHUNK_LENGTH) yield this.take();
    }
    this.#end(CODES.listEnd, depth);
  }

  *#objectChunks(value: object, depth: number): Generator<string, void> {
    this.#bytes.putCode(CODES.object);
    let isFirst = true;
    for (const key in value) {
      const rows = unreadRows(value, key);
      if (rows !== undefined && rows.length > LINE_LENGTH) {
        this.#key(key, isFirst, depth + 1);
        isFirst = false;
        yield* this.#listChunks(rows, depth + 1);
        continue;
      }
      const item: unknown = value[key as keyof typeof value];
      if (item === undefined) continue;
      this.#key(key, isFirst, depth + 1);
      isFirst = false;
      yield* this.chunks(item, depth + 1);
      this.#reason(key, item, depth + 1);
      if (this.#bytes.length >= CHUNK_LENGTH) yield this.take();
    }
    this.#end(CODES.objectEnd, depth);
  }

  #write(value: unknown, depth: number): void {
    if (!this.#writesOnLine(value, depth)) this.#writeLines(value as object, depth);
  }

  #writeLines(value: object, depth: number): void {
    if (Array.isArray(value)) {
      this.#bytes.putCode(CODES.list);
      for (let i = 0; i < value.length; i++) this.#item(value[i], i === 0, depth + 1);
      this.#end(CODES.listEnd, depth);
      return;
    }
    this.#bytes.putCode(CODES.object);
    let isFirst = true;
    for (const key in value) {
      const item: unknown = value[key as keyof typeof value];
      if (item === undefined) continue;
      this.#key(key, isFirst, depth + 1);
      isFirst = false;
      this.#write(item, depth + 1);
      this.#reason(key, item, depth + 1);
    }
    this.#end(CODES.objectEnd, depth);
  }

  #item(item: unknown, isFirst: boolean, depth: number): void {
    const { line, commaLine } = this.#indent(depth);
    this.#bytes.put(isFirst ? line : commaLine);
    this.#write(item, depth);
  }

  #key(key: string, isFirst: boolean, depth: number): void {
    if (!isFirst) this.#bytes.putCode(CODES.comma);
    this.#bytes.put(this.#keyAt(this.#indent(depth), key));
  }

  /** Writes why an item's numbers are null, if any are. */
  #reason(key: string, item: unknown, depth: number): void {
    const reason = this.#reasonOf(item);
    if (reason === null) return;
    this.#key(key + REASON_SUFFIX, false, depth);
    this.#write(reason, depth);
  }

  #reasonOf(item: unknown): Reason | null {
    if (this.numbers === "string") return null;
    return typeof item === "number" || typeof item === "object" ? reasonOf(item) : null;
  }

  #end(code: number, depth: number): void {
    this.#bytes.put(this.#indent(depth).line);
    this.#bytes.putCode(code);
  }

  /** Writes content that needs no further line; false for anything else. */
  #writesOnLine(value: unknown, depth: number): boolean {
    if (!isContainer(value)) {
      this.#primitive(value);
      return true;
    }
    const { size, extra } = this.#bytes;
    if (this.#flat(value, this.#bytes.length + LINE_LENGTH - 2 * depth)) return true;
    this.#bytes.back(size, extra);
    return false;
  }

  /** Writes a value on one line; false once that ends beyond `end` characters. */
  #flat(value: unknown, end: number): boolean {
    if (!isContainer(value)) this.#primitive(value);
    else if (!(Array.isArray(value) ? this.#flatList(value, end) : this.#flatObject(value, end))) return false;
    return this.#bytes.length <= end;
  }

  #flatList(items: readonly unknown[], end: number): boolean {
    // An item takes a character and a separator at least.
    if (this.#bytes.length + 3 * items.length > end) return false;
    this.#bytes.putCode(CODES.list);
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.#bytes.put(SEPARATOR);
      if (!this.#flat(items[i], end)) return false;
    }
    this.#bytes.putCode(CODES.listEnd);
    return true;
  }

  #flatObject(value: object, end: number): boolean {
    // Looking at the values would make the rows.
    if (longestUnread(value) > LINE_LENGTH) return false;
    // In addition to its name, a key takes quotes, a colon, a value of one character and a separator.
    let least = this.#bytes.length;
    for (const key in value) least += value[key as keyof typeof value] === undefined ? 0 : key.length + 7;
    if (least > end) return false;
    let isEmpty = true;
    for (const key in value) {
      const item: unknown = value[key as keyof typeof value];
      if (item === undefined) continue;
      if (!this.#flatEntry(isEmpty, key, item, end)) return false;
      isEmpty = false;
      const reason = this.#reasonOf(item);
      if (reason !== null && !this.#flatEntry(false, key + REASON_SUFFIX, reason, end)) return false;
    }
    this.#bytes.put(isEmpty ? EMPTY : OBJECT_END);
    return true;
  }

  #flatEntry(isFirst: boolean, key: string, item: unknown, end: number): boolean {
    this.#bytes.put(isFirst ? OBJECT : SEPARATOR);
    this.#quoted(key);
    this.#bytes.put(COLON);
    return this.#flat(item, end);
  }

  #primitive(value: unknown): void {
    if (typeof value === "string") this.#quoted(value);
    else if (typeof value !== "number") this.#bytes.putText(JSON.stringify(value) ?? "null");
    else if (Number.isFinite(value)) this.#bytes.putNumber(value);
    else this.#bytes.putText(this.numbers === "string" ? `"${value}"` : "null");
  }

  #quoted(text: string): void {
    const known = this.#quotes.get(text);
    if (known !== undefined) {
      this.#bytes.put(known);
      return;
    }
    const quoted = JSON.stringify(text);
    if (text.length <= REPEATED.length && this.#quotes.size < REPEATED.count)
      this.#quotes.set(text, encodeText(quoted));
    this.#bytes.putText(quoted);
  }

  #indent(depth: number): Indent {
    for (let next = this.#indents.length; next <= depth; next++) {
      const line = `\n${"  ".repeat(next)}`;
      this.#indents.push({ line: encodeText(line), commaLine: encodeText(`,${line}`), keys: new Map() });
    }
    return this.#indents[depth];
  }

  #keyAt({ keys, line }: Indent, key: string): EncodedText {
    let text = keys.get(key);
    if (text === undefined) {
      text = encodeText(`${"\n".padEnd(line.bytes.length)}${JSON.stringify(key)}: `);
      if (keys.size < REPEATED.count) keys.set(key, text);
    }
    return text;
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Name of a number that JSON lacks, or such names by place in a list. */
type Reason = string | Readonly<Record<string, string>>;

/** Null where all is finite. */
function reasonOf(item: unknown): Reason | null {
  if (isNotFinite(item)) return String(item);
  const places = Array.isArray(item) ? placesIn(item) : [];
  return places.length > 0 ? Object.fromEntries(places) : null;
}
