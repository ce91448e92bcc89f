import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import { labelShape } from "../header/label-shape.js";
import { MACHINE_IS_LITTLE_ENDIAN } from "../nifti/data-types.js";
import { PiecewiseVolume } from "../stream/piecewise-volume.js";
import type { FormatInput, StoredVolume } from "../voxel-source.js";
import { seekable } from "../zip/zip-directory.js";
import { segGrid, segSlices } from "./seg-grid.js";
import { type SegHeader, segHeader } from "./seg-header.js";
import { frameReader } from "./seg-pixels.js";

/** DICOM Segmentations: of bits, of fractions by a threshold, and label maps (Supplement 243). */
export async function openDicom(input: FormatInput): Promise<StoredVolume> {
  const { label } = input.source;
  const { maximumVoxels, reading, choices } = input;
  const file = seekable(input.source);
  const bytes = await file.readAt(0, file.size);
  const parser = await import("dicom-parser");
  const { parseDicom } = "default" in parser ? (parser.default as typeof parser) : parser;
  const { header, read } = explained(() => {
    const data = parseDicom(bytes);
    const found = segHeader(data, label);
    return { header: found, read: frameReader(data, found, label) };
  }, label);
  const slices = segSlices(header, label);
  const { rows, columns } = header;
  const shape = labelShape([columns, rows, slices.count], { label, field: "Columns, Rows, frames", maximumVoxels });
  const labelAt = chooser(header, choices, label);
  checkDoubles(header, slices.sliceOf, label);
  const framesOf = Array.from({ length: slices.count }, (): number[] => []);
  for (const [frame, slice] of slices.sliceOf.entries()) framesOf[slice].push(frame);
  const grid = segGrid(header, slices, shape, label);
  const encoding = {
    dataType: "uint16",
    littleEndian: MACHINE_IS_LITTLE_ENDIAN,
    slope: 1,
    intercept: 0,
    ...reading,
  } as const;
  return new PiecewiseVolume(
    label,
    { shape, dataType: "uint16", ...grid, segments: namesOf(header) },
    encoding,
    async function* () {
      for (const [z, frames] of framesOf.entries()) {
        const layer = new Uint16Array(rows * columns);
        for (const frame of frames) {
          const { segment } = header.frames[frame];
          const pixels = await read(frame);
          for (let i = 0; i < layer.length; i++) {
            const value = pixels[i] === 0 ? 0 : labelAt(segment, pixels[i]);
            if (value === 0) continue;
            if (layer[i] !== 0) throw overlapping(header, [i % columns, Math.floor(i / columns), z], label);
            layer[i] = value;
          }
        }
        yield new Uint8Array(layer.buffer);
      }
    },
  );
}

/** The label of a pixel that is not 0. */
function chooser(
  header: SegHeader,
  { segment, absentSegment, fractionalThreshold }: FormatInput["choices"],
  label: string,
): (of: number, pixel: number) => number {
  const { kind, segments, largestFraction } = header;
  const found = segments.find(({ name, number }) => name === segment || String(number) === segment);
  if (segment !== undefined && found === undefined && absentSegment !== "empty") {
    const names = segments.map(({ name }) => name);
    throw new VoxmatchError(
      "INVALID_OPTION",
      `${label} has no segment "${segment}". Its segments are ${names.map((name) => `"${name}"`).join(", ")}.`,
      {
        option: "segment",
        value: segment,
        segments: names,
      },
    );
  }
  const labelOf = (number: number) => (segment === undefined ? number : Number(number === found?.number));
  if (kind === "LABELMAP") return (_, pixel) => labelOf(pixel);
  if (kind === "BINARY") return labelOf;
  if (fractionalThreshold === undefined) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} holds fractions from 0 to ${largestFraction}, and no labels. Say from which part of that on a voxel belongs to its segment ` +
        "(fractionalThreshold, such as 0.5).",
      { source: label, largestFraction },
    );
  }
  if (!(fractionalThreshold > 0 && fractionalThreshold <= 1) || largestFraction === 0) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `fractionalThreshold is ${fractionalThreshold}, expected a number above 0 and up to 1.`,
      {
        option: "fractionalThreshold",
        value: fractionalThreshold,
      },
    );
  }
  return (of, pixel) => (pixel / largestFraction >= fractionalThreshold ? labelOf(of) : 0);
}

/** By what segments can be chosen: their names, and their numbers where several have one name. Background is none. */
function namesOf({ segments }: Pick<SegHeader, "segments">): readonly string[] {
  const all = segments.map(({ name }) => name);
  return segments
    .filter(({ number }) => number !== 0)
    .map(({ name, number }) => (all.indexOf(name) === all.lastIndexOf(name) ? name : String(number)));
}

/** @throws VoxmatchError `INVALID_VOLUME` if a segment has two frames in a slice */
function checkDoubles({ frames }: SegHeader, sliceOf: readonly number[], label: string): void {
  const seen = new Set<string>();
  for (const [i, { segment }] of frames.entries()) {
    const key = `${segment} ${sliceOf[i]}`;
    if (seen.has(key))
      throw new VoxmatchError(
        "INVALID_VOLUME",
        `${label} has two frames of one segment in one slice. Write it again.`,
        { source: label },
      );
    seen.add(key);
  }
}

function overlapping({ segments }: SegHeader, voxel: readonly number[], label: string): VoxmatchError {
  const names = namesOf({ segments });
  return new VoxmatchError(
    "INVALID_VOLUME",
    `${label}: segments overlap, as at voxel [${voxel}], and a voxel has one label only. Evaluate one segment at a time (option segment): ` +
      `${names.map((name) => `"${name}"`).join(", ")}.`,
    { source: label, segments: names, voxel },
  );
}

/** dicom-parser throws texts, and objects that hold an exception. */
function explained<T>(work: () => T, label: string): T {
  try {
    return work();
  } catch (cause) {
    if (isVoxmatchError(cause)) throw cause;
    const inner = typeof cause === "object" && cause !== null && "exception" in cause ? cause.exception : cause;
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} cannot be read as DICOM: ${inner instanceof Error ? inner.message : inner}. Copy or write it again.`,
      { source: label },
      { cause },
    );
  }
}
