import { splitmix64 } from "./random.js";
import type { Pair } from "./tables.js";

/** How scores of random graphs are drawn: all different, or from a few levels so that optima tie. */
export type Levels = "continuous" | "eighths" | "thirds" | "equal";

const DRAW: Record<Levels, (u: number) => number> = {
  continuous: (u) => u,
  // 1/8 … 4/8 are exact, so that sums tie to the bit.
  eighths: (u) => (1 + Math.floor(4 * u)) / 8,
  // 1/9, 1/6, 1/3, 1/2 are not: 1/3 + 1/6 and 1/2 tie but for rounding.
  thirds: (u) => [1 / 9, 1 / 6, 1 / 3, 1 / 2][Math.floor(4 * u)],
  equal: () => 0.3,
};

export const LEVELS = Object.keys(DRAW) as Levels[];

/** Each pair is an edge with probability `density`; scores lie in (0, 1). The same arguments give the same graph. */
export function randomPairs(
  references: number,
  predictions: number,
  density: number,
  levels: Levels,
  seed: number,
): Pair[] {
  const random = splitmix64(seed);
  const pairs: Pair[] = [];
  for (let g = 0; g < references; g++) {
    for (let p = 0; p < predictions; p++) {
      if (random() < density) pairs.push([g, p, DRAW[levels](random())]);
    }
  }
  return pairs;
}

/** About `degree` edges for each reference, to predictions anywhere. */
export function sparsePairs(
  references: number,
  predictions: number,
  degree: number,
  levels: Levels,
  seed: number,
): Pair[] {
  const random = splitmix64(seed);
  return Array.from({ length: references }, (_, g) => {
    const partners = new Set(Array.from({ length: degree }, () => Math.floor(random() * predictions)));
    return [...partners].map((p): Pair => [g, p, DRAW[levels](random())]);
  }).flat();
}

/** A chain: reference 0 – prediction 0 – reference 1 – prediction 1 – … */
export function chainPairs(length: number, scoreOf: (g: number, p: number) => number): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < length; i++) {
    pairs.push([i, i, scoreOf(i, i)]);
    if (i > 0) pairs.push([i, i - 1, scoreOf(i, i - 1)]);
  }
  return pairs;
}
