/** Cases drawn anew, with replacement, to see how much a comparison owes to which cases there happen to be. */

const ROUNDS = 1000;
const SEED = 20_240_229;

/** What the bootstrap says of models that were evaluated on the same cases. */
export interface Comparison {
  /** Mean differences `first − second` with percentile intervals at 95 %. */
  readonly differences: readonly {
    readonly first: number;
    readonly second: number;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** `ranks[model][rank]`: the share of rounds in which the model had that rank by its mean, the first being best. */
  readonly ranks: readonly (readonly number[])[];
}

/** `values[model][case]`, every value a number. Seeded: the same values give the same comparison. */
export function compareModels(values: readonly (readonly number[])[]): Comparison {
  const [models, cases] = [values.length, values[0]?.length ?? 0];
  const random = randomFrom(SEED);
  const means = values.map(() => new Float64Array(ROUNDS));
  const ranks = values.map(() => new Array<number>(models).fill(0));
  for (let round = 0; round < ROUNDS; round++) {
    const drawn = Array.from({ length: cases }, () => Math.floor(random() * cases));
    for (const [m, own] of values.entries()) {
      let sum = 0;
      for (const i of drawn) sum += own[i];
      means[m][round] = sum / cases;
    }
    const order = values.map((_, m) => m).sort((a, b) => means[b][round] - means[a][round]);
    for (const [rank, m] of order.entries()) ranks[m][rank] += 1 / ROUNDS;
  }
  const pairs = values.flatMap((_, first) => values.slice(first + 1).map((_, i) => [first, first + 1 + i] as const));
  const differences = pairs.map(([first, second]) => {
    const drawn = means[first].map((mean, round) => mean - means[second][round]).sort();
    const mean = values[first].reduce((sum, value, i) => sum + value - values[second][i], 0) / cases;
    return { first, second, mean, low: drawn[Math.floor(0.025 * ROUNDS)], high: drawn[Math.ceil(0.975 * ROUNDS) - 1] };
  });
  return { differences, ranks };
}

/** Numbers from 0 to 1 (Steele, Lea and Flood's SplitMix, in 32 bits). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32;
  };
}
