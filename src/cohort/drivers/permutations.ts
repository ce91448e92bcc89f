import { Random } from "../statistics/random.js";

/** Up to this number of orders all are tried. */
const MOST_EXACT = 10_000;

export interface Orders {
  readonly method: "exact" | "random";
  readonly count: number;
  /** Calls `visit` with the place that each case takes its value from; overwritten by the next. */
  readonly each: (visit: (order: Int32Array) => void) => void;
}

/**
 * Orders of cases: all of them where they are few, else random ones.
 * @param strata cases only change places with cases of the same stratum
 */
export function ordersOf(strata: readonly string[], resamples: number, seed: number): Orders {
  const lists = [...new Set(strata)].sort().map((name) => strata.flatMap((own, i) => (own === name ? [i] : [])));
  const count = lists.reduce((product, list) => product * factorial(list.length), 1);
  const identity = () => Int32Array.from(strata, (_, i) => i);
  if (count <= MOST_EXACT) {
    return { method: "exact", count, each: (visit) => visitAll(lists, 0, identity(), visit) };
  }
  const each = (visit: (order: Int32Array) => void) => {
    const random = new Random(seed);
    const order = identity();
    for (let round = 0; round < resamples; round++) {
      for (const list of lists) {
        for (let i = list.length - 1; i > 0; i--) swap(order, list[i], list[random.below(i + 1)]);
      }
      visit(order);
    }
  };
  return { method: "random", count: resamples, each };
}

function visitAll(
  lists: readonly (readonly number[])[],
  at: number,
  order: Int32Array,
  visit: (order: Int32Array) => void,
): void {
  if (at === lists.length) {
    visit(order);
    return;
  }
  const list = lists[at];
  const place = (first: number) => {
    if (first >= list.length - 1) {
      visitAll(lists, at + 1, order, visit);
      return;
    }
    for (let i = first; i < list.length; i++) {
      swap(order, list[first], list[i]);
      place(first + 1);
      swap(order, list[first], list[i]);
    }
  };
  place(0);
}

function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n && product <= MOST_EXACT; k++) product *= k;
  return product;
}

function swap(list: Int32Array, a: number, b: number): void {
  [list[a], list[b]] = [list[b], list[a]];
}
