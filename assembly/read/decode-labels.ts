// Stored numbers that the scan cannot read as they are, to u32 labels: the other byte order, 64-bit integers, floats,
// and whatever has a slope and an intercept.
//
// Cost: one read of the source and four bytes written for each voxel. No scratch. Such files are rare, so this is a
// plain loop; what matters is that nothing that is not a label gets through.
//
//   source | count numbers of the stored type |     out | count × u32 |
//
// Each function returns the index of the first number that is no label (negative, fractional, not a number, or above
// 2³² − 1), or `count` if all are.

const MAX_LABEL: f64 = 4294967295;

function read<T>(p: usize, swap: bool): T {
  if (isFloat<T>()) {
    if (sizeof<T>() == 4) return <T>reinterpret<f32>(swap ? bswap(load<u32>(p)) : load<u32>(p));
    return <T>reinterpret<f64>(swap ? bswap(load<u64>(p)) : load<u64>(p));
  }
  return swap ? bswap<T>(load<T>(p)) : load<T>(p);
}

function decode<T>(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  const scaled = slope != 1 || intercept != 0;
  for (let i: u32 = 0; i < count; i++) {
    const stored = read<T>(source + <usize>i * sizeof<T>(), swap);
    if (isInteger<T>() && !scaled) {
      // Compared as integers: a 64-bit label near 2⁵³ or above must not be rounded into range.
      if (isSigned<T>() && stored < 0) return i;
      if (sizeof<T>() == 8 && <u64>stored > <u64>u32.MAX_VALUE) return i;
      store<u32>(out + ((<usize>i) << 2), <u32>stored);
    } else {
      const value = scaled ? slope * <f64>stored + intercept : <f64>stored;
      // Written so that NaN fails too.
      if (!(value >= 0 && value <= MAX_LABEL && value == Math.trunc(value))) return i;
      store<u32>(out + ((<usize>i) << 2), <u32>value);
    }
  }
  return count;
}

export function decodeU8(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<u8>(source, count, false, slope, intercept, out);
}
export function decodeI8(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<i8>(source, count, false, slope, intercept, out);
}
export function decodeU16(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<u16>(source, count, swap, slope, intercept, out);
}
export function decodeI16(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<i16>(source, count, swap, slope, intercept, out);
}
export function decodeU32(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<u32>(source, count, swap, slope, intercept, out);
}
export function decodeI32(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<i32>(source, count, swap, slope, intercept, out);
}
export function decodeU64(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<u64>(source, count, swap, slope, intercept, out);
}
export function decodeI64(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<i64>(source, count, swap, slope, intercept, out);
}
export function decodeF32(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<f32>(source, count, swap, slope, intercept, out);
}
export function decodeF64(source: usize, count: u32, swap: bool, slope: f64, intercept: f64, out: usize): u32 {
  return decode<f64>(source, count, swap, slope, intercept, out);
}
