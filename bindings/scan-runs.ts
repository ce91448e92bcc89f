import { VoxmatchError } from "../src/errors.js";
import type { DataType, LabelRuns } from "../src/types.js";
import type { Engine } from "./engine.js";
import type { Kernels, Pointer } from "./kernels.js";
import type { ArenaMark } from "./memory.js";
import { copyRunsOut, MAXIMUM_ROW_LENGTH, type RunList, rowCount, type Triple, tripleOf } from "./run-list.js";

/** What a {@link RunScanner} must know of the voxels that it is given. */
export interface VoxelEncoding {
  readonly dataType: DataType;
  readonly littleEndian: boolean;
  /** label = slope · stored + intercept */
  readonly slope: number;
  readonly intercept: number;
}

/** Voxels pass through a piece of linear memory small enough to stay in the second-level cache between copy and scan. */
const STAGING_BYTES = 256 * 1024;

const FIRST_CAPACITY = 16_384;

/** Between addresses that differ modulo this, bytes are copied into shared memory one by one: 18 times slower when measured. */
const COPY_ALIGNMENT = 8;
const COPY_WORTH_ALIGNING = 4096;

const TYPES = {
  uint8: { bytes: 1, scan: "scanRunsU8", decode: "decodeU8" },
  int8: { bytes: 1, scan: "scanRunsI8", decode: "decodeI8" },
  uint16: { bytes: 2, scan: "scanRunsU16", decode: "decodeU16" },
  int16: { bytes: 2, scan: "scanRunsI16", decode: "decodeI16" },
  uint32: { bytes: 4, scan: "scanRunsU32", decode: "decodeU32" },
  int32: { bytes: 4, scan: "scanRunsI32", decode: "decodeI32" },
  uint64: { bytes: 8, scan: null, decode: "decodeU64" },
  int64: { bytes: 8, scan: null, decode: "decodeI64" },
  float32: { bytes: 4, scan: null, decode: "decodeF32" },
  float64: { bytes: 8, scan: null, decode: "decodeF64" },
} as const satisfies Record<DataType, { bytes: number; scan: keyof Kernels | null; decode: keyof Kernels }>;

/** Bytes that a voxel of this type takes. */
export function bytesPerVoxel(dataType: DataType): number {
  return TYPES[dataType].bytes;
}

/**
 * Turns the bytes of a volume, given in pieces of any length, into runs.
 *
 * ```
 *  arena:  | row offsets | staging: some whole rows | decoded rows (odd types only) | runs, growing → |
 * ```
 */
export class RunScanner {
  readonly #engine: Engine;
  readonly #shape: Triple;
  readonly #encoding: VoxelEncoding;
  readonly #start: ArenaMark;
  readonly #rowBytes: number;
  readonly #rows: number;
  readonly #stagingRows: number;
  readonly #rowOffsets: Pointer;
  readonly #staging: Pointer;
  /** Where in the staging its first row lies. */
  #origin: Pointer;
  readonly #decoded: Pointer | null;
  readonly #runs: Pointer;
  #capacity: number;
  #staged = 0;
  #row = 0;

