import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import { bytesPerVoxel, type VoxelEncoding } from "../../../bindings/read/voxel-encoding.js";
import { MAXIMUM_INFLATION } from "../gzip/gunzip.js";
import { fileBeside } from "../header/file-beside.js";
import { labelShape } from "../header/label-shape.js";
import { invalidField } from "../header/number-list.js";
import { lineEnd, readTextHeader } from "../header/text-header.js";
import type { Pick } from "../layers/pick.js";
import { pickOf } from "../layers/segments.js";
import { asciiVolume } from "../stream/ascii-volume.js";
import { checkHeld } from "../stream/check-held.js";
import { inflatedBytes } from "../stream/inflated-bytes.js";
import { PiecewiseVolume } from "../stream/piecewise-volume.js";
import { StreamedVolume } from "../stream/streamed-volume.js";
import type { Packing } from "../stream/voxel-place.js";
import type { FormatInput, StoredHeader, StoredVolume, VoxelFile } from "../voxel-source.js";
import { nrrdGrid } from "./nrrd-grid.js";
import {
  type NrrdFields,
  nrrdEncoding,
  nrrdFields,
  nrrdIsLittleEndian,
  nrrdSizes,
  nrrdSkip,
  nrrdType,
} from "./nrrd-header.js";
import { nrrdSegments } from "./nrrd-segments.js";

/** NRRD (teem.sourceforge.net/nrrd/format.html), with segmentations of 3D Slicer (.seg.nrrd). */
export async function openNrrd(input: FormatInput): Promise<StoredVolume> {
  const { label } = input.source;
  const { text, bytes } = await readTextHeader(input.bytes, label, headerEnd);
  const header = nrrdFields(text, label);
  const { stored, pick, encoding, voxelBytes } = describe(input, header);
  // Its names are known before one of them is chosen.
  if (isVoxmatchError(pick)) {
    return new PiecewiseVolume(label, stored, encoding, () => {
      throw pick;
    });
  }
  const detached = header.fields.get("datafile");
  const file = detached === undefined ? input : await input.companion([fileBeside(detached, label, "data file")]);
  const kind = nrrdEncoding(header, label);
  const from = await afterLines(file, detached === undefined ? bytes : 0, nrrdSkip(header, "lineskip", label));
  const skip = nrrdSkip(header, "byteskip", label);
  if (kind === "ascii") return asciiVolume(file, stored, encoding, from + Math.max(0, skip), pick);
  const packing: Packing = { kind: kind === "gzip" ? "gzip" : "none", from, bytes: null };
  const place = {
    label: file.source.label,
    shape: stored.shape,
    dataType: stored.dataType,
    voxelBytes,
    behind: "error",
    nifti: null,
  } as const;
  const voxelOffset = skip >= 0 ? skip : await beforeLast(input, file, packing, voxelBytes);
  // Bytes skipped before the voxels count among the stored bytes.
  const isPlain = packing.kind === "none";
  const at = isPlain ? { ...packing, from: from + voxelOffset } : packing;
  const behind = { ...place, voxelOffset: isPlain ? 0 : voxelOffset };
  checkHeld(behind, at, file.source.size);
  return new StreamedVolume(file, stored, encoding, behind, at, isWhole(pick) ? null : pick);
}

function isWhole({ layers, value }: Pick): boolean {
  return layers === 1 && value === null;
}

interface Described {
  readonly stored: StoredHeader;
  /** The selection, or why there is none. */
  readonly pick: Pick | VoxmatchError;
  readonly encoding: VoxelEncoding;
  readonly voxelBytes: number;
}

/** The header's description of the voxels, with the selection among them. */
function describe({ source: { label }, maximumVoxels, reading, choices }: FormatInput, header: NrrdFields): Described {
  if (header.fields.has("blocksize")) throw invalidField({ label, name: "type" }, "block", "numbers");
  const dataType = nrrdType(header, label);
  const sizes = nrrdSizes(header, label);
  const kinds = header.fields.get("kinds")?.toLowerCase().split(/\s+/) ?? [];
  const directions = header.fields.get("spacedirections")?.trim().toLowerCase() ?? "";
  const isSpace = ["domain", "space"].includes(kinds[0] ?? "domain");
  const hasLayers = sizes.length > 1 && (!isSpace || directions.startsWith("none"));
  const layers = hasLayers ? sizes[0] : 1;
  if (hasLayers && layers > 1 && !["list", "domain", "none", "???"].includes(kinds[0] ?? "list")) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} stores ${layers} numbers for each voxel (${kinds[0]}), which are no labels. Save a volume of one label for each voxel.`,
      { source: label, kind: kinds[0], components: layers },
    );
  }
  const shape = labelShape(hasLayers ? sizes.slice(1) : sizes, { label, field: "sizes", maximumVoxels });
  const segments = nrrdSegments(header, layers);
  const pick = pickOrRefusal(segments, layers, choices, label);
  const bytes = bytesPerVoxel(dataType);
  const isText = nrrdEncoding(header, label) === "ascii";
  const littleEndian = isText || nrrdIsLittleEndian(header, bytes, label);
  const grid = nrrdGrid(header, { label, shape, hasLayers }, choices);
  return {
    stored: { shape, dataType, ...grid, segments: segments.map(({ name }) => name) },
    pick,
    encoding: { dataType, littleEndian, slope: 1, intercept: 0, ...reading },
    voxelBytes: shape.reduce((product, length) => product * length, bytes * layers),
  };
}

function pickOrRefusal(...args: Parameters<typeof pickOf>): Pick | VoxmatchError {
  try {
    return pickOf(...args);
  } catch (error) {
    if (isVoxmatchError(error, "INVALID_VOLUME")) return error;
    throw error;
  }
}

/** The header ends with an empty line, or with the file if its data lie in another. */
function headerEnd(bytes: Uint8Array, isAll: boolean): number | null {
  for (let at = 0; ; ) {
    const end = lineEnd(bytes, at);
    if (end === null) return isAll && hasDataFile(bytes) ? bytes.length : null;
    if (end - at === 1 || (end - at === 2 && bytes[at] === 13)) return end;
    at = end;
  }
}

function hasDataFile(bytes: Uint8Array): boolean {
  return /\ndata ?file:/i.test(new TextDecoder("latin1").decode(bytes));
}

/** Where the data begin once lines are skipped. */
async function afterLines({ source, bytes }: VoxelFile, from: number, lines: number): Promise<number> {
  let at = from;
  for (let wanted = from + (1 << 16), left = lines; left > 0; ) {
    const front = await bytes.front(wanted);
    const end = lineEnd(front.bytes, at);
    if (end !== null) {
      at = end;
      left--;
    } else if (front.isAll) {
      throw invalidField({ label: source.label, name: "lineskip" }, String(lines), "fewer lines than the file has");
    } else wanted *= 4;
  }
  return at;
}

/** Number of bytes before the voxels, where these are the last bytes of a file. */
async function beforeLast(
  { engine }: FormatInput,
  file: VoxelFile,
  packing: Packing,
  voxelBytes: number,
): Promise<number> {
  const { size, label } = file.source;
  if (size === null) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} cannot be read from a pipe: its voxels are its last bytes. Name the file.`,
      {
        source: label,
      },
    );
  }
  const isPacked = packing.kind !== "none";
  const possible = (size - packing.from) * (isPacked ? MAXIMUM_INFLATION : 1);
  const held = isPacked && voxelBytes <= possible ? await inflatedBytes(engine, file.source, packing) : possible;
  return Math.max(0, held - voxelBytes);
}
