/** A member of a gzip file (RFC 1952): a header, compressed data, a trailer of checksum and length. */

export const TRAILER_BYTES = 8;

const HEADER_BYTES = 10;
const DEFLATE = 8;
const [HAS_EXTRA, HAS_NAME, HAS_COMMENT] = [4, 8, 16];
/** What hardly any file has: a checksum of the header, and flags that mean nothing yet. */
const UNUSUAL = 0xff & ~(1 | HAS_EXTRA | HAS_NAME | HAS_COMMENT);

/** Where the compressed data begin; null if the bytes do not hold the whole header, or one that is out of the ordinary. */
export function memberBegin(bytes: Uint8Array): number | null {
  const flags = bytes[3];
  if (bytes.length <= HEADER_BYTES || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return null;
  if (bytes[2] !== DEFLATE || (flags & UNUSUAL) !== 0) return null;
  let at = HEADER_BYTES;
  if ((flags & HAS_EXTRA) !== 0) at += 2 + (bytes[at] | (bytes[at + 1] << 8));
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return null;
    at = end + 1;
  }
  return at < bytes.length ? at : null;
}

/** Whether a trailer tells this CRC-32, and this length modulo 2³². */
export function isTrailer(bytes: Uint8Array, sum: number | null, length: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, TRAILER_BYTES);
  return view.getUint32(0, true) === sum && view.getUint32(4, true) === length % 2 ** 32;
}
