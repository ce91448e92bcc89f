/** Adler-32 as zlib has it (RFC 1950), byte by byte, after bytes whose sum is `before`. */
export function adler32(bytes: ArrayLike<number>, before = 1): number {
  let [a, b] = [before & 0xffff, before >>> 16];
  for (let i = 0; i < bytes.length; i++) {
    a = (a + bytes[i]) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}
