/** Adds up the time between laps by the name of the stage that ended. */
export class Stopwatch {
  readonly timings: Record<string, number> = {};
  #last = performance.now();

  lap(stage: string): void {
    const now = performance.now();
    this.timings[stage] = (this.timings[stage] ?? 0) + now - this.#last;
    this.#last = now;
  }
}
