/**
 * All numbers that metrics need of a list of distances, in one pass.
 *
 * **Cost.** One read; the sum is taken from the first to the last, since its bits depend on the order.
 *
 * ```
 * values   f64 × n, none below 0
 * out      f64 × 4: their sum, the largest, how many are at most `limit`, how many are 0
 * ```
 */
export function summarizeDistances(values: usize, n: u32, limit: f64, out: usize): void {
  const end = values + ((<usize>n) << 3);
  let sum: f64 = 0;
  let largest: f64 = 0;
  let within: u32 = 0;
  let zeros: u32 = 0;
  for (let at = values; at < end; at += 8) {
    const value = load<f64>(at);
    sum += value;
    largest = max<f64>(largest, value);
    within += <u32>(value <= limit);
    zeros += <u32>(value == 0);
  }
  store<f64>(out, sum);
  store<f64>(out, largest, 8);
  store<f64>(out, <f64>within, 16);
  store<f64>(out, <f64>zeros, 24);
}
