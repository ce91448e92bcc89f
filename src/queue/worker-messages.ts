import { isOutage, reasonOf } from "./connection-errors.js";

/** Seconds in which the same thing is said once only. */
const QUIET_S = 30;

/** Messages for a person, each now and then instead of at every attempt. */
export class Notices {
  readonly #said = new Map<string, number>();

  constructor(
    readonly onNotice: (message: string) => void = () => {},
    readonly conceal: (text: string) => string = (text) => text,
  ) {}

  tell(message: string): void {
    const now = performance.now();
    const last = this.#said.get(message);
    if (last !== undefined && now - last < QUIET_S * 1000) return;
    this.#said.set(message, now);
    this.onNotice(message);
  }

  /** Reports that a server misbehaves. */
  trouble(server: string, error: unknown): void {
    const reason = this.conceal(reasonOf(error));
    if (isOutage(error)) this.tell(`${server} cannot be reached (${reason}); trying again until it can.`);
    else this.tell(`${server} says: ${reason}`);
  }
}
