/**
 * Seeded random integers: the same seed draws the same numbers on every machine.
 *
 * SplitMix in 32 bits (Steele, Lea, Flood 2014, DOI 10.1145/2660193.2660195, with the finaliser of MurmurHash3), a draw in a
 * few operations, which is what ten million draws of a bootstrap need.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from 0 to 2³² − 1. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  }

  /** A whole number from 0 to `count − 1` (at most 2³² − 1), each as likely as the others to within `count / 2³²`. */
  below(count: number): number {
    return Math.floor((this.next() * count) / 2 ** 32);
  }
}
