// Stored numbers that the scan cannot read as they are, to u32 labels: the other byte order, 64-bit integers, floats,
// and every type with a slope and an intercept.
//
// Idea: a number is the label n where it lies near enough, as slopes and floats leave 2.9999999993 for 3. Everything else is
// counted by kind and becomes background, so that a refusal can describe the whole volume.
//
// Cost: one read of the source and four bytes written for each voxel. No scratch. Such files are rare, so this is a
// plain loop; what matters is that nothing that is not a label gets through.
//
// Without `out` they are only counted.
//
//   source | count numbers of the stored type |     out | count × u32 |
//   tally  | rounded: count, farthest | refused, by kind: count, extreme value, its index |   all f64; see the offsets below
//
// `first` is the index of the first voxel in its volume. `slack` is the farthest distance to a whole number, or 0 for the
// rule below. `ignored` is a negative number that is read as the label 2³² + ignored, or 0 for none.

const MAX_LABEL: f64 = 4294967295;
const LABELS: f64 = 4294967296;

// Offsets in the tally. A kind of refusal has three numbers.
const ROUNDED: usize = 0;
const FARTHEST: usize = 8;
const FRACTIONS: usize = 16;
const NEGATIVES: usize = 40;
const TOO_LARGE: usize = 64;
const NOT_NUMBERS: usize = 88;
const LOWEST: usize = 112;
const HIGHEST: usize = 120;

/** Bytes of a tally, which begins as zeros. */
export function tallyBytes(): i32 {
  return 128;
}

function read<T>(p: usize, swap: bool): T {
  if (isFloat<T>()) {
    if (sizeof<T>() == 4) return <T>reinterpret<f32>(swap ? bswap(load<u32>(p)) : load<u32>(p));
    return <T>reinterpret<f64>(swap ? bswap(load<u64>(p)) : load<u64>(p));
  }
  return swap ? bswap<T>(load<T>(p)) : load<T>(p);
}

/** Counts a number of one kind of refusal; keeps the one with the largest `extent`. */
function refuse(kind: usize, value: f64, extent: f64, known: f64, index: f64): void {
  if (load<f64>(kind) == 0 || extent > known) {
    store<f64>(kind, value, 8);
    store<f64>(kind, index, 16);
  }
  store<f64>(kind, load<f64>(kind) + 1);
}

/** The label of a number that is no whole number from 0 to 2³² − 1; 0 if it has none. */
function settle(value: f64, slack: f64, ignored: f64, tally: usize, index: f64): u32 {
  if (!(value <= Infinity)) {
    refuse(tally + NOT_NUMBERS, value, 0, 0, index);
    return 0;
  }
  const n = nearest(value);
  const off = abs(value - n);
  const limit = slack > 0 ? slack : min(0.01, max(1e-5, abs(n) / 2097152));
  // An infinity is not farther from itself than any limit, but its distance is no number.
  if (off > limit) {
    const known = load<f64>(tally + FRACTIONS, 8);
    refuse(tally + FRACTIONS, value, off, abs(known - nearest(known)), index);
    return 0;
  }
  const isIgnored = ignored < 0 && n == ignored;
  if (n < 0 && !isIgnored) {
    refuse(tally + NEGATIVES, value, -value, -load<f64>(tally + NEGATIVES, 8), index);
    return 0;
  }
  // The label that stands for the ignored one must not be another's.
  if (n > MAX_LABEL || (ignored < 0 && n == LABELS + ignored)) {
    refuse(tally + TOO_LARGE, value, value, load<f64>(tally + TOO_LARGE, 8), index);
    return 0;
  }
  if (off > 0) {
    store<f64>(tally + ROUNDED, load<f64>(tally + ROUNDED) + 1);
    store<f64>(tally + FARTHEST, max(load<f64>(tally + FARTHEST), off));
  }
  return <u32>(isIgnored ? LABELS + n : n);
}

function decode<T>(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  const scaled = slope != 1 || intercept != 0;
  // Up to here a number needs no second look.
  const largest: f64 = ignored < 0 ? LABELS + ignored - 1 : MAX_LABEL;
  let lowest = load<f64>(tally + LOWEST);
  let highest = load<f64>(tally + HIGHEST);
  for (let i: u32 = 0; i < count; i++) {
    const stored = read<T>(source + <usize>i * sizeof<T>(), swap);
    // A 64-bit number above 2⁵³ is rounded here, far above any label.
    const value = scaled ? slope * <f64>stored + intercept : <f64>stored;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    // Written so that NaN fails too.
    const isPlain = value >= 0 && value <= largest && value == floor(value);
    const label = isPlain ? <u32>value : settle(value, slack, ignored, tally, first + <f64>i);
    if (out != 0) store<u32>(out + ((<usize>i) << 2), label);
  }
  store<f64>(tally + LOWEST, lowest);
  store<f64>(tally + HIGHEST, highest);
}

export function decodeU8(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<u8>(source, count, false, slope, intercept, out, tally, first, slack, ignored);
}
export function decodeI8(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<i8>(source, count, false, slope, intercept, out, tally, first, slack, ignored);
}
export function decodeU16(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<u16>(source, count, swap, slope, intercept, out, tally, first, slack, ignored);
}
export function decodeI16(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<i16>(source, count, swap, slope, intercept, out, tally, first, slack, ignored);
}
export function decodeU32(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<u32>(source, count, swap, slope, intercept, out, tally, first, slack, ignored);
}
export function decodeI32(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<i32>(source, count, swap, slope, intercept, out, tally, first, slack, ignored);
}
export function decodeU64(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<u64>(source, count, swap, slope, intercept, out, tally, first, slack, ignored);
}
export function decodeI64(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<i64>(source, count, swap, slope, intercept, out, tally, first, slack, ignored);
}
export function decodeF32(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<f32>(source, count, swap, slope, intercept, out, tally, first, slack, ignored);
}
export function decodeF64(
  source: usize,
  count: u32,
  swap: bool,
  slope: f64,
  intercept: f64,
  out: usize,
  tally: usize,
  first: f64,
  slack: f64,
  ignored: f64,
): void {
  decode<f64>(source, count, swap, slope, intercept, out, tally, first, slack, ignored);
}
