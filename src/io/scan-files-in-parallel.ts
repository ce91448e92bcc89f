import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import type { BlockUnionFind } from "../../bindings/components/block-union-find.js";
import { Arena } from "../../bindings/engine/arena.js";
import { copyBytes } from "../../bindings/engine/copy-bytes.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { Pointer } from "../../bindings/engine/kernels.js";
import { STORED_SLACK_BYTES } from "../../bindings/read/inflater.js";
import { VolumeEncoder } from "../../bindings/read/volume-encoder.js";
import { type Job, runJobs, threadsOf } from "../../bindings/threads/job.js";
import { bitBytes } from "../../bindings/volumes/bit-volume.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import { Pipeline } from "./stream/pipeline.js";
import type { LoadedVoxels } from "./volume-notes.js";
import type { LoadOptions, PackedFile, ParallelRead } from "./voxel-source.js";

/** Files of more stored bytes are scanned while they come, one after the other. */
const MAXIMUM_STORED_BYTES = 2 ** 26;

/** Room for runs while scanning, in addition to bits; only the used part becomes memory. */
const ROOM_BYTES = 24 * 2 ** 20;

/** A file's stored bytes in linear memory. */
interface StoredFile extends LoadOptions {
  readonly file: PackedFile;
  readonly stored: Pointer;
  readonly storedBytes: number;
}

/** A block of linear memory. */
interface Block {
  readonly block: Pointer;
  readonly blockBytes: number;
}

/** Whether {@link scanFilesInParallel} serves these files on this engine. */
export function canScanInParallel(engine: Engine, files: readonly ParallelRead[]): boolean {
  return threadsOf(engine) > 1 && files.every(({ source: { size } }) => size !== null && size <= MAXIMUM_STORED_BYTES);
}

/**
 * Scans several compressed files at once, each on one thread: it inflates, scans, sums and unites a few rows at a time, which never
 * leave the cache of the core.
 * @throws VoxmatchError the error of the first file that has one
 */
export async function scanFilesInParallel(
  engine: Engine,
  files: readonly ParallelRead[],
  { unitesBlocks = false }: LoadOptions,
): Promise<LoadedVoxels[]> {
  const { arena } = engine;
  const places = files.map(({ source: { size } }) => arena.allocate((size ?? 0) + STORED_SLACK_BYTES));
  const copied = await Promise.allSettled(files.map((file, i) => copyStored(engine, file, places[i])));
  const works = files.map(({ file }, i) => {
    const copy = copied[i];
    if (copy.status === "rejected") throw copy.reason;
    const blockBytes = bitBytes(tripleOf(file.place.shape)) + ROOM_BYTES;
    const block = arena.allocate(blockBytes);
    return { file, stored: places[i], storedBytes: copy.value, unitesBlocks, block, blockBytes };
  });
  const outcomes = runJobs(engine, scanStored, works);
  // A refused file is read again with all memory at hand: only a lack of memory is mended by that.
  return works.map((work, i) => scannedFrom(outcomes[i], work) ?? scanGzip(engine, work));
}

/** Scans a file within its block. */
export const scanStored: Job<StoredFile & Block> = {
  name: "scanStored",
  run: (engine, { block, blockBytes, ...work }) => {
    const { memory, fillZeros } = engine.arena;
    const arena = new Arena(memory, block + blockBytes, fillZeros, block);
    try {
      return numbersOf(scanGzip({ ...engine, arena, workerPool: null }, work));
    } catch (error) {
      if (isVoxmatchError(error)) return [];
      throw error;
    }
  },
};

function scanGzip(engine: Engine, { file, stored, storedBytes, unitesBlocks }: StoredFile): LoadedVoxels {
  const { place, packing, encoding } = file;
  const pipeline = new Pipeline(
    engine,
    place,
    (crcBefore) => new VolumeEncoder(engine, place.shape, encoding, { crcBefore, unitesBlocks }),
    { packing, sums: true },
  );
  pipeline.inflateAll(stored, storedBytes);
  const { found, trailingBytes } = pipeline.result();
  return { ...found, trailingBytes };
}

/** Copies all stored bytes into linear memory; says how many there are. */
async function copyStored({ arena }: Engine, { source, bytes }: ParallelRead, place: Pointer): Promise<number> {
  const size = source.size ?? 0;
  let length = 0;
  for await (const chunk of bytes.all()) {
    if (length + chunk.length > size) {
      throw new VoxmatchError(
        "FILE_ACCESS",
        `${source.label} grew while it was read. Wait until it is written, and try again.`,
        { path: source.path, size },
      );
    }
    copyBytes(arena.memory, place + length, chunk);
    length += chunk.length;
  }
  return length;
}

/** A job's scanned voxels as numbers: addresses and lengths. */
function numbersOf({ voxels, united, rounding, trailingBytes }: LoadedVoxels): readonly number[] {
  const remarks = [trailingBytes, rounding?.voxels ?? 0, rounding?.farthest ?? 0];
  if ("runs" in voxels) return [...remarks, voxels.runs, voxels.rowOffsets, voxels.runCount];
  const blocks = united && [united.list.runs, united.list.rowOffsets, united.list.runCount, united.parents];
  return [...remarks, voxels.bits, voxels.label, voxels.rowWords, ...(blocks ?? [0, 0, 0, 0])];
}

/** Null if it was refused. */
function scannedFrom(numbers: readonly number[], { file, unitesBlocks }: StoredFile): LoadedVoxels | null {
  const shape = tripleOf(file.place.shape);
  if (numbers.length === 0) return null;
  const [trailingBytes, rounded, farthest, ...places] = numbers;
  const remarks = { trailingBytes, rounding: rounded > 0 ? { voxels: rounded, farthest } : null };
  if (places.length === 3) {
    const [runs, rowOffsets, runCount] = places;
    return { voxels: { runs, rowOffsets, runCount, shape }, united: null, ...remarks };
  }
  const [bits, label, rowWords, runs, rowOffsets, runCount, parents] = places;
  const voxels = { bits, label, rowWords, shape };
  const united: BlockUnionFind = { list: { volume: voxels, runs, rowOffsets, runCount }, parents };
  return { voxels, united: unitesBlocks ? united : null, ...remarks };
}
