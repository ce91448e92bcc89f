/** A member of a gzip file (RFC 1952): a header, compressed data, a trailer of checksum and length. */

export const TRAILER_BYTES = 8;

const HEADER_BYTES = 10;
const DEFLATE = 8;
const [HAS_CHECKSUM, HAS_EXTRA, HAS_NAME, HAS_COMMENT] = [2, 4, 8, 16];
/** Reserved flags, whose effect is not defined yet. */
const RESERVED = 0xe0;

/** True if the bytes begin as gzip does, under any file name. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Where the compressed data begin; "incomplete" if the bytes end before that shows, "wrong" if no member begins with them. */
export function memberBegin(bytes: Uint8Array): number | "incomplete" | "wrong" {
  const begin = [0x1f, 0x8b, DEFLATE];
  if (begin.some((byte, i) => i < bytes.length && bytes[i] !== byte)) return "wrong";
  if (bytes.length < HEADER_BYTES) return "incomplete";
  const flags = bytes[3];
  if ((flags & RESERVED) !== 0) return "wrong";
  let at = HEADER_BYTES;
  if ((flags & HAS_EXTRA) !== 0) at += 2 + (bytes[at] | (bytes[at + 1] << 8));
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return "incomplete";
    at = end + 1;
  }
  if ((flags & HAS_CHECKSUM) !== 0) at += 2;
  return at <= bytes.length ? at : "incomplete";
}

/** Whether a trailer tells this CRC-32, and this length modulo 2³². */
export function isTrailer(bytes: Uint8Array, sum: number, length: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, TRAILER_BYTES);
  return view.getUint32(0, true) === sum && view.getUint32(4, true) === length % 2 ** 32;
}
