/** Texts of files, names and messages are not trusted; they must not control a terminal or a log. */

/** Control characters, and marks that turn the direction of writing around. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A text whose control characters are written out, as `\x1b`; line ends and tabs stay. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (sign) => (sign === "\n" || sign === "\t" ? sign : writtenOut(sign)));
}

/** The same on one line, so that a name cannot pass for a line of a log. */
export function onOneLine(text: string): string {
  return text.replace(CONTROLS, writtenOut);
}

/** Plain data whose texts, keys included, are printable. */
export function printableData<T>(data: T): T {
  // Safe: only characters of texts change.
  return printableValue(data) as T;
}

function printableValue(data: unknown): unknown {
  if (typeof data === "string") return onOneLine(data);
  if (Array.isArray(data)) return data.map(printableValue);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [onOneLine(key), printableValue(value)]));
}

/** Writes text for people. */
export function say(stream: NodeJS.WritableStream, text: string): void {
  stream.write(printable(text));
}

/** Writes data to standard output: as it is, unless a terminal reads it. */
export function print(data: string): void {
  process.stdout.write(process.stdout.isTTY ? printable(data) : data);
}

function writtenOut(sign: string): string {
  const code = sign.charCodeAt(0);
  if (sign === "\n") return "\\n";
  if (sign === "\t") return "\\t";
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
}
