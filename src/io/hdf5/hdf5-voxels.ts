import type { Dataset, OutputData } from "h5wasm";
import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import type { Box } from "../../../bindings/volumes/paint-labels.js";
import type { Triple } from "../../../bindings/volumes/run-volume.js";
import { MACHINE_IS_LITTLE_ENDIAN } from "../nifti/data-types.js";

/** Approximate size of a slab of layers in bytes. */
const SLAB_BYTES = 2 ** 22;

/** Description of a data set by its attributes. */
export interface Described {
  readonly path: string;
  readonly dataType: DataType;
  readonly lengths: readonly number[];
  /** The axes that are kept: z, y and x, or y and x. */
  readonly kept: readonly number[];
  /** Voxels of a chunk along x, y and z. */
  readonly chunk: Triple;
  /** mm along z, y and x. */
  readonly spacing: readonly number[] | null;
  readonly notes: readonly string[];
}

/** All voxels in slabs of layers. */
export function* slabsOf(
  data: Dataset,
  { lengths, kept, dataType, chunk }: Described,
  label: string,
): Generator<Uint8Array> {
  const [first] = kept;
  const chunkDepth = chunk[kept.length - 1];
  const layerBytes = kept.slice(1).reduce((product, axis) => product * lengths[axis], bytesPerVoxel(dataType));
  const chunks = Math.max(1, Math.floor(SLAB_BYTES / layerBytes / chunkDepth));
  const depth = kept.length < 3 ? lengths[first] : chunks * chunkDepth;
  for (let from = 0; from < lengths[first]; from += depth) {
    const to = Math.min(lengths[first], from + depth);
    const ranges = lengths.map((length, axis): [number, number] => (axis === first ? [from, to] : [0, length]));
    yield rangesOf(data, { dataType }, ranges, (to - from) * layerBytes, label);
  }
}

/** The voxels within ranges of indices along each axis. */
function rangesOf(
  data: Dataset,
  { dataType }: Pick<Described, "dataType">,
  ranges: [number, number][],
  bytes: number,
  label: string,
): Uint8Array {
  const slab = asNumbers(
    explained(() => data.slice(ranges.slice(0, data.shape?.length)), label),
    dataType,
  );
  if (slab === null) throw damaged(label, "a slab of it is no array of numbers");
  if (slab.byteLength !== bytes) throw damaged(label, `a slab of it holds ${slab.byteLength} of ${bytes} bytes`);
  return new Uint8Array(slab.buffer, slab.byteOffset, slab.byteLength);
}

/** The voxels of a box. */
export function boxOf(data: Dataset, found: Described, { origin, shape }: Box, label: string): Uint8Array {
  const axes = [...found.kept].reverse();
  const ranges = found.lengths.map((length, axis): [number, number] => {
    const i = axes.indexOf(axis);
    return i < 0 ? [0, length] : [origin[i], origin[i] + shape[i]];
  });
  const bytes = shape[0] * shape[1] * shape[2] * bytesPerVoxel(found.dataType);
  return rangesOf(data, found, ranges, bytes, label);
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

/** Turns errors of the library into refusals that name the file. */
export function explained<T>(work: () => T, label: string): T {
  try {
    return work();
  } catch (cause) {
    if (isVoxmatchError(cause)) throw cause;
    throw damaged(label, innermost(cause instanceof Error ? cause.message : String(cause)), cause);
  }
}

/** The last of the calls that the library's error lists, which says the reason; any other text as it is. */
function innermost(text: string): string {
  const calls = Array.from(text.matchAll(/#\d+: .* in \w+\(\): (.*)/g), ([, reason]) => reason);
  return calls.at(-1) ?? text;
}

export function damaged(label: string, what: string, cause?: unknown): VoxmatchError {
  return new VoxmatchError(
    "INVALID_FILE",
    `${label} cannot be read as HDF5: ${what}. The file is cut off or damaged: copy or write it again.`,
    { source: label },
    { cause },
  );
}
