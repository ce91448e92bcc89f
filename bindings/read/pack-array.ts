import { copyBytes } from "../engine/copy-bytes.js";
import type { Engine } from "../engine/engine.js";
import type { KernelFamily, Pointer } from "../engine/kernels.js";
import { divide, type Job, type RunningJobs, startJobs, threadsOf } from "../threads/job.js";
import { type BitVolume, bitBytes, wordsOfRow } from "../volumes/bit-volume.js";
import { rowCount, type Triple } from "../volumes/run-volume.js";
import { fitsBits } from "./bit-writer.js";
import { type VoxelEncoding, voxelCodec } from "./voxel-encoding.js";

/** Bytes of a piece of voxels to copy and pack: its time must exceed by far the 30 µs that waking a thread takes. */
const PIECE_BYTES = 3 * 2 ** 20;

/** Fewer pieces are not worth dividing. */
const WORTH_PIECES = 4;

/** Number of voxels sampled to guess the label. */
const PROBES = 4096;

/** Some rows in linear memory, and where their bits go. */
interface Rows {
  readonly kernel: KernelFamily<"packBits">;
  readonly source: Pointer;
  readonly nx: number;
  readonly rows: number;
  readonly bits: Pointer;
  readonly state: Pointer;
}

/** Packs rows, as long as they hold no second label; says how many. */
export const packRows: Job<Rows> = {
  name: "packRows",
  run: ({ kernels }, { kernel, source, nx, rows, bits, state }) => [kernels[kernel](source, nx, rows, bits, state)],
};

/** Voxels that are all at hand, and how they are stored. */
export interface StoredVoxels {
  readonly data: { readonly length: number; readonly [i: number]: number | bigint } & ArrayBufferView;
  readonly shape: Triple;
  readonly encoding: VoxelEncoding;
}

/**
 * Packs the voxels of an array on several threads: while these pack one piece, the caller copies the next into linear memory,
 * which only it can do. Returns null without any work where that gains nothing: on one thread, for small volumes, for voxels
 * that must be decoded, where no label is found at a glance, and for more than one label, which shows in the first
 * piece that has another than the one that was found.
 *
 * ```
 *  arena:  | label | bits | piece | piece |
 * ```
 */
export function packArray(
  engine: Engine,
  { data, shape, encoding }: StoredVoxels,
  pieceBytes = PIECE_BYTES,
): BitVolume | null {
  const { arena } = engine;
  const [nx] = shape;
  const { pack: kernel, decode, bytes } = voxelCodec(encoding);
  const rowBytes = nx * bytes;
  const rows = rowCount(shape);
  const pieceRows = Math.max(1, Math.floor(pieceBytes / rowBytes));
  const threads = threadsOf(engine);
  if (threads < 2 || decode !== null || !fitsBits(shape) || rows < WORTH_PIECES * pieceRows) return null;
  const label = labelAtAGlance(data);
  if (label === null) return null;

  const begin = arena.mark();
  const state = arena.allocate(4);
  arena.u32(state, 1)[0] = label;
  const bits = arena.allocate(bitBytes(shape));
  const rowWords = wordsOfRow(nx);
  const end = arena.mark();
  const pieces = [0, 1].map(() => arena.allocate(pieceRows * rowBytes));
  const stored = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const pending: { running: RunningJobs; rows: readonly number[] }[] = [];
  const packed = () => {
    const batch = pending.pop();
    return batch === undefined || batch.running.finish().every(([done], i) => done === batch.rows[i]);
  };
  let isOneLabel = true;
  for (let row = 0; row < rows && isOneLabel; row += pieceRows) {
    const count = Math.min(pieceRows, rows - row);
    const source = pieces[(row / pieceRows) % 2];
    copyBytes(arena.memory, source, stored.subarray(row * rowBytes, (row + count) * rowBytes));
    isOneLabel = packed();
    if (!isOneLabel) break;
    const ranges = divide(count, threads - 1);
    const jobs = ranges.map(([first, last]): Rows => {
      const at = { source: source + first * rowBytes, bits: bits + 8 * rowWords * (row + first) };
      return { kernel, nx, rows: last - first, state, ...at };
    });
    pending.push({ running: startJobs(engine, packRows, jobs), rows: jobs.map((job) => job.rows) });
  }
  isOneLabel = packed() && isOneLabel;
  arena.release(isOneLabel ? end : begin);
  return isOneLabel ? { bits, rowWords, shape, label } : null;
}

/** A label of the array, if one of some voxels all over it has one that a kernel can pack. */
function labelAtAGlance(data: StoredVoxels["data"]): number | null {
  const step = Math.max(1, Math.floor(data.length / PROBES));
  for (let i = step >> 1; i < data.length; i += step) {
    const value = Number(data[i]);
    if (value !== 0) return value > 0 ? value : null;
  }
  return null;
}
