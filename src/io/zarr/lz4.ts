/** A match copies at least this many bytes, and the last bytes of a block are always literals. */
const LEAST_MATCH = 4;

/** Fewer bytes are copied one by one, as calls cost more. */
const FEW_BYTES = 24;

/**
 * Decodes a block of LZ4 (github.com/lz4/lz4, doc/lz4_Block_format.md), which has neither length nor sum.
 * @param into as long as what the block decodes to
 * @throws Error if it is damaged
 */
export function decodeLz4(block: Uint8Array, into: Uint8Array): void {
  const end = block.length;
  let [at, to] = [0, 0];
  while (at < end) {
    const token = block[at++];
    let literals = token >> 4;
    if (literals === 15) {
      for (let more = 255; more === 255; literals += more) more = byteAt(block, at++);
    }
    if (at + literals > end || to + literals > into.length) throw new Error("a block of LZ4 ends too early");
    if (literals > FEW_BYTES) into.set(block.subarray(at, at + literals), to);
    else for (let i = 0; i < literals; i++) into[to + i] = block[at + i];
    at += literals;
    to += literals;
    if (at === end) break;
    const distance = byteAt(block, at) | (byteAt(block, at + 1) << 8);
    at += 2;
    let length = token & 15;
    if (length === 15) {
      for (let more = 255; more === 255; length += more) more = byteAt(block, at++);
    }
    length += LEAST_MATCH;
    if (distance === 0 || distance > to || to + length > into.length)
      throw new Error("a block of LZ4 copies what is not there");
    repeat(into, to, distance, length);
    to += length;
  }
  if (to !== into.length) throw new Error(`a block of LZ4 decodes to ${to} bytes, expected ${into.length}`);
}

/** Copies bytes from behind, which may overlap with where they go: then they repeat. */
function repeat(bytes: Uint8Array, to: number, distance: number, length: number): void {
  if (length <= FEW_BYTES) {
    for (let i = to; i < to + length; i++) bytes[i] = bytes[i - distance];
  } else if (distance === 1) {
    bytes.fill(bytes[to - 1], to, to + length);
  } else {
    // Each copy doubles the bytes that the next one can take.
    for (let done = 0; done < length; ) {
      const part = Math.min(distance + done, length - done);
      bytes.copyWithin(to + done, to - distance, to - distance + part);
      done += part;
    }
  }
}

function byteAt(block: Uint8Array, at: number): number {
  if (at >= block.length) throw new Error("a block of LZ4 is cut");
  return block[at];
}
