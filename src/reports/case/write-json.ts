import { isFiniteThroughout, isNotFinite, type JsonNumbers, placesIn, REASON_SUFFIX } from "./json-numbers.js";

/** What fits into this many characters stands on one line. */
const LINE_LENGTH = 120;

/** Pieces of text in a chunk, or a few more: a file takes a chunk in one write, and memory holds one at a time. */
const CHUNK_PIECES = 2 ** 14;

/** Texts that repeat, as kinds of error do, are quoted once. */
const REPEATED = { count: 1000, length: 40 } as const;

/**
 * Plain data as JSON in chunks, with a line for each thing that fits on one: an instance is a line, and a difference between
 * two results shows which. NaN and Infinity are written as `numbers` says.
 *
 * Time is linear: whether a thing fits is known after one line's length of it. Pieces are joined once for each chunk;
 * adding them one by one took most of the time.
 */
export function* jsonChunks(value: unknown, numbers: JsonNumbers): Generator<string, void> {
  const writer = new LineWriter(numbers);
  yield* writer.write(value, "");
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
    const reason = reasonOf(item);
    if (reason !== null) entries.push(`${JSON.stringify(key + REASON_SUFFIX)}:${JSON.stringify(reason)}`);
  }
  return `{${entries.join(",")}}`;
}

class LineWriter {
  #pieces: string[] = [];
  readonly #texts = new Map<string, string>();
  /** Keys behind a comma and a new line, by the line's indent. */
  readonly #lines = new Map<string, Map<string, string>>();

  constructor(readonly numbers: JsonNumbers) {}

  /** What was written and not yet taken. */
  take(): string {
    const text = this.#pieces.join("");
    this.#pieces = [];
    return text;
  }

  *write(value: unknown, indent: string): Generator<string, void> {
    if (!this.#writesOnLine(value, indent)) yield* this.#writeLines(value, indent);
  }

  *#writeLines(value: unknown, indent: string): Generator<string, void> {
    yield* Array.isArray(value) ? this.#writeList(value, indent) : this.#writeObject(value as object, indent);
    if (this.#pieces.length >= CHUNK_PIECES) yield this.take();
  }

  /** Writes what needs no further line. */
  #writesOnLine(value: unknown, indent: string): boolean {
    const text = isContainer(value) ? this.#flat(value, LINE_LENGTH - indent.length) : this.#primitive(value);
    if (text === null) return false;
    this.#pieces.push(text);
    return true;
  }

  *#writeList(items: readonly unknown[], indent: string): Generator<string, void> {
    const inner = `${indent}  `;
    let start = `[\n${inner}`;
    for (const item of items) {
      this.#pieces.push(start);
      start = `,\n${inner}`;
      if (!this.#writesOnLine(item, inner)) yield* this.#writeLines(item, inner);
    }
    this.#pieces.push(`\n${indent}]`);
  }

  *#writeObject(value: object, indent: string): Generator<string, void> {
    const inner = `${indent}  `;
    const lines = this.#linesAt(inner);
    let isFirst = true;
    for (const key in value) {
      const item: unknown = value[key as keyof typeof value];
      if (item === undefined) continue;
      const line = this.#line(lines, key, inner);
      this.#pieces.push(isFirst ? `{${line.slice(1)}` : line);
      isFirst = false;
      if (!this.#writesOnLine(item, inner)) yield* this.#writeLines(item, inner);
      const reason = this.numbers === "string" ? null : reasonOf(item);
      if (reason === null) continue;
      this.#pieces.push(this.#line(lines, key + REASON_SUFFIX, inner));
      yield* this.write(reason, inner);
    }
    this.#pieces.push(`\n${indent}}`);
  }

  /** On one line of at most `room` characters; null if it is longer. */
  #flat(value: unknown, room: number): string | null {
    if (!isContainer(value)) {
      const text = this.#primitive(value);
      return text.length <= room ? text : null;
    }
    return Array.isArray(value) ? this.#flatList(value, room) : this.#flatObject(value, room);
  }

  #flatList(items: readonly unknown[], room: number): string | null {
    // An item takes a character and a separator at least.
    if (3 * items.length > room) return null;
    let text = "[";
    for (let i = 0; i < items.length; i++) {
      if (i > 0) text += ", ";
      const item = this.#flat(items[i], room - text.length - 1);
      if (item === null) return null;
      text += item;
    }
    return text.length < room ? `${text}]` : null;
  }

  #flatObject(value: object, room: number): string | null {
    // A key takes quotes, a colon, a value of one character and a separator beside itself.
    let least = 0;
    for (const key in value) least += value[key as keyof typeof value] === undefined ? 0 : key.length + 7;
    if (least > room) return null;
    let text = "";
    const add = (key: string, item: unknown): boolean => {
      text += `${text === "" ? "{ " : ", "}${this.#quoted(key)}: `;
      const flat = this.#flat(item, room - text.length - 2);
      if (flat !== null) text += flat;
      return flat !== null;
    };
    for (const key in value) {
      const item: unknown = value[key as keyof typeof value];
      if (item === undefined) continue;
      if (!add(key, item)) return null;
      const reason = this.numbers === "string" ? null : reasonOf(item);
      if (reason !== null && !add(key + REASON_SUFFIX, reason)) return null;
    }
    if (text === "") return room >= 2 ? "{}" : null;
    return text.length + 2 <= room ? `${text} }` : null;
  }

  #primitive(value: unknown): string {
    if (typeof value === "number") {
      if (Number.isFinite(value)) return String(value);
      return this.numbers === "string" ? `"${value}"` : "null";
    }
    return typeof value === "string" ? this.#quoted(value) : (JSON.stringify(value) ?? "null");
  }

  #quoted(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const quoted = JSON.stringify(text);
    if (text.length <= REPEATED.length && this.#texts.size < REPEATED.count) this.#texts.set(text, quoted);
    return quoted;
  }

  #linesAt(indent: string): Map<string, string> {
    let lines = this.#lines.get(indent);
    if (lines === undefined) {
      lines = new Map();
      this.#lines.set(indent, lines);
    }
    return lines;
  }

  #line(lines: Map<string, string>, key: string, indent: string): string {
    let line = lines.get(key);
    if (line === undefined) {
      line = `,\n${indent}${JSON.stringify(key)}: `;
      if (lines.size < REPEATED.count) lines.set(key, line);
    }
    return line;
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What a number was, or which entries of a list were what; null where all are finite. */
function reasonOf(item: unknown): string | Readonly<Record<string, string>> | null {
  if (isNotFinite(item)) return String(item);
  const places = Array.isArray(item) ? placesIn(item) : [];
  return places.length > 0 ? Object.fromEntries(places) : null;
}
