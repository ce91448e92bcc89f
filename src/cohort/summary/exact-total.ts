/**
 * A sum that is rounded once, at the end: the terms may come in any order and in any parts, and its value has the same bits.
 * The sum so far is kept as numbers whose digits do not overlap (Shewchuk 1997, DOI 10.1007/PL00009321).
 */
export class ExactTotal {
  /** Rising, with gaps between their digits. */
  #parts: number[] = [];

  /** @param term finite */
  add(term: number): void {
    let rest = term;
    let kept = 0;
    for (const part of this.#parts) {
      const [large, small] = Math.abs(rest) < Math.abs(part) ? [part, rest] : [rest, part];
      const sum = large + small;
      const error = small - (sum - large);
      if (error !== 0) this.#parts[kept++] = error;
      rest = sum;
    }
    this.#parts.length = kept;
    this.#parts.push(rest);
  }

  merge(other: ExactTotal): void {
    for (const part of [...other.#parts]) this.add(part);
  }

  /** The sum, rounded to the nearest double. */
  get value(): number {
    let at = this.#parts.length - 1;
    let sum = this.#parts[at] ?? 0;
    let error = 0;
    while (at > 0 && error === 0) {
      const before = sum;
      const part = this.#parts[--at];
      sum = before + part;
      error = part - (sum - before);
    }
    // Exactly between two doubles, what is left below decides to which side.
    const below = this.#parts[at - 1] ?? 0;
    if (at > 0 && below * error > 0) {
      const twice = 2 * error;
      const rounded = sum + twice;
      if (rounded - sum === twice) return rounded;
    }
    return sum;
  }
}
