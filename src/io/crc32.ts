/** The remainders of all bytes for the polynomial of gzip (0xedb88320, reflected). */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/** CRC-32 as gzip has it (RFC 1952), continued from the value over the bytes before. */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let remainder = ~previous;
  for (let at = 0; at < bytes.length; at++) remainder = (remainder >>> 8) ^ TABLE[(remainder ^ bytes[at]) & 0xff];
  return ~remainder >>> 0;
}
