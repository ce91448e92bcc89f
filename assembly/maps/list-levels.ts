/**
 * The levels of one bin: its distinct keys in falling order, with how many voxels of the reference and of the rest carry each.
 *
 * ```
 * level, 16 bytes | key u64 | voxels of the reference u32 | of the rest u32 |
 * ```
 * **Idea**: lower parts are sorted by digits of eight bits (least significant first), digits that all share left out, and few of
 * them by insertion; then both sides are merged from the top.
 *
 * **Cost**: O(n) time for 16 bits, in the cache, as bins are small; scratch as large as the larger side.
 */

export const LEVEL_SHIFT: usize = 4;

/** As many numbers are sorted by insertion. */
const FEW: u32 = 32;

const DIGITS: usize = 256;

/** Counters of all digits of 64 bits. */
const COUNTER_BYTES: usize = 8 * (DIGITS << 2);

/** Lower parts of 16 bits. */
const PARTS: usize = 65_536;

function insertEach<L>(at: usize, count: u32): void {
  for (let i: usize = 1; i < <usize>count; i++) {
    const moved = load<L>(at + i * sizeof<L>());
    let j = i;
    for (; j > 0; j--) {
      const before = load<L>(at + (j - 1) * sizeof<L>());
      if (before <= moved) break;
      store<L>(at + j * sizeof<L>(), before);
    }
    store<L>(at + j * sizeof<L>(), moved);
  }
}

