// The bare read that kernels are compared with: every byte is loaded once, 64 at a time, and nothing else is done.
//
// Four accumulators, so that no load waits for the one before. Only for benchmarks; not part of the package.

export function readAll(from: usize, bytes: usize): i64 {
  let a = i64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const end = from + bytes;
  for (let p = from; p < end; p += 64) {
    a = v128.or(a, v128.load(p));
    b = v128.or(b, v128.load(p, 16));
    c = v128.or(c, v128.load(p, 32));
    d = v128.or(d, v128.load(p, 48));
  }
  return i64x2.extract_lane(v128.or(v128.or(a, b), v128.or(c, d)), 0);
}
