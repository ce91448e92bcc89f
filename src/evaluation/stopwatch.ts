import { now } from "./clock.js";

/** Adds up the time between laps by the name of the stage that ended. */
export class Stopwatch {
  readonly timings: Record<string, number> = {};
  #last = now();

  lap(stage: string): void {
    const time = now();
    this.timings[stage] = (this.timings[stage] ?? 0) + time - this.#last;
    this.#last = time;
  }
}
