import type { Engine } from "../../../bindings/engine/engine.js";
import type { Pointer } from "../../../bindings/engine/kernels.js";

/** The largest prime below 2¹⁶. */
const MODULUS = 65521;

/** Steps of four bytes between reductions; the sums stay well below 53 bits. */
const STEPS = 1 << 14;

const NO_WORDS = new Uint32Array(0);

/**
 * Adler-32 as zlib has it (RFC 1950): `a` is 1 plus all bytes, `b` the sum of all values that `a` took. Four bytes a step;
 * 32 zeros only add `32a` to `b`, and label volumes are mostly zeros.
 */
export class Adler {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The sum of some bytes and of those before, whose sum is `sum`; 1 if there are none. */
  ofBytes(sum: number, at: Pointer, bytes: number): number {
    const { arena } = this.#engine;
    let [a, b] = [sum & 0xffff, sum >>> 16];
    const begin = Math.min(bytes, -at & 3);
    const all = arena.u8(at, bytes);
    for (let i = 0; i < begin; i++) b += a += all[i];
    const count = (bytes - begin) >> 2;
    const words = count === 0 ? NO_WORDS : arena.u32(at + begin, count);
    for (let from = 0; from < words.length; from += STEPS) {
      const end = Math.min(words.length, from + STEPS);
      for (let i = from; i < end; i++) {
        while (i + 8 <= end && areZero(words, i)) {
          b += 32 * a;
          i += 8;
        }
        if (i === end) break;
        const word = words[i];
        b += 4 * a;
        if (word === 0) continue;
        const [p, q, r, s] = [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];
        b += 4 * p + 3 * q + 2 * r + s;
        a += p + q + r + s;
      }
      a %= MODULUS;
      b %= MODULUS;
    }
    for (let i = begin + 4 * words.length; i < bytes; i++) b += a += all[i];
    return ((b % MODULUS) * 65536 + (a % MODULUS)) >>> 0;
  }
}

/** Whether eight words are zero. */
function areZero(words: Uint32Array, i: number): boolean {
  return (
    (words[i] |
      words[i + 1] |
      words[i + 2] |
      words[i + 3] |
      words[i + 4] |
      words[i + 5] |
      words[i + 6] |
      words[i + 7]) ===
    0
  );
}
