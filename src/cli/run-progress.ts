import type { RunProgress } from "../runner/run-cohort.js";
import { say } from "./printable.js";

/** A terminal's line is written anew at most this often. */
const REDRAW_MS = 100;
/** Elsewhere each line stays, so that there are fewer of them. */
const LINE_MS = 10_000;

/** Says how far a run is, at which rate, and how long it will take: on one line of a terminal, elsewhere on lines now and then. */
export class RunProgressLine {
  readonly #stream: NodeJS.WriteStream | null;
  readonly #start = performance.now();
  #last = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  constructor(stream: NodeJS.WriteStream, quiet: boolean) {
    this.#stream = quiet ? null : stream;
  }

  update(progress: RunProgress): void {
    if (this.#stream === null) return;
    const now = performance.now();
    const isLast = progress.finished === progress.planned;
    if (!isLast && now - this.#last < (this.#stream.isTTY ? REDRAW_MS : LINE_MS)) return;
    this.#last = now;
    const text = progressText(progress, (now - this.#start) / 1000);
    this.#stream.write(this.#stream.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
    this.#isDrawn = this.#stream.isTTY;
  }

  /** Says something that stays, above the line. */
  tell(message: string): void {
    this.end();
    if (this.#stream !== null) say(this.#stream, `${message}\n`);
  }

  /** Leaves the line as it is. */
  end(): void {
    if (this.#isDrawn) this.#stream?.write("\n");
    this.#isDrawn = false;
  }
}

/** Such as `120 of 200 cases, 2 failed, 14.2 a second, 6 s left`. */
function progressText({ planned, before, finished, failed }: RunProgress, seconds: number): string {
  const parts = [`${finished} of ${planned} cases`];
  if (failed > 0) parts.push(`${failed} failed`);
  const now = finished - before;
  if (before > 0 && now === 0) parts.push("finished before");
  if (now > 0 && seconds > 0) {
    const rate = now / seconds;
    parts.push(rate >= 1 ? `${rate.toFixed(1)} a second` : `${(60 * rate).toFixed(1)} a minute`);
    if (finished < planned) parts.push(`${durationText((planned - finished) / rate)} left`);
  }
  return parts.join(", ");
}

/** `42 s`, `3 min 20 s`, `2 h 5 min`. */
function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
