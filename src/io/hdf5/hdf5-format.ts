import type { Dataset, File as Hdf5File, OutputData } from "h5wasm";
import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { type Grid, unplaced } from "../header/axes.js";
import { labelShape } from "../header/label-shape.js";
import { memberLabel } from "../member-path.js";
import { MACHINE_IS_LITTLE_ENDIAN } from "../nifti/data-types.js";
import { loadPackage } from "../packages.js";
import type { ByteSource } from "../source/source.js";
import { PiecewiseVolume } from "../stream/piecewise-volume.js";
import type { FormatInput, StoredVolume } from "../voxel-source.js";
import { seekable } from "../zip/zip-directory.js";
import { checkFilters } from "./hdf5-filters.js";

type Library = typeof import("h5wasm");

/** Approximate size of a slab of layers in bytes. */
const SLAB_BYTES = 2 ** 22;

/** A file without a path, as in a page, is held in memory as a whole. */
const MAXIMUM_HELD_BYTES = 2 ** 31 - 1;

/** Description of a data set by its attributes. */
interface Described {
  readonly path: string;
  readonly dataType: DataType;
  readonly lengths: readonly number[];
  /** The axes that are kept: z, y and x, or y and x. */
  readonly kept: readonly number[];
  /** Layers of a chunk. */
  readonly chunkDepth: number;
  /** mm along z, y and x. */
  readonly spacing: readonly number[] | null;
  readonly notes: readonly string[];
}

/** A data set of an HDF5 file: the one that is named, or the only one that can hold labels. Read in slabs of layers. */
export async function openHdf5(input: FormatInput): Promise<StoredVolume> {
  const { source, maximumVoxels, reading, choices } = input;
  const library = await loadPackage("h5wasm", "HDF5");
  await library.ready;
  const found = await withFile(library, source, (file) => describe(file, library, choices.member, source.label));
  const label = memberLabel(source.label, found.path);
  const { dataType, lengths, kept } = found;
  const shape = labelShape([...kept.map((axis) => lengths[axis])].reverse(), { label, field: "shape", maximumVoxels });
  const grid: Grid =
    found.spacing === null
      ? unplaced(shape, choices.spacing, { label, reason: "its attributes say nothing of the size of voxels" })
      : { spacing: [...found.spacing].reverse().slice(0, shape.length), affine: null, notes: found.notes };
  const encoding = { dataType, littleEndian: MACHINE_IS_LITTLE_ENDIAN, slope: 1, intercept: 0, ...reading };
  return new PiecewiseVolume(label, { shape, dataType, ...grid }, encoding, async function* () {
    const { file, close } = await openFile(library, source);
    try {
      const data = file.get(found.path);
      if (!(data instanceof library.Dataset)) throw damaged(label, "the data set is gone");
      yield* slabsOf(data, found, label);
    } finally {
      close();
    }
  });
}

function* slabsOf(
  data: Dataset,
  { lengths, kept, dataType, chunkDepth }: Described,
  label: string,
): Generator<Uint8Array> {
  const [first] = kept;
  const layerBytes = kept.slice(1).reduce((product, axis) => product * lengths[axis], bytesPerVoxel(dataType));
  const chunks = Math.max(1, Math.floor(SLAB_BYTES / layerBytes / chunkDepth));
  const depth = kept.length < 3 ? lengths[first] : chunks * chunkDepth;
  for (let from = 0; from < lengths[first]; from += depth) {
    const to = Math.min(lengths[first], from + depth);
    const ranges = lengths.map((length, axis): [number, number] => (axis === first ? [from, to] : [0, length]));
    const slab = asNumbers(
      explained(() => data.slice(ranges.slice(0, data.shape?.length)), label),
      dataType,
    );
    if (slab === null) throw damaged(label, "a slab of it is no array of numbers");
    if (slab.byteLength !== (to - from) * layerBytes)
      throw damaged(label, `a slab of it holds ${slab.byteLength} of ${(to - from) * layerBytes} bytes`);
    yield new Uint8Array(slab.buffer, slab.byteOffset, slab.byteLength);
  }
}

