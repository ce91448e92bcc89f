/** A number, or numbers whose digits do not overlap, smallest first, where one has too few digits: plain data, to be kept. */
export type ExactSum = number | readonly number[];

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

  addSum(sum: ExactSum): void {
    if (typeof sum === "number") this.add(sum);
    else for (const part of sum) this.add(part);
  }

  get sum(): ExactSum {
    return this.#parts.length > 1 ? [...this.#parts] : this.value;
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

/** A sum, rounded to the nearest double. */
export function roundedSum(sum: ExactSum): number {
  if (typeof sum === "number") return sum;
  const total = new ExactTotal();
  total.addSum(sum);
  return total.value;
}
