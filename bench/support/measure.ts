/** A measurement; all times in milliseconds. */
export interface Timing {
  /** The first call for this work in its process: unoptimised code, untouched memory. */
  readonly firstMs: number;
  readonly minimumMs: number;
  readonly medianMs: number;
  readonly maximumMs: number;
  /** Half of the repetitions lie within this much: the upper quartile less the lower. */
  readonly spreadMs: number;
  readonly repetitions: number;
}

export interface MeasureOptions {
  readonly warmUps: number;
  readonly repetitions: number;
  /** Once a piece of work has taken so long, three repetitions must do. */
  readonly budgetMs: number;
  /** Milliseconds so far; time that passes, unless it is said to be another. */
  readonly clock?: () => number;
}

/** WebAssembly is still being optimised, on another thread, during the first ten calls or so. */
export const THOROUGH: MeasureOptions = { warmUps: 10, repetitions: 25, budgetMs: 5000 };
export const QUICK: MeasureOptions = { warmUps: 1, repetitions: 3, budgetMs: 1000 };

/** A piece of work to time: it returns a number that depends on all it did. */
export interface Contender {
  readonly work: () => number | Promise<number>;
  /** Runs before each call, untimed. */
  readonly reset?: () => void;
}

/** Calls in a contender's turn: enough to run with warm caches, few enough to share bad moments. */
const CALLS_PER_TURN = 3;
const FEWEST = 3;

/** Results of measured work end here, so that no compiler may leave the work out. */
let sink = 0;

async function timeOnce({ work, reset }: Contender, clock: () => number): Promise<number> {
  reset?.();
  const start = clock();
  const result = work();
  // Waiting for a number that is there already would cost a turn of the event loop.
  sink += typeof result === "number" ? result : await result;
  const elapsed = clock() - start;
  if (Number.isNaN(sink)) throw new Error("A measured function returned no number.");
  return elapsed;
}

/** Times several pieces of work turn by turn, so that their ratios do not depend on what else the machine did meanwhile. */
export async function measureInTurn<K extends string>(
  contenders: Readonly<Record<K, Contender>>,
  { warmUps, repetitions, budgetMs, clock = () => performance.now() }: MeasureOptions,
): Promise<Record<K, Timing>> {
  const entries = Object.entries<Contender>(contenders).map(([name, contender]) => ({
    name,
    contender,
    firstMs: 0,
    spentMs: 0,
    times: [] as number[],
  }));
  for (const entry of entries) {
    entry.firstMs = await timeOnce(entry.contender, clock);
    entry.spentMs = entry.firstMs;
    for (let run = 0; run < warmUps && entry.spentMs < budgetMs; run++)
      entry.spentMs += await timeOnce(entry.contender, clock);
  }
  const wants = ({ times, spentMs }: (typeof entries)[number]) =>
    times.length < Math.min(FEWEST, repetitions) || (times.length < repetitions && spentMs < budgetMs);
  while (entries.some(wants)) {
    for (const entry of entries) {
      for (let call = 0; call < CALLS_PER_TURN && wants(entry); call++) {
        const elapsed = await timeOnce(entry.contender, clock);
        entry.spentMs += elapsed;
        entry.times.push(elapsed);
      }
    }
  }
  return Object.fromEntries(
    entries.map(({ name, firstMs, times }) => [name, { firstMs: round(firstMs), ...summarise(times) }]),
  ) as Record<K, Timing>;
}

/** Times one piece of work. */
export async function measure(
  work: Contender["work"],
  options: MeasureOptions,
  reset?: Contender["reset"],
): Promise<Timing> {
  return (await measureInTurn({ only: { work, reset } }, options)).only;
}

/** Minimum, median, maximum and spread of some times; of an even number the upper of the two in the middle. */
export function summarise(times: readonly number[]): Omit<Timing, "firstMs"> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return {
    minimumMs: round(sorted[0]),
    medianMs: round(at(0.5)),
    maximumMs: round(sorted[sorted.length - 1]),
    spreadMs: round(at(0.75) - at(0.25)),
    repetitions: sorted.length,
  };
}

function round(ms: number): number {
  return Number(ms.toPrecision(4));
}