/** The numbers of a slab, which come as lists of lists where elements are arrays. */
function asNumbers(slab: OutputData | null, dataType: DataType): ArrayBufferView | null {
  if (ArrayBuffer.isView(slab)) return slab;
  if (!Array.isArray(slab)) return null;
  const flat: readonly unknown[] = slab.flat(Number.POSITIVE_INFINITY as 20);
  const size = bytesPerVoxel(dataType);
  const view = new DataView(new ArrayBuffer(size * flat.length));
  for (const [i, value] of flat.entries()) {
    if (dataType === "float64") view.setFloat64(8 * i, Number(value), MACHINE_IS_LITTLE_ENDIAN);
    else if (dataType === "float32") view.setFloat32(4 * i, Number(value), MACHINE_IS_LITTLE_ENDIAN);
    else if (size === 8) view.setBigUint64(8 * i, BigInt.asUintN(64, BigInt(String(value))), MACHINE_IS_LITTLE_ENDIAN);
    else if (size === 4) view.setUint32(4 * i, Number(value), MACHINE_IS_LITTLE_ENDIAN);
    else if (size === 2) view.setUint16(2 * i, Number(value), MACHINE_IS_LITTLE_ENDIAN);
    else view.setUint8(i, Number(value));
  }
  return view;
}

function describe(file: Hdf5File, library: Library, member: string | undefined, label: string): Described {
  const all = file.paths();
  const find = (path: string) => {
    const found = file.get(path);
    return found instanceof library.Dataset ? found : null;
  };
  if (member !== undefined) {
    const data = find(member);
    if (data !== null) return described(data, member, label);
    throw several(
      label,
      `has no data set "${member}"`,
      all.filter((path) => find(path) !== null),
    );
  }
  const usable = all.filter((path) => {
    const data = find(path);
    return data !== null && typeOf(data)?.includes("int") === true && keptAxes(data.shape ?? []).length >= 2;
  });
  const only = usable.length === 1 ? find(usable[0]) : null;
  if (only !== null) return described(only, usable[0], label);
  const what =
    usable.length === 0
      ? "no data set of whole numbers in two or three dimensions"
      : "several data sets of whole numbers";
  throw several(label, `has ${what}`, usable.length === 0 ? all : usable);
}

function described(data: Dataset, path: string, file: string): Described {
  const label = memberLabel(file, path);
  const dataType = typeOf(data);
  // Elements that are arrays themselves add their axes.
  const lengths = data.shape && [...data.shape, ...(data.metadata.array_type?.shape ?? [])];
  if (dataType === null || lengths === null) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} holds no numbers, which cannot be labels. Save it with an integer type.`,
      { source: label },
    );
  }
  checkFilters(data.filters, label);
  const kept = keptAxes(lengths);
  if (kept.length < 2) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} has the shape ${lengths.join(" × ")}, expected two or three axes: z, y and x.`,
      { source: label, shape: lengths },
    );
  }
  const chunks = data.metadata.chunks;
  const sizes = spacingOf(data, lengths.length, label);
  return {
    ...{ path, dataType, lengths, kept },
    chunkDepth: Math.max(1, chunks?.[kept[0]] ?? 1),
    spacing: sizes === null ? null : kept.slice(-3).map((axis) => sizes.millimetres[axis]),
    notes: sizes?.notes ?? [],
  };
}

/** All axes but those of one voxel that are too many: channels behind, then others in front. */
function keptAxes(lengths: readonly number[]): readonly number[] {
  let kept = lengths.map((_, axis) => axis);
  while (kept.length > 3 && kept.some((axis) => lengths[axis] === 1)) {
    const dropped =
      lengths[kept[kept.length - 1]] === 1 ? kept[kept.length - 1] : kept.find((axis) => lengths[axis] === 1);
    kept = kept.filter((axis) => axis !== dropped);
  }
  return kept;
}

