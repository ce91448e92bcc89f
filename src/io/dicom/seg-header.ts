import type { DataSet } from "dicom-parser";
import { VoxmatchError } from "../../../base/errors.js";

/** A segment as its sequence names it. */
export interface DicomSegment {
  readonly number: number;
  readonly name: string;
}

/** A frame: an image of one segment, or of all, in a plane. */
export interface SegFrame {
  /** 0 where the pixels themselves say which segment they belong to. */
  readonly segment: number;
  /** Of the centre of the first pixel, in mm (left, posterior, superior). */
  readonly position: readonly number[];
}

/** Header of a Segmentation (DICOM PS3.3, A.51), read before its pixels. */
export interface SegHeader {
  readonly kind: "BINARY" | "FRACTIONAL" | "LABELMAP";
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
  readonly largestFraction: number;
  readonly segments: readonly DicomSegment[];
  readonly frames: readonly SegFrame[];
  /** Directions of a row and of a column. */
  readonly orientation: readonly number[];
  /** Between columns (along x), and between rows (along y). */
  readonly pixelSpacing: readonly [number, number];
  readonly sliceSpacing: number | null;
  readonly thickness: number | null;
  readonly transferSyntax: string;
}

const SEGMENTATIONS = new Set(["1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7"]);
const RTSTRUCT = "1.2.840.10008.5.1.4.1.1.481.3";

/** @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME` for anything but a Segmentation on a grid in space */
export function segHeader(data: DataSet, label: string): SegHeader {
  checkClass(data.string("x00080016") ?? data.string("x00020002") ?? "", label);
  const kind = data.string("x00620001")?.trim() ?? "BINARY";
  if (kind !== "BINARY" && kind !== "FRACTIONAL" && kind !== "LABELMAP") {
    throw refused(label, `is a segmentation of the type ${kind}, expected BINARY, FRACTIONAL or LABELMAP`);
  }
  const shared = itemsOf(data, "x52009229")[0];
  const perFrame = itemsOf(data, "x52009230");
  const find = (frame: DataSet | undefined, sequence: string): DataSet | undefined =>
    (frame && itemsOf(frame, sequence)[0]) ?? (shared && itemsOf(shared, sequence)[0]);
  const orientation = numbersOf(find(perFrame[0], "x00209116"), "x00200037");
  const frames = perFrame.map((frame, i): SegFrame => {
    const position = numbersOf(find(frame, "x00209113"), "x00200032");
    const others = numbersOf(find(frame, "x00209116"), "x00200037");
    if (position.length !== 3 || others.length !== 6) throw noPlace(label);
    if (others.some((entry, axis) => Math.abs(entry - orientation[axis]) > 1e-4)) {
      throw refused(label, `has frames of different orientation (the first and number ${i + 1}), which are no volume`);
    }
    return { segment: kind === "LABELMAP" ? 0 : (find(frame, "x0062000a")?.uint16("x0062000b") ?? 0), position };
  });
  if (frames.length === 0) throw noPlace(label);
  checkOrientation(orientation, label);
  const measures = find(perFrame[0], "x00289110");
  const [rowStep, columnStep] = numbersOf(measures, "x00280030");
  if (!(rowStep > 0) || !(columnStep > 0))
    throw refused(label, "says nothing of the size of its pixels (PixelSpacing)");
  const count = Number(data.string("x00280008") ?? 1);
  if (count !== frames.length) throw damaged(label, `it has ${count} frames and describes ${frames.length}`);
  const segments = itemsOf(data, "x00620002").map((item) => ({
    number: item.uint16("x00620004") ?? 0,
    name: item.string("x00620005") ?? String(item.uint16("x00620004")),
  }));
  const lost = frames.find(({ segment }) => segment !== 0 && !segments.some(({ number }) => number === segment));
  const isUnnamed = kind !== "LABELMAP" && frames.some(({ segment }) => segment === 0);
  if (lost !== undefined || isUnnamed)
    throw damaged(label, `a frame is of the segment ${lost?.segment ?? 0}, which it does not describe`);
  return {
    ...{ kind, frames, orientation, segments },
    rows: data.uint16("x00280010") ?? 0,
    columns: data.uint16("x00280011") ?? 0,
    bits: data.uint16("x00280100") ?? 0,
    largestFraction: data.uint16("x0062000e") ?? 0,
    pixelSpacing: [columnStep, rowStep],
    sliceSpacing: numbersOf(measures, "x00180088")[0] ?? null,
    thickness: numbersOf(measures, "x00180050")[0] ?? null,
    transferSyntax: data.string("x00020010") ?? "",
  };
}

/** Lengths of directions and their angle may be off by this much. */
const SKEW = 1e-3;

/** @throws VoxmatchError `INVALID_FILE` if the directions of a row and of a column are no unit vectors at right angles */
function checkOrientation([a, b, c, x, y, z]: readonly number[], label: string): void {
  const [row, column, angle] = [Math.hypot(a, b, c), Math.hypot(x, y, z), a * x + b * y + c * z];
  if (Math.abs(row - 1) <= SKEW && Math.abs(column - 1) <= SKEW && Math.abs(angle) <= SKEW) return;
  // No numbers are refused with the frame that has them.
  if ([row, column].some(Number.isNaN)) return;
  throw damaged(label, `its directions (${[a, b, c, x, y, z].join(", ")}) are no unit vectors at right angles`);
}

function checkClass(uid: string, label: string): void {
  if (SEGMENTATIONS.has(uid)) return;
  if (uid === RTSTRUCT) {
    throw refused(
      label,
      "is an RT Structure Set: contours, which each program turns into voxels in its own way. Rasterise it with plastimatch or rt-utils, and evaluate that",
    );
  }
  throw refused(label, "is a DICOM file, but no Segmentation. Convert the series to one .nii.gz, as with dcm2niix");
}

function itemsOf(data: DataSet, tag: string): DataSet[] {
  return (data.elements[tag]?.items ?? []).flatMap(({ dataSet }) => dataSet ?? []);
}

function numbersOf(data: DataSet | undefined, tag: string): readonly number[] {
  const text = data?.string(tag);
  return text === undefined || text === "" ? [] : text.split("\\").map(Number);
}

function noPlace(label: string): VoxmatchError {
  return refused(
    label,
    "has frames without a position in space, as those of slides and X-ray images are, which are no volume",
  );
}

function damaged(label: string, what: string): VoxmatchError {
  return new VoxmatchError("INVALID_FILE", `${label} is damaged: ${what}. Copy or write the file again.`, {
    source: label,
  });
}

function refused(label: string, what: string): VoxmatchError {
  return new VoxmatchError("INVALID_VOLUME", `${label} ${what}.`, { source: label });
}
