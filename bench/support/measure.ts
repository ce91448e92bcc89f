/** What a measurement says; all times in milliseconds. */
export interface Timing {
  /** The first call in this process for this work: unoptimised code, untouched memory. */
  readonly coldMs: number;
  readonly minimumMs: number;
  readonly medianMs: number;
  readonly maximumMs: number;
  readonly repetitions: number;
}

export interface MeasureOptions {
  readonly warmUps: number;
  readonly repetitions: number;
}

export const THOROUGH: MeasureOptions = { warmUps: 3, repetitions: 9 };
export const QUICK: MeasureOptions = { warmUps: 1, repetitions: 3 };

/** Whatever measured work returns ends here, so that no compiler may leave the work out. */
let sink = 0;

/** Times `work`, which returns a number that depends on all it did. `reset`, if given, runs before each call, untimed. */
export async function measure(
  work: () => number | Promise<number>,
  { warmUps, repetitions }: MeasureOptions,
  reset: () => void = () => {},
): Promise<Timing> {
  const once = async () => {
    reset();
    const start = performance.now();
    const result = work();
    // Waiting for a number that is there already would cost a turn of the event loop.
    sink += typeof result === "number" ? result : await result;
    return performance.now() - start;
  };
  const coldMs = await once();
  for (let run = 0; run < warmUps; run++) await once();
  const times: number[] = [];
  for (let run = 0; run < repetitions; run++) times.push(await once());
  if (Number.isNaN(sink)) throw new Error("A measured function returned no number.");
  times.sort((a, b) => a - b);
  return {
    coldMs: round(coldMs),
    minimumMs: round(times[0]),
    medianMs: round(times[times.length >> 1]),
    maximumMs: round(times[times.length - 1]),
    repetitions,
  };
}

function round(ms: number): number {
  return Number(ms.toPrecision(4));
}
