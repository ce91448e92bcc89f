import { VoxmatchError } from "../../../base/errors.js";
import { damaged } from "../damaged.js";
import { MAXIMUM_INFLATION } from "../gzip/gunzip.js";
import { unplaced } from "../header/axes.js";
import { labelShape } from "../header/label-shape.js";
import { MACHINE_IS_LITTLE_ENDIAN } from "../nifti/data-types.js";
import { PiecewiseVolume } from "../stream/piecewise-volume.js";
import type { FormatInput, StoredVolume } from "../voxel-source.js";
import { seekable } from "../zip/zip-directory.js";

/** Colour types of PNG (w3.org/TR/png-3). */
const [GREY, RGB, INDEXED] = [0, 2, 3];

/** An image of grey values or of indices, and colours that are numbers of COCO's panoptic format. */
export async function openPng(input: FormatInput): Promise<StoredVolume> {
  const { label } = input.source;
  const { maximumVoxels, reading, choices } = input;
  const file = seekable(input.source);
  const bytes = await file.readAt(0, file.size);
  const { width, height, depth, colour, dataBytes } = imageHeader(bytes, label);
  const isIds = choices.rgbIds === "coco";
  const isRead = isIds ? colour === RGB && depth === 8 : colour === GREY || colour === INDEXED;
  if (!isRead) throw refuseColour(colour, isIds, label);
  const shape = labelShape([width, height], { label, field: "width, height", maximumVoxels });
  const channels = isIds ? 3 : 1;
  if (Math.ceil((width * depth * channels) / 8) * height > dataBytes * MAXIMUM_INFLATION) {
    throw damaged(label, `it claims ${width} × ${height} voxels, which ${dataBytes} bytes cannot hold`);
  }
  const { decode } = await import("fast-png");
  const dataType = isIds ? "uint32" : depth === 16 ? "uint16" : "uint8";
  const grid = unplaced(shape, choices.spacing, {
    label,
    reason: "PNG says nothing of the size of voxels that is more than that of printers",
  });
  const encoding = { dataType, littleEndian: MACHINE_IS_LITTLE_ENDIAN, slope: 1, intercept: 0, ...reading } as const;
  return new PiecewiseVolume(label, { shape, dataType, ...grid }, encoding, async function* () {
    const found = explained(() => decode(bytes, { checkCrc: true }), label);
    if (found.width !== width || found.height !== height || found.channels !== channels)
      throw damaged(label, "its header contradicts itself");
    yield isIds ? idsOf(found.data) : depth < 8 ? unpacked(found.data, width, height, depth) : viewOf(found.data);
  });
}

interface ImageHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  /** Compressed bytes. */
  readonly dataBytes: number;
}

/** The header, and what kinds of chunks follow. @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME` */
function imageHeader(bytes: Uint8Array, label: string): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [dataBytes, hasEnd] = [0, false];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) throw damaged(label, `its chunk ${kind} is cut`);
    if (kind === "acTL")
      throw refused(label, "is an animation (APNG), of which only one image would be read. Save one image");
    if (kind === "tRNS")
      throw refused(label, "has transparent colours (tRNS), which say nothing of labels. Save it without");
    if (kind === "IDAT") dataBytes += length;
    if (kind === "IEND") hasEnd = true;
    at += 12 + length;
  }
  if (bytes.length < 33 || !hasEnd) throw damaged(label, "it ends before its last chunk (IEND)");
  const [depth, colour] = [bytes[24], bytes[25]];
  return { width: view.getUint32(16), height: view.getUint32(20), depth, colour, dataBytes };
}

function refuseColour(colour: number, isIds: boolean, label: string): VoxmatchError {
  if (isIds && colour !== GREY && colour !== INDEXED)
    return refused(label, "holds no colours of 8 bits alone, so that rgbIds does not apply");
  if (isIds) return refused(label, "holds grey values, so that rgbIds does not apply");
  if (colour === RGB) {
    return refused(
      label,
      'holds colours, which are no labels. If they are ids of COCO\'s panoptic format (R + 256 G + 65536 B), say rgbIds "coco" (--rgb-ids coco)',
    );
  }
  return refused(label, "holds transparency, which says nothing of labels. Save it as grey values or indices");
}

function idsOf(data: ArrayLike<number>): Uint8Array {
  const ids = new Uint32Array(data.length / 3);
  for (let i = 0; i < ids.length; i++) ids[i] = data[3 * i] + 256 * data[3 * i + 1] + 65_536 * data[3 * i + 2];
  return viewOf(ids);
}

/** A byte for each value of fewer bits, the highest of a byte first; rows begin with a byte. */
function unpacked(data: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const row = Math.ceil((width * depth) / 8);
  const found = new Uint8Array(width * height);
  for (let i = 0; i < found.length; i++) {
    const [y, x] = [Math.floor(i / width), i % width];
    const bit = x * depth;
    found[i] = (data[y * row + (bit >> 3)] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
  }
  return found;
}

function viewOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function explained<T>(work: () => T, label: string): T {
  try {
    return work();
  } catch (cause) {
    throw damaged(label, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function refused(label: string, what: string): VoxmatchError {
  return new VoxmatchError("INVALID_VOLUME", `${label} ${what}.`, { source: label });
}
