import type { Array as ZarrArray, DataType as ZarrType } from "zarrita";
import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import type { Box } from "../../../bindings/volumes/paint-labels.js";
import type { Triple } from "../../../bindings/volumes/run-volume.js";
import { loadPackage } from "../packages.js";
import type { FolderStore } from "../source/folder-store.js";
import { checkCodecs } from "./checked-codecs.js";

/** An array with its chunks. */
type Opened = ZarrArray<ZarrType>;

/** Which axes are x, y and z (null: none, of length 1), and the index along all others. */
export interface ZarrSelection {
  readonly space: readonly (number | null)[];
  readonly fixed: readonly number[];
}

/** An array, and the files that were asked for and are not there: chunks of one value need not be stored. */
export interface OpenArray {
  readonly array: Opened;
  readonly missing: Set<string>;
}

/** A layer of chunks is held at once. */
const MAXIMUM_SLAB_BYTES = 2 ** 32;

/** @throws VoxmatchError `INVALID_FILE` if the array's metadata are not understood */
export async function openArray(store: FolderStore, path: string, label: string): Promise<OpenArray> {
  const { open, registry, root } = await loadPackage("zarrita", "Zarr");
  checkCodecs(registry);
  const missing = new Set<string>();
  const noted = (key: string, bytes: Uint8Array | undefined) => {
    if (bytes === undefined) missing.add(key);
    return bytes;
  };
  const watched: FolderStore = {
    ...store,
    get: async (key) => noted(key, await store.get(key)),
    getRange: async (key, range) => noted(key, await store.getRange(key, range)),
  };
  const place = path === "" ? root(watched) : root(watched).resolve(path.slice(1));
  const array = await explained(() => open(place, { kind: "array" }), label);
  const { chunks, shape } = array;
  if (!areLengths(shape, 0) || !areLengths(chunks, 1)) {
    throw damaged(
      label,
      `its shape (${JSON.stringify(shape)}) and chunks (${JSON.stringify(chunks)}) are not whole numbers`,
    );
  }
  if (!Number.isSafeInteger(chunkVoxels(array) * 8) || chunks.length !== shape.length) {
    throw damaged(label, `its chunks (${chunks.join(" × ")}) do not fit its shape (${shape.join(" × ")})`);
  }
  missing.clear();
  return { array, missing };
}

/** The metadata say so, and the library takes them as they are. */
function areLengths(given: unknown, least: number): boolean {
  return Array.isArray(given) && given.every((length) => Number.isSafeInteger(length) && length >= least);
}

const TYPES: readonly DataType[] = [
  ...(["uint8", "int8", "uint16", "int16", "uint32", "int32"] as const),
  ...(["uint64", "int64", "float32", "float64"] as const),
];

/** The type of the voxels that {@link slabsOf} gives. @throws VoxmatchError `INVALID_VOLUME` for what cannot be labels */
export function zarrType({ dtype }: Opened, label: string): DataType {
  if (dtype === "bool") return "uint8";
  const found = TYPES.find((type) => type === dtype);
  if (found !== undefined) return found;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `${label} holds values of the type ${dtype}, which cannot be labels. Save it with an integer type.`,
    {
      source: label,
      dataType: dtype,
    },
  );
}

