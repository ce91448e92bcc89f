import type { Contender } from "../support/measure.js";

export interface RatioOptions {
  readonly rounds: number;
  /** A kernel and what it is compared with take turns of so long, at least two calls each. */
  readonly blockMs: number;
}

/**
 * How many times as long as `limit` the `kernel` takes. In each round both run for a while, one right after the other, and
 * their fastest calls are compared; the median over the rounds counts. So neither a neighbour that comes and goes nor a
 * processor that changes its speed is seen as a change of the kernel.
 */
export async function measureRatio(kernel: Contender, limit: Contender, options: RatioOptions): Promise<number> {
  const { rounds, blockMs } = options;
  for (const contender of [kernel, limit]) await fastestOf(contender, blockMs);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ratios.push((await fastestOf(kernel, blockMs)) / (await fastestOf(limit, blockMs)));
  }
  ratios.sort((a, b) => a - b);
  return ratios[rounds >> 1];
}

async function fastestOf({ work, reset }: Contender, blockMs: number): Promise<number> {
  const end = performance.now() + blockMs;
  let fastest = Number.POSITIVE_INFINITY;
  for (let call = 0; call < 2 || performance.now() < end; call++) {
    reset?.();
    const start = performance.now();
    const result = work();
    if (typeof result !== "number") await result;
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}
