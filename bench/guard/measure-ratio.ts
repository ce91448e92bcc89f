import type { Contender } from "../support/measure.js";
import { processorMs } from "../support/processor-time.js";

export interface RatioOptions {
  readonly rounds: number;
  /** A kernel and what it is compared with take turns of so much processor time, at least two calls each. */
  readonly blockMs: number;
}

/** Blocks before the first that counts: an evaluation goes on getting faster for a dozen calls. */
const WARM_UPS = 3;

/**
 * How many times as long as `limit` the `kernel` takes. In each round both run for a while, one right after the other, and
 * their fastest calls are compared; the median over the rounds counts. So neither a neighbour that comes and goes nor a
 * processor that changes its speed is seen as a change of the kernel. Times are the processor's: on a busy machine a call
 * of ten milliseconds is always interrupted, and one of a tenth never, which changed ratios of wall times fivefold.
 */
export async function measureRatio(kernel: Contender, limit: Contender, options: RatioOptions): Promise<number> {
  const { rounds, blockMs } = options;
  for (let block = 0; block < WARM_UPS; block++) {
    for (const contender of [kernel, limit]) await fastestOf(contender, blockMs);
  }
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ratios.push((await fastestOf(kernel, blockMs)) / (await fastestOf(limit, blockMs)));
  }
  ratios.sort((a, b) => a - b);
  return ratios[rounds >> 1];
}

async function fastestOf({ work, reset }: Contender, blockMs: number): Promise<number> {
  const end = processorMs() + blockMs;
  let fastest = Number.POSITIVE_INFINITY;
  for (let call = 0; call < 2 || processorMs() < end; call++) {
    reset?.();
    const start = processorMs();
    const result = work();
    if (typeof result !== "number") await result;
    fastest = Math.min(fastest, processorMs() - start);
  }
  // Microseconds are the finest that the clock counts in.
  return Math.max(fastest, 1e-3);
}