  /**
   * @param shape voxels along x, y (and z)
   * @throws VoxmatchError `INVALID_VOLUME` if rows are longer than a run can say, `OUT_OF_MEMORY`
   */
  constructor(engine: Engine, shape: readonly number[], encoding: VoxelEncoding) {
    const [nx] = shape;
    if (nx > MAXIMUM_ROW_LENGTH) {
      throw new VoxmatchError(
        "INVALID_VOLUME",
        `The volume has ${nx} voxels along x, but at most ${MAXIMUM_ROW_LENGTH} are supported. Crop or transpose it.`,
        { shape, maximumRowLength: MAXIMUM_ROW_LENGTH },
      );
    }
    const { arena } = engine;
    this.#engine = engine;
    this.#shape = tripleOf(shape);
    this.#encoding = encoding;
    this.#start = arena.mark();
    this.#rows = rowCount(this.#shape);
    this.#rowBytes = nx * bytesPerVoxel(encoding.dataType);
    this.#stagingRows = Math.max(1, Math.min(this.#rows, Math.floor(STAGING_BYTES / this.#rowBytes)));
    this.#capacity = Math.max(FIRST_CAPACITY, nx);
    try {
      this.#rowOffsets = arena.allocate(4 * (this.#rows + 1));
      this.#staging = arena.allocate(this.#stagingRows * this.#rowBytes + COPY_ALIGNMENT);
      this.#origin = this.#staging;
      this.#decoded = scanKernel(encoding) === null ? arena.allocate(this.#stagingRows * nx * 4) : null;
      this.#runs = arena.allocate(8 * this.#capacity);
    } catch (error) {
      arena.release(this.#start);
      throw error;
    }
    arena.u32(this.#rowOffsets, 1)[0] = 0;
  }

  /**
   * Takes the next bytes of the volume (x fastest, then y, then z). Bytes past its end are ignored.
   * @throws VoxmatchError `INVALID_VOLUME` at a voxel that is negative, fractional or above 2³² − 1
   */
  push(bytes: Uint8Array): void {
    const stagingBytes = this.#stagingRows * this.#rowBytes;
    for (let from = 0; from < bytes.length && this.#row < this.#rows; ) {
      this.#align(bytes.byteOffset + from, bytes.length - from);
      const left = (this.#rows - this.#row) * this.#rowBytes;
      const room = Math.min(stagingBytes, left) - this.#staged;
      const take = Math.min(bytes.length - from, room);
      this.#engine.arena.u8(this.#origin + this.#staged, take).set(bytes.subarray(from, from + take));
      from += take;
      this.#staged += take;
      if (take === room) this.#scanStaged();
    }
  }

  /** True once as many bytes came as the shape asks for. */
  get complete(): boolean {
    return this.#row === this.#rows;
  }

  /** The runs of the whole volume, left in the arena, whose top they are. */
  list(): RunList {
    if (!this.complete) throw new VoxmatchError("INTERNAL", "A volume was closed before all its voxels had come.");
    const runCount = this.#runCount();
    this.#engine.arena.resizeLast(this.#runs, 8 * runCount);
    return { runs: this.#runs, rowOffsets: this.#rowOffsets, runCount, shape: this.#shape };
  }

  /** The runs of the whole volume, copied out of the arena, which is released. */
  finish(): LabelRuns {
    const copy = copyRunsOut(this.#engine, this.list());
    this.abandon();
    return copy;
  }

  /** Releases what the scan holds of the arena. */
  abandon(): void {
    this.#engine.arena.release(this.#start);
  }

  /** Moves what is staged so that the next `count` bytes, from `offset` of their buffer, go to an address of equal alignment. */
  #align(offset: number, count: number): void {
    const { arena } = this.#engine;
    if (((this.#origin + this.#staged - offset) & (COPY_ALIGNMENT - 1)) === 0) return;
    // Whole rows can be scanned; what remains of a row is moved only for something longer.
    if (count < Math.max(COPY_WORTH_ALIGNING, this.#staged % this.#rowBytes)) return;
    if (this.#staged >= this.#rowBytes) this.#scanStaged();
    const rest = arena.u8(this.#origin, this.#staged).slice();
    this.#origin = this.#staging + ((offset - rest.length) & (COPY_ALIGNMENT - 1));
    arena.u8(this.#origin, rest.length).set(rest);
  }

  #runCount(): number {
    return this.#engine.arena.u32(this.#rowOffsets + 4 * this.#row, 1)[0];
  }

  #scanStaged(): void {
    const { arena, kernels } = this.#engine;
    const nx = this.#shape[0];
    const firstRow = this.#row;
    const rows = Math.floor(this.#staged / this.#rowBytes);
    const decoded = this.#decoded;
    if (decoded !== null) this.#decode(firstRow, rows * nx, decoded);
    const source = decoded ?? this.#origin;
    const sourceRowBytes = decoded === null ? this.#rowBytes : 4 * nx;
    const scan = kernels[scanKernel(this.#encoding) ?? "scanRunsU32"];
    while (this.#row < firstRow + rows) {
      const done = this.#row - firstRow;
      const rowOffsets = this.#rowOffsets + 4 * this.#row;
      const scanned = scan(source + done * sourceRowBytes, nx, rows - done, this.#runs, rowOffsets, this.#capacity);
      if (scanned < 0) this.#refuse(firstRow, rows * nx);
      this.#row += scanned;
      if (scanned < rows - done) {
        this.#capacity = Math.max(this.#capacity * 2, this.#runCount() + 2 * nx);
        arena.resizeLast(this.#runs, 8 * this.#capacity);
      }
    }
    // What is left is the begin of a row.
    const done = rows * this.#rowBytes;
    this.#staged -= done;
    this.#origin = this.#staged === 0 ? this.#staging : this.#origin + done;
  }

  #decode(firstRow: number, count: number, out: Pointer): void {
    const { dataType, littleEndian, slope, intercept } = this.#encoding;
    const decode = this.#engine.kernels[TYPES[dataType].decode];
    const decoded = decode(this.#origin, count, !littleEndian, slope, intercept, out) >>> 0;
    if (decoded < count) this.#refuse(firstRow, count);
  }

  /** Finds the first of `count` staged voxels that is no label, and says where in the volume it is. */
  #refuse(firstRow: number, count: number): never {
    const { dataType, littleEndian, slope, intercept } = this.#encoding;
    const size = bytesPerVoxel(dataType);
    const view = new DataView(this.#engine.arena.memory.buffer, this.#origin, count * size);
    const [nx, ny] = this.#shape;
    for (let i = 0; i < count; i++) {
      const value = Number(readNumber(view, i * size, dataType, littleEndian)) * slope + intercept;
      if (Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff) continue;
      const row = firstRow + Math.floor(i / nx);
      const voxel = [i % nx, row % ny, Math.floor(row / ny)];
      throw new VoxmatchError(
        "INVALID_VOLUME",
        `Voxel [${voxel}] is ${value}, which is no label: labels are whole numbers from 0 to 4294967295. ` +
          "Is this a probability map or an intensity image? Threshold or relabel it first.",
        { voxel, value },
      );
    }
    throw new VoxmatchError("INTERNAL", "A kernel refused voxels that are labels. This is a defect of voxmatch.");
  }
}

/** The kernel that scans such voxels as they are stored; null if they must be decoded first. */
function scanKernel({ dataType, littleEndian, slope, intercept }: VoxelEncoding) {
  const plain = slope === 1 && intercept === 0 && (littleEndian || bytesPerVoxel(dataType) === 1);
  return plain ? TYPES[dataType].scan : null;
}

function readNumber(view: DataView, at: number, dataType: DataType, littleEndian: boolean): number | bigint {
  switch (dataType) {
    case "uint8":
      return view.getUint8(at);
    case "int8":
      return view.getInt8(at);
    case "uint16":
      return view.getUint16(at, littleEndian);
    case "int16":
      return view.getInt16(at, littleEndian);
    case "uint32":
      return view.getUint32(at, littleEndian);
    case "int32":
      return view.getInt32(at, littleEndian);
    case "uint64":
      return view.getBigUint64(at, littleEndian);
    case "int64":
      return view.getBigInt64(at, littleEndian);
    case "float32":
      return view.getFloat32(at, littleEndian);
    case "float64":
      return view.getFloat64(at, littleEndian);
  }
}