/** Classes of types in HDF5. */
const [INTEGER, FLOAT, ENUM] = [0, 1, 8];

function typeOf({ metadata }: Dataset): DataType | null {
  const { type, size, signed } = metadata.array_type ?? metadata;
  if (type === INTEGER || type === ENUM) {
    if (![1, 2, 4, 8].includes(size)) return null;
    // Safe: every such name is one of a type.
    return `${signed ? "" : "u"}int${8 * size}` as DataType;
  }
  if (type === FLOAT && (size === 4 || size === 8)) return size === 4 ? "float32" : "float64";
  return null;
}

/** Attributes that hold the size of a voxel along each axis, and the millimetres of their unit. */
const SIZES = [
  ["element_size_um", 1e-3, null],
  ["resolution", 1e-6, "is taken to be in nanometers, as in CREMI"],
] as const;

function spacingOf(
  data: Dataset,
  dimensions: number,
  label: string,
): { millimetres: readonly number[]; notes: readonly string[] } | null {
  for (const [name, unit, remark] of SIZES) {
    const value = data.attrs[name]?.value;
    const numbers = ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number | bigint>, Number) : [];
    if (numbers.length < 2 || numbers.length > dimensions || !numbers.every((size) => size > 0)) continue;
    const front = new Array<number>(dimensions - numbers.length).fill(unit);
    const millimetres = [...front, ...numbers].map((size) => Number((size * unit).toPrecision(12)));
    return { millimetres, notes: remark === null ? [] : [`${label}: its attribute ${name} ${remark}.`] };
  }
  return null;
}

async function withFile<T>(library: Library, source: ByteSource, work: (file: Hdf5File) => T): Promise<T> {
  const { file, close } = await openFile(library, source);
  try {
    return explained(() => work(file), source.label);
  } finally {
    close();
  }
}

let opened = 0;

/** Node opens a path; everything else becomes a file in the library's own memory. */
async function openFile(library: Library, source: ByteSource): Promise<{ file: Hdf5File; close: () => void }> {
  const { label, localPath } = source;
  if (localPath !== undefined) {
    const file = checked(() => new library.File(localPath, "r"), label);
    return { file, close: () => void file.close() };
  }
  const { size, readAt } = seekable(source);
  if (size > MAXIMUM_HELD_BYTES || library.FS === null) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} has ${size} bytes, and at most ${MAXIMUM_HELD_BYTES} are read where there is no path, as in a page. Use the command line.`,
      {
        source: label,
        size,
      },
    );
  }
  const name = `voxmatch-${opened++}.h5`;
  const { FS } = library;
  FS.writeFile(name, await readAt(0, size));
  try {
    const file = checked(() => new library.File(name, "r"), label);
    const close = () => {
      file.close();
      FS.unlink(name);
    };
    return { file, close };
  } catch (error) {
    FS.unlink(name);
    throw error;
  }
}

function checked(open: () => Hdf5File, label: string): Hdf5File {
  const file = explained(open, label);
  if (file.file_id > 0n) return file;
  throw damaged(label, "the library of HDF5 does not open it");
}

function explained<T>(work: () => T, label: string): T {
  try {
    return work();
  } catch (cause) {
    if (isVoxmatchError(cause)) throw cause;
    throw damaged(label, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function several(label: string, what: string, paths: readonly string[]): VoxmatchError {
  const names = paths.map((path) => `/${path.replace(/^\//, "")}`);
  const shown = names.slice(0, 20).join(", ") + (names.length > 20 ? ", …" : "");
  return new VoxmatchError(
    "INVALID_OPTION",
    `${label} ${what}. Name one of ${shown || "its data sets"} (FILE.h5:/PATH, or option member).`,
    {
      option: "member",
      datasets: names,
    },
  );
}

function damaged(label: string, what: string, cause?: unknown): VoxmatchError {
  return new VoxmatchError(
    "INVALID_FILE",
    `${label} cannot be read as HDF5: ${what}. The file is cut off or damaged: copy or write it again.`,
    { source: label },
    { cause },
  );
}
