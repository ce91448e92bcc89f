// Adds what some rows say of each label to what others say: records of measure-labels.ts, whose rows were measured apart.
//
// Idea: counts and sums are whole numbers that f64 holds exactly, boxes are the least and the largest, so that it does not show
// how rows were divided.
//
// Cost: O(count) time, next to nothing for labels that the rows do not have. No scratch.

const RECORD_SHIFT: usize = 6;

/** Adds the records 1 … count at `from` to those at `to`. */
export function addMeasures(from: usize, to: usize, count: u32): void {
  for (let i: u32 = 1; i <= count; i++) {
    const a = from + ((<usize>i) << RECORD_SHIFT);
    const b = to + ((<usize>i) << RECORD_SHIFT);
    const voxels = load<f64>(a);
    if (voxels == 0) continue;
    const known = load<f64>(b);
    for (let at: usize = 0; at < 32; at += 8) store<f64>(b + at, load<f64>(a + at) + load<f64>(b + at));
    for (let at: usize = 32; at < 56; at += 8) {
      const least = load<u32>(a + at);
      const largest = load<u32>(a + at, 4);
      store<u32>(b + at, known == 0 ? least : min(load<u32>(b + at), least));
      store<u32>(b + at, known == 0 ? largest : max(load<u32>(b + at, 4), largest), 4);
    }
    const isBefore =
      load<u32>(a, 56) < load<u32>(b, 56) ||
      (load<u32>(a, 56) == load<u32>(b, 56) && load<u32>(a, 60) < load<u32>(b, 60));
    if (known == 0 || isBefore) store<u64>(b, load<u64>(a, 56), 56);
  }
}
