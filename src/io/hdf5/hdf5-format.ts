import type { Dataset, File as Hdf5File } from "h5wasm";
import { VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";
import { tripleOf } from "../../../bindings/volumes/run-volume.js";
import { type Grid, unplaced } from "../header/axes.js";
import { labelShape } from "../header/label-shape.js";
import { memberLabel } from "../member-path.js";
import { MACHINE_IS_LITTLE_ENDIAN } from "../nifti/data-types.js";
import { loadPackage } from "../packages.js";
import { nodeModules } from "../source/platform.js";
import type { ByteSource } from "../source/source.js";
import { PiecewiseVolume } from "../stream/piecewise-volume.js";
import type { FormatInput, StoredVolume } from "../voxel-source.js";
import { seekable } from "../zip/zip-directory.js";
import { checkStorage, type StorageClaim } from "./check-storage.js";
import { readyToRead } from "./checked-reads.js";
import { SHUFFLE } from "./chunk-tree.js";
import { checkFilters } from "./hdf5-filters.js";
import { boxOf, type Described, damaged, explained, slabsOf } from "./hdf5-voxels.js";

type Library = typeof import("h5wasm");
type Module = Awaited<Library["ready"]>;

/** A file without a path, as in a page, is held in memory as a whole. */
const MAXIMUM_HELD_BYTES = 2 ** 31 - 1;

/** A data set of an HDF5 file: the one that is named, or the only one that can hold labels. Read in slabs of layers. */
export async function openHdf5(input: FormatInput): Promise<StoredVolume> {
  const { source, maximumVoxels, reading, choices } = input;
  const library = await loadPackage("h5wasm", "HDF5");
  const dataOf = (file: Hdf5File, path: string) => {
    const data = file.get(path);
    if (data instanceof library.Dataset) return data;
    throw damaged(source.label, `the data set ${path} is gone`);
  };
  const module = await readyToRead(library);
  const [found, claim] = await withFile(library, source, (file) => {
    const described = describe(file, library, choices.member, source.label);
    return [described, claimOf(file, module, dataOf(file, described.path), described.path)] as const;
  });
  const label = memberLabel(source.label, found.path);
  const { dataType, lengths, kept } = found;
  const shape = labelShape([...kept.map((axis) => lengths[axis])].reverse(), { label, field: "shape", maximumVoxels });
  const grid: Grid =
    found.spacing === null
      ? unplaced(shape, choices.spacing, { label, reason: "its attributes say nothing of the size of voxels" })
      : { spacing: [...found.spacing].reverse().slice(0, shape.length), affine: null, notes: found.notes };
  const storageNotes = await checkStorage({ ...seekable(source), label }, claim);
  const encoding = { dataType, littleEndian: MACHINE_IS_LITTLE_ENDIAN, slope: 1, intercept: 0, ...reading };
  const pieces = async function* () {
    const { file, close } = await openFile(library, source);
    try {
      yield* slabsOf(dataOf(file, found.path), found, label);
    } finally {
      close();
    }
  };
  const notes = [...grid.notes, ...storageNotes];
  return new PiecewiseVolume(label, { shape, dataType, ...grid, notes }, encoding, pieces, () => [], {
    chunk: found.chunk,
    read: (box) => withFile(library, source, (file) => boxOf(dataOf(file, found.path), found, box, label)),
  });
}

/** The storage of a data set as the library reads it from the file's metadata. */
function claimOf(file: Hdf5File, module: Module, data: Dataset, path: string): StorageClaim {
  // A reference to an object is the address of its header.
  const reference = Uint8Array.from(module.create_object_reference(file.file_id, path));
  const header = reference.reduceRight((value, byte) => 256 * value + byte, 0);
  const { chunks, size } = data.metadata;
  const lengths = data.shape ?? [];
  const bytes = (chunks ?? lengths).reduce((product, length) => product * length, size);
  const shuffle = data.filters.find(({ id }) => id === SHUFFLE);
  return {
    ...{ header, lengths, chunk: chunks, bytes, voxelBytes: size },
    filters: data.filters.map(({ id }) => id),
    shuffledBytes: shuffle?.cd_values[0] ?? null,
  };
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
    chunk: tripleOf(
      [...kept].reverse().map((axis) => Math.max(1, chunks?.[axis] ?? (axis === kept[0] ? 1 : lengths[axis]))),
    ),
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

/** Node opens a path. Everything else becomes a file: in the library's own memory, and under Node, where it has none, a temporary one. */
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
  const node = nodeModules();
  const name = node ? `${node.os().tmpdir()}/voxmatch-${node.crypto().randomUUID()}.h5` : `voxmatch-${opened++}.h5`;
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