/** Sorts numbers, rising, in place. `counters`: u32 for each byte of a number and each of its values. */
function sort<L>(at: usize, count: u32, other: usize, counters: usize): void {
  if (count <= FEW) {
    insertEach<L>(at, count);
    return;
  }
  let from = at;
  let to = other;
  const bytes = <usize>count * sizeof<L>();
  memory.fill(counters, 0, sizeof<L>() * (DIGITS << 2));
  for (let p = at; p < at + bytes; p += sizeof<L>()) {
    const value = load<L>(p);
    for (let digit: usize = 0; digit < sizeof<L>(); digit++) {
      const counter = counters + ((digit * DIGITS + (<usize>(value >> <L>(digit << 3)) & 0xff)) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
    }
  }
  for (let digit: usize = 0; digit < sizeof<L>(); digit++) {
    const shift = <L>(digit << 3);
    const own = counters + ((digit * DIGITS) << 2);
    if (load<u32>(own + ((<usize>(load<L>(from) >> shift) & 0xff) << 2)) == count) continue;
    let sum: u32 = 0;
    for (let i: usize = 0; i < DIGITS << 2; i += 4) {
      const here = load<u32>(own + i);
      store<u32>(own + i, sum);
      sum += here;
    }
    for (let p = from; p < from + bytes; p += sizeof<L>()) {
      const value = load<L>(p);
      const counter = own + ((<usize>(value >> shift) & 0xff) << 2);
      const place = load<u32>(counter);
      store<u32>(counter, place + 1);
      store<L>(to + <usize>place * sizeof<L>(), value);
    }
    const swap = from;
    from = to;
    to = swap;
  }
  if (from != at) memory.copy(at, from, bytes);
}

function storeLevel(levels: usize, count: u32, key: u64, inside: u32, rest: u32): u32 {
  const level = levels + ((<usize>count) << LEVEL_SHIFT);
  store<u64>(level, key);
  store<u32>(level, inside, 8);
  store<u32>(level, rest, 12);
  return count + 1;
}

/** The levels of sorted numbers of the rest alone. Whether the next one is equal cannot be foreseen: so no branch asks. */
function listRest<L>(base: u64, rest: usize, count: u32, levels: usize): u32 {
  let to = levels;
  let equal: u32 = 0;
  for (let at = rest + <usize>(count - 1) * sizeof<L>(); at >= rest; at -= sizeof<L>()) {
    const key = load<L>(at);
    const isLast = u32(at == rest || load<L>(at - sizeof<L>()) != key);
    store<u64>(to, base | <u64>key);
    store<u64>(to, (<u64>++equal) << 32, 8);
    to += (<usize>isLast) << LEVEL_SHIFT;
    equal &= isLast - 1;
  }
  return <u32>((to - levels) >> LEVEL_SHIFT);
}

function merge<L>(base: u64, inside: usize, insideCount: u32, rest: usize, restCount: u32, levels: usize): u32 {
  if (insideCount == 0) return listRest<L>(base, rest, restCount, levels);
  let a = insideCount;
  let b = restCount;
  let count: u32 = 0;
  while (a > 0 || b > 0) {
    let top = a > 0 ? load<L>(inside + <usize>(a - 1) * sizeof<L>()) : <L>0;
    if (b > 0) top = max(top, load<L>(rest + <usize>(b - 1) * sizeof<L>()));
    const aBefore = a;
    const bBefore = b;
    while (a > 0 && load<L>(inside + <usize>(a - 1) * sizeof<L>()) == top) a--;
    while (b > 0 && load<L>(rest + <usize>(b - 1) * sizeof<L>()) == top) b--;
    count = storeLevel(levels, count, base | <u64>top, aBefore - a, bBefore - b);
  }
  return count;
}

/**
 * The levels of a bin from its lower parts, which are sorted in place.
 * @param base the bin's part of the keys
 * @param scratch 8 kB, and room for the larger side
 */
export function listLevels16(
  base: u64,
  inside: usize,
  insideCount: u32,
  rest: usize,
  restCount: u32,
  levels: usize,
  scratch: usize,
): u32 {
  sort<u16>(inside, insideCount, scratch + COUNTER_BYTES, scratch);
  sort<u16>(rest, restCount, scratch + COUNTER_BYTES, scratch);
  return merge<u16>(base, inside, insideCount, rest, restCount, levels);
}

/** The same of whole keys of 64 bits. */
export function listLevels64(
  inside: usize,
  insideCount: u32,
  rest: usize,
  restCount: u32,
  levels: usize,
  scratch: usize,
): u32 {
  sort<u64>(inside, insideCount, scratch + COUNTER_BYTES, scratch);
  sort<u64>(rest, restCount, scratch + COUNTER_BYTES, scratch);
  return merge<u64>(0, inside, insideCount, rest, restCount, levels);
}

/** The levels of two tables of 65536 counters each, the highest first; room for one more. */
export function listCounted(base: u64, inside: usize, rest: usize, levels: usize): u32 {
  let count: u32 = 0;
  // Whether a counter is 0 cannot be foreseen: each level is written, and kept only if it has voxels.
  for (let low: usize = PARTS; low > 0; low--) {
    const at = (low - 1) << 2;
    const own = load<u32>(inside + at);
    const others = load<u32>(rest + at);
    storeLevel(levels, count, base | <u64>(low - 1), own, others);
    count += u32((own | others) != 0);
  }
  return count;
}

/** The same where the reference has no voxel. */
function listRestCounted(base: u64, rest: usize, levels: usize): u32 {
  let to = levels;
  for (let low: usize = PARTS; low > 0; low--) {
    const others = load<u32>(rest + ((low - 1) << 2));
    store<u64>(to, base | <u64>(low - 1));
    store<u64>(to, (<u64>others) << 32, 8);
    to += usize(others != 0) << LEVEL_SHIFT;
  }
  return <u32>((to - levels) >> LEVEL_SHIFT);
}

/** Adds lower parts to a table of counters. */
function countParts(from: usize, count: u32, counters: usize): void {
  for (let at = from; at < from + ((<usize>count) << 1); at += 2) {
    const counter = counters + ((<usize>load<u16>(at)) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
}

/**
 * The levels of a bin that holds a large part of its 65536 lower parts, which are counted instead of sorted.
 * @param counters two tables of counters, all 0; they are 0 afterwards
 */
export function listDense(
  base: u64,
  inside: usize,
  insideCount: u32,
  rest: usize,
  restCount: u32,
  levels: usize,
  counters: usize,
): u32 {
  const others = counters + (PARTS << 2);
  countParts(inside, insideCount, counters);
  countParts(rest, restCount, others);
  const count = insideCount == 0 ? listRestCounted(base, others, levels) : listCounted(base, counters, others, levels);
  if (insideCount != 0) memory.fill(counters, 0, PARTS << 2);
  memory.fill(others, 0, PARTS << 2);
  return count;
}

/** The voxels of the counters first … end − 1. */
function sumCounters(counters: usize, first: u32, end: u32): u32 {
  let i = first;
  let sum: u32 = 0;
  if (ASC_FEATURE_SIMD) {
    let sums = i32x4.splat(0);
    for (; i + 4 <= end; i += 4) sums = i32x4.add(sums, v128.load(counters + ((<usize>i) << 2)));
    sums = i32x4.add(sums, i32x4.shuffle(sums, sums, 2, 3, 0, 1));
    sum = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1);
  }
  for (; i < end; i++) sum += load<u32>(counters + ((<usize>i) << 2));
  return sum;
}

/**
 * The levels of the reference of a dense bin; all that lies between two of them, or beyond, is one level, whose key is any between.
 * @param counters a table of counters, all 0; they are 0 afterwards
 * @param scratch as for `listLevels16`
 */
export function listParted(
  base: u64,
  inside: usize,
  insideCount: u32,
  rest: usize,
  restCount: u32,
  levels: usize,
  counters: usize,
  scratch: usize,
): u32 {
  sort<u16>(inside, insideCount, scratch + COUNTER_BYTES, scratch);
  countParts(rest, restCount, counters);
  let count: u32 = 0;
  let end = <u32>PARTS;
  for (let left = insideCount; left > 0; ) {
    const part = <u32>load<u16>(inside + ((<usize>left - 1) << 1));
    const before = left;
    while (left > 0 && <u32>load<u16>(inside + ((<usize>left - 1) << 1)) == part) left--;
    const between = sumCounters(counters, part + 1, end);
    if (between != 0) count = storeLevel(levels, count, base | <u64>(part + 1), 0, between);
    count = storeLevel(levels, count, base | <u64>part, before - left, load<u32>(counters + ((<usize>part) << 2)));
    end = part;
  }
  const below = sumCounters(counters, 0, end);
  if (below != 0) count = storeLevel(levels, count, base, 0, below);
  memory.fill(counters, 0, PARTS << 2);
  return count;
}
