/** CRC-32 as gzip has it, bit by bit, after bytes whose sum is `before`. */
export function crc32(bytes: ArrayLike<number>, before = 0): number {
  let remainder = ~before;
  for (let i = 0; i < bytes.length; i++) {
    remainder ^= bytes[i];
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return ~remainder >>> 0;
}
