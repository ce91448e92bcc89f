/**
 * Zeros in linear memory. From JavaScript the same takes a step for each element, because the memory is shared: 100 kB
 * in 210 µs as bytes and 60 µs as doubles when measured.
 */
export function fillZeros(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}