/** The voxels in slabs: all chunks of a layer of chunks along z, put in order. A slab is overwritten by the next. */
export async function* slabsOf(
  array: Opened,
  { space, fixed }: ZarrSelection,
  label: string,
): AsyncGenerator<Uint8Array> {
  const dataType = zarrType(array, label);
  const size = bytesPerVoxel(dataType);
  const [nx, ny, nz] = space.map((axis) => (axis === null ? 1 : array.shape[axis]));
  const [cx, cy, cz] = space.map((axis) => (axis === null ? 1 : array.chunks[axis]));
  const depth = Math.min(cz, nz);
  const bytes = nx * ny * depth * size;
  if (bytes > MAXIMUM_SLAB_BYTES || chunkVoxels(array) * size > MAXIMUM_SLAB_BYTES) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label}: a layer of its chunks (${array.chunks.join(" × ")}) takes ${Math.max(bytes, chunkVoxels(array) * size)} bytes, which are ` +
        `needed at once, and at most ${MAXIMUM_SLAB_BYTES} are. Save it in chunks that are shorter along z.`,
      { source: label, bytes, maximum: MAXIMUM_SLAB_BYTES },
    );
  }
  const slab = elementsOf(new Uint8Array(bytes), size);
  for (let z0 = 0; z0 < nz; z0 += depth) {
    const layers = Math.min(depth, nz - z0);
    for (let y0 = 0; y0 < ny; y0 += cy) {
      for (let x0 = 0; x0 < nx; x0 += cx) {
        const at = fixed.map((index, axis) => Math.floor(index / array.chunks[axis]));
        const inside = fixed.map((index, axis) => index % array.chunks[axis]);
        for (const [i, first] of [x0, y0, z0].entries()) {
          const axis = space[i];
          if (axis !== null) at[axis] = Math.floor(first / array.chunks[axis]);
        }
        const chunk = await readChunk(array, at, size, label);
        const strides = space.map((axis) => (axis === null ? 0 : chunk.stride[axis]));
        const begin = inside.reduce((sum, index, axis) => sum + index * chunk.stride[axis], 0);
        const box = [Math.min(cx, nx - x0), Math.min(cy, ny - y0), layers] as const;
        place(chunk.voxels, { begin, strides, box }, slab, x0 + nx * y0, [nx, nx * ny]);
      }
    }
    yield new Uint8Array(slab.buffer, 0, nx * ny * layers * size);
  }
}

/** Voxels of a chunk along x, y and z. */
export function chunkOf(array: Opened, { space: [x, y, z] }: ZarrSelection): Triple {
  const along = (axis: number | null) => (axis === null ? 1 : array.chunks[axis]);
  return [along(x), along(y), along(z)];
}

/** The voxels of a box, out of all chunks that it cuts. */
export async function boxOf(
  array: Opened,
  { space, fixed }: ZarrSelection,
  { origin, shape }: Box,
  label: string,
): Promise<Uint8Array> {
  const size = bytesPerVoxel(zarrType(array, label));
  const bytes = new Uint8Array(shape[0] * shape[1] * shape[2] * size);
  const voxels = elementsOf(bytes, size);
  const inside = fixed.map((index, axis) => index % array.chunks[axis]);
  for (const chunkAt of chunksIn({ origin, shape }, chunkOf(array, { space, fixed }))) {
    const at = fixed.map((index, axis) => Math.floor(index / array.chunks[axis]));
    for (const [i, axis] of space.entries()) if (axis !== null) at[axis] = chunkAt.index[i];
    const chunk = await readChunk(array, at, size, label);
    const strides = space.map((axis) => (axis === null ? 0 : chunk.stride[axis]));
    const first = inside.reduce((sum, index, axis) => sum + index * chunk.stride[axis], 0);
    const begin = chunkAt.begin.reduce((sum, index, i) => sum + index * strides[i], first);
    const [x, y, z] = chunkAt.target;
    const target = x + shape[0] * (y + shape[1] * z);
    place(chunk.voxels, { begin, strides, box: chunkAt.box }, voxels, target, [shape[0], shape[0] * shape[1]]);
  }
  return bytes;
}

/** The chunks that a box cuts, and of each: where in it the common voxels begin, where these lie in the box, and how many they are. */
function* chunksIn({ origin, shape }: Box, chunk: Triple) {
  const along = [0, 1, 2].map((axis) => {
    const end = origin[axis] + shape[axis];
    const indexes = [];
    for (let i = Math.floor(origin[axis] / chunk[axis]); i * chunk[axis] < end; i++) {
      const from = Math.max(origin[axis], i * chunk[axis]);
      const to = Math.min(end, (i + 1) * chunk[axis]);
      indexes.push({ index: i, begin: from - i * chunk[axis], target: from - origin[axis], length: to - from });
    }
    return indexes;
  });
  for (const z of along[2]) {
    for (const y of along[1]) {
      for (const x of along[0]) {
        yield {
          index: [x.index, y.index, z.index],
          begin: [x.begin, y.begin, z.begin],
          target: [x.target, y.target, z.target],
          box: [x.length, y.length, z.length] as const,
        };
      }
    }
  }
}

interface Part {
  readonly begin: number;
  /** Between voxels along x, y and z, in voxels. */
  readonly strides: readonly number[];
  readonly box: readonly [number, number, number];
}

/** Copies the voxels of a chunk to where they are meant. */
function place(
  from: Elements,
  { begin, strides: [sx, sy, sz], box: [bx, by, bz] }: Part,
  slab: Elements,
  first: number,
  [row, layer]: readonly [number, number],
): void {
  for (let z = 0; z < bz; z++) {
    for (let y = 0; y < by; y++) {
      const source = begin + y * sy + z * sz;
      const target = first + y * row + z * layer;
      for (let x = 0; x < bx; x++) slab[target + x] = from[source + x * sx];
    }
  }
}

interface Chunk {
  readonly voxels: Elements;
  readonly stride: readonly number[];
}

async function readChunk(array: Opened, at: number[], size: number, label: string): Promise<Chunk> {
  const name = `${label}, chunk ${at.join(".")}`;
  const { data, stride } = await explained(() => array.getChunk(at), name);
  const voxels = chunkVoxels(array);
  if (data.length !== voxels) throw damaged(name, `it holds ${data.length} of the ${voxels} voxels of a chunk`);
  if (!fills(stride, array.chunks)) throw damaged(name, "its axes are transposed in an order that is none");
  return { voxels: elementsOf(bytesOf(data), size), stride };
}

/** True if the strides give every voxel of a chunk a place of its own. */
function fills(stride: readonly number[], shape: readonly number[]): boolean {
  const long = shape.map((length, axis) => ({ length, step: stride[axis] })).filter(({ length }) => length > 1);
  let next = 1;
  for (const { length, step } of long.sort((a, b) => a.step - b.step)) {
    if (step !== next) return false;
    next *= length;
  }
  return true;
}

/** The bytes of an array of numbers; truth values become 0 and 1. */
function bytesOf(data: { readonly length: number }): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Uint8Array.from(data as Iterable<boolean> & { readonly length: number }, Number);
}

/** Voxels to be moved, of any type of their size: a row of a chunk is too short for what a view of it costs. */
type Elements = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

function elementsOf({ buffer, byteOffset, byteLength }: Uint8Array, size: number): Elements {
  if (size === 8) return new BigUint64Array(buffer, byteOffset, byteLength / 8);
  if (size === 4) return new Uint32Array(buffer, byteOffset, byteLength / 4);
  if (size === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function chunkVoxels({ chunks }: Opened): number {
  return chunks.reduce((product, length) => product * length, 1);
}

/** Turns errors of zarrita and its codecs into refusals that name the array or the chunk. */
async function explained<T>(work: () => Promise<T>, label: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isVoxmatchError(cause)) throw cause;
    const inner = cause instanceof Error && isVoxmatchError(cause.cause) ? cause.cause : null;
    if (inner !== null) throw inner;
    throw damaged(label, messageOf(cause), cause);
  }
}

function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? `${cause.message} (${cause.cause.message})` : cause.message;
}

function damaged(label: string, what: string, cause?: unknown): VoxmatchError {
  return new VoxmatchError(
    "INVALID_FILE",
    `${label} cannot be read: ${what}. Copy or write it again.`,
    { source: label },
    { cause },
  );
}
