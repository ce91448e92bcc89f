import type { DataSet, Element } from "dicom-parser";
import { VoxmatchError } from "../../../base/errors.js";
import { damaged } from "../damaged.js";
import type { SegHeader } from "./seg-header.js";

/** The pixels of a frame, row after row: bytes or words as they are, and a byte of 0 or 1 for a bit. */
export type ReadFrame = (frame: number) => Promise<Uint8Array | Uint16Array>;

const [RLE, DEFLATED_FRAMES] = ["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.8.1"];
const BIG_ENDIAN = "1.2.840.10008.1.2.2";
const PLAIN = new Set(["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", BIG_ENDIAN]);

/** @throws VoxmatchError `INVALID_FILE` for pixels that are cut, or compressed in a way that is not read */
export function frameReader(data: DataSet, header: SegHeader, label: string): ReadFrame {
  const { rows, columns, bits, frames, transferSyntax: syntax } = header;
  const pixels = rows * columns;
  if (pixels === 0 || ![1, 8, 16].includes(bits))
    throw damaged(label, `it has ${columns} × ${rows} pixels of ${bits} bits`);
  const element = data.elements.x7fe00010;
  if (element === undefined) throw damaged(label, "it has no pixels");
  const unpack = (bytes: Uint8Array, first: number) => pixelsIn(bytes, first, pixels, bits);
  if (PLAIN.has(syntax)) {
    const needed = Math.ceil((pixels * frames.length * bits) / 8);
    const held = Math.min(element.length, data.byteArray.length - element.dataOffset);
    // An odd number of bytes is filled up by one.
    if (held < needed || element.length > needed + (needed % 2))
      throw damaged(label, `its pixels take ${needed} bytes, and it holds ${Math.max(held, element.length)}`);
    const stored = data.byteArray.subarray(element.dataOffset, element.dataOffset + held);
    const isSwapped = syntax === BIG_ENDIAN && element.vr === "OW";
    const bytes = isSwapped ? swapped(stored) : stored;
    // Frames of bits follow each other without padding.
    return async (frame) => unpack(bytes, frame * pixels);
  }
  if (syntax !== RLE && syntax !== DEFLATED_FRAMES) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} is compressed by the transfer syntax ${syntax}, such as JPEG 2000 or JPEG-LS, which is not read. Decompress it first (dcmdjpeg, gdcmconv --raw).`,
      { source: label, transferSyntax: syntax },
    );
  }
  const fragments = element.fragments ?? [];
  if (fragments.length !== frames.length)
    throw damaged(label, `it has ${fragments.length} fragments for ${frames.length} frames`);
  const needed = Math.ceil((pixels * bits) / 8);
  return async (frame) => {
    const stored = fragmentOf(data, element, frame);
    const bytes = syntax === RLE ? runLengths(stored, needed, bits, label) : await inflated(stored, needed, label);
    if (bytes.length < needed) throw damaged(label, `frame ${frame + 1} holds ${bytes.length} of ${needed} bytes`);
    return unpack(bytes, 0);
  };
}

function fragmentOf(data: DataSet, element: Element, frame: number): Uint8Array {
  const { position, length } = element.fragments?.[frame] ?? { position: 0, length: 0 };
  return data.byteArray.subarray(position, position + length);
}

/** @param first the number of the first pixel */
function pixelsIn(bytes: Uint8Array, first: number, count: number, bits: number): Uint8Array | Uint16Array {
  if (bits === 8) return bytes.subarray(first, first + count);
  if (bits === 16)
    return Uint16Array.from({ length: count }, (_, i) => bytes[2 * (first + i)] | (bytes[2 * (first + i) + 1] << 8));
  const found = new Uint8Array(count);
  for (let i = 0; i < count; i++) found[i] = (bytes[(first + i) >> 3] >> ((first + i) & 7)) & 1;
  return found;
}

function swapped(bytes: Uint8Array): Uint8Array {
  const found = bytes.slice();
  for (let i = 0; i + 1 < found.length; i += 2) [found[i], found[i + 1]] = [found[i + 1], found[i]];
  return found;
}

/** PS3.5, annex G: a header of 16 words, then a segment for each byte of a pixel, the highest first. */
function runLengths(stored: Uint8Array, needed: number, bits: number, label: string): Uint8Array {
  if (stored.length < 64) throw damaged(label, "a frame is shorter than its header");
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  const segments = view.getUint32(0, true);
  const expected = bits === 16 ? 2 : 1;
  if (segments !== expected) throw damaged(label, `a frame has ${segments} segments, expected ${expected}`);
  const found = new Uint8Array(needed);
  for (let s = 0; s < segments; s++) {
    const begin = view.getUint32(4 * (s + 1), true);
    const end = s + 1 < segments ? view.getUint32(4 * (s + 2), true) : stored.length;
    const bytes = packBits(stored.subarray(begin, end), needed / expected, label);
    // Of two bytes the higher comes first, and is the second in memory.
    for (let i = 0; i < bytes.length; i++) found[expected * i + expected - 1 - s] = bytes[i];
  }
  return found;
}

/** Stretches of bytes that follow a count, and bytes that are repeated. */
function packBits(stored: Uint8Array, count: number, label: string): Uint8Array {
  const found = new Uint8Array(count);
  for (let [at, to] = [0, 0]; to < count; ) {
    if (at >= stored.length) throw damaged(label, "a frame ends before its pixels do");
    const control = (stored[at++] << 24) >> 24;
    if (control === -128) continue;
    const length = control >= 0 ? control + 1 : 1 - control;
    const used = control >= 0 ? length : 1;
    if (to + length > count || at + used > stored.length)
      throw damaged(label, "a frame holds more pixels than it should, or is cut");
    if (control >= 0) found.set(stored.subarray(at, at + length), to);
    else found.fill(stored[at], to, to + length);
    at += used;
    to += length;
  }
  return found;
}

async function inflated(stored: Uint8Array, needed: number, label: string): Promise<Uint8Array> {
  try {
    // A fragment of odd length is padded with a zero.
    for (const end of [stored.length, stored.length - 1]) {
      const stream = new Blob([stored.slice(0, end)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
      const bytes = await new Response(stream).arrayBuffer().catch((error) => {
        if (end === stored.length && stored.at(-1) === 0) return null;
        throw error;
      });
      if (bytes !== null) return new Uint8Array(bytes).subarray(0, needed);
    }
  } catch (cause) {
    throw damaged(label, cause instanceof Error ? cause.message : String(cause), cause);
  }
  throw damaged(label, "a frame does not inflate");
}
