// A fixed piece of work that depends on the processor and not on the memory behind its caches: what kernels that compute
// are compared with. Only for benchmarks; not part of the package.

/**
 * Links `steps` random pairs of a table of 2¹⁴ words by their smaller entry: loads, stores and branches that depend on what
 * was loaded, as kernels on runs have them. Returns a number that depends on every step.
 */
export function linkPairs(table: usize, steps: u32): u32 {
  let state: u32 = 1;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < 1 << 14; i++) store<u32>(table + ((<usize>i) << 2), i);
  for (let i: u32 = 0; i < steps; i++) {
    state = state * 1664525 + 1013904223;
    const a = table + ((<usize>(state >>> 18)) << 2);
    state = state * 1664525 + 1013904223;
    const b = table + ((<usize>(state >>> 18)) << 2);
    const x = load<u32>(a);
    const y = load<u32>(b);
    if (x < y) store<u32>(b, x + (sum & 1));
    else store<u32>(a, y + 1);
    sum += x ^ y;
  }
  return sum;
}
