import type { styleText } from "node:util";
import { PLAIN, type Style } from "../reports/case/style.js";
import { onOneLine } from "./printable.js";

type Format = Parameters<typeof styleText>[0];

/** Colours where the stream is a terminal that has them; NO_COLOR and TERM=dumb are respected (by `hasColors`). */
export function styleFor(stream: NodeJS.WriteStream): Style {
  if (!stream.isTTY || !stream.hasColors()) return PLAIN;
  const { styleText } = process.getBuiltinModule("node:util");
  const mark = (format: Format) => (text: string) => styleText(format, text, { validateStream: false });
  return { strong: mark("bold"), faint: mark("dim"), good: mark("green"), bad: mark("red") };
}

/** Progress is only shown once the work has taken this long. */
const PATIENCE_MS = 1000;

/** Shows progress on a terminal, if the work takes long; elsewhere nothing. */
export class Progress {
  readonly #stream: NodeJS.WriteStream | null;
  readonly #start = Date.now();
  #pending: NodeJS.Timeout | undefined;

  constructor(stream: NodeJS.WriteStream, quiet: boolean) {
    this.#stream = quiet || !stream.isTTY ? null : stream;
  }

  /** A new stage begins. */
  stage(text: string): void {
    this.end();
    const shown = onOneLine(text);
    const wait = Math.max(0, this.#start + PATIENCE_MS - Date.now());
    if (wait === 0) this.#stream?.write(`${shown} …\n`);
    else this.#pending = setTimeout(() => this.#stream?.write(`${shown} …\n`), wait);
  }

  end(): void {
    clearTimeout(this.#pending);
  }
}
