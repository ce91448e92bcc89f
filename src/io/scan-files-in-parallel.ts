import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import type { BlockUnionFind } from "../../bindings/components/block-union-find.js";
import { Arena } from "../../bindings/engine/arena.js";
import { copyBytes } from "../../bindings/engine/copy-bytes.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { Pointer } from "../../bindings/engine/kernels.js";
import { Crc } from "../../bindings/read/crc.js";
import { STORED_SLACK_BYTES } from "../../bindings/read/inflater.js";
import { VolumeEncoder } from "../../bindings/read/volume-encoder.js";
import type { VoxelEncoding } from "../../bindings/read/voxel-encoding.js";
import { type Job, runJobs, threadsOf } from "../../bindings/threads/job.js";
import { bitBytes } from "../../bindings/volumes/bit-volume.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import { Gunzip } from "./gzip/gunzip.js";
import type { NiftiHeader } from "./nifti/header.js";
import type { OpenedFile } from "./open-file.js";
import type { LoadedVoxels } from "./volume-notes.js";
import { VoxelStream } from "./voxel-stream.js";

/** Files of more stored bytes are scanned while they come, one after the other. */
const MAXIMUM_STORED_BYTES = 2 ** 26;

/** What scanning takes beside bits: room for runs, of which only what is used becomes memory. */
const ROOM_BYTES = 24 * 2 ** 20;

/** A file's stored bytes in linear memory. */
interface StoredFile {
  readonly label: string;
  readonly header: NiftiHeader;
  readonly encoding: VoxelEncoding;
  readonly stored: Pointer;
  readonly storedBytes: number;
  /** Join the blocks of bits. */
  readonly joins: boolean;
}

/** A block of linear memory. */
interface Block {
  readonly block: Pointer;
  readonly blockBytes: number;
}

/** Whether {@link scanFilesInParallel} serves these files on this engine. */
export function canScanInParallel(engine: Engine, files: readonly OpenedFile[]): boolean {
  return (
    threadsOf(engine) > 1 &&
    files.every(({ isCompressed, source: { size } }) => isCompressed && size !== null && size <= MAXIMUM_STORED_BYTES)
  );
}

/**
 * Scans several gzip files at once, each on a thread of its own: there it is inflated, scanned, summed and joined, a few rows at a
 * time, which never leave the cache of the core.
 * @throws VoxmatchError what is wrong with the first file of those that something is wrong with
 */
export async function scanFilesInParallel(
  engine: Engine,
  files: readonly OpenedFile[],
  joins: boolean,
): Promise<LoadedVoxels[]> {
  const { arena } = engine;
  const places = files.map(({ source: { size } }) => arena.allocate((size ?? 0) + STORED_SLACK_BYTES));
  const copied = await Promise.allSettled(files.map((file, i) => copyStored(engine, file, places[i])));
  const works = files.map(({ source: { label }, header, encoding }, i) => {
    const copy = copied[i];
    if (copy.status === "rejected") throw copy.reason;
    const blockBytes = bitBytes(tripleOf(header.shape)) + ROOM_BYTES;
    const block = arena.allocate(blockBytes);
    return { label, header, encoding, stored: places[i], storedBytes: copy.value, joins, block, blockBytes };
  });
  const outcomes = runJobs(engine, scanStored, works);
  // Whatever is wrong shows again where all memory is at hand, unless it was that.
  return works.map((work, i) => scannedFrom(outcomes[i], work) ?? scanGzip(engine, work));
}

/** Scans a file within its block. */
export const scanStored: Job<StoredFile & Block> = {
  name: "scanStored",
  run: (engine, { block, blockBytes, ...file }) => {
    const { memory, fillZeros } = engine.arena;
    const arena = new Arena(memory, block + blockBytes, fillZeros, block);
    try {
      return numbersOf(scanGzip({ ...engine, arena, workerPool: null }, file));
    } catch (error) {
      if (isVoxmatchError(error)) return [];
      throw error;
    }
  },
};

function scanGzip(engine: Engine, { label, header, encoding, stored, storedBytes, joins }: StoredFile): LoadedVoxels {
  const crc = new Crc(engine);
  const stream = new VoxelStream(
    engine,
    { ...header, label },
    (sumBefore) => new VolumeEncoder(engine, header.shape, encoding, { sumBefore, joins }),
    crc,
  );
  const take = (at: Pointer, bytes: number) => stream.pushAt(at, bytes);
  new Gunzip(engine, label, crc, { take, sum: () => stream.sum }).inflate(stored, stored + storedBytes, true);
  return { ...stream.finish(), trailingBytes: stream.trailingBytes };
}

/** Copies all stored bytes into linear memory; says how many there are. */
async function copyStored({ arena }: Engine, { source, stored }: OpenedFile, place: Pointer): Promise<number> {
  const size = source.size ?? 0;
  let length = 0;
  for await (const chunk of stored) {
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

/** What a job says of the voxels that it scanned: addresses and lengths. */
function numbersOf({ voxels, joined, rounding, trailingBytes }: LoadedVoxels): readonly number[] {
  const remarks = [trailingBytes, rounding?.voxels ?? 0, rounding?.farthest ?? 0];
  if ("runs" in voxels) return [...remarks, voxels.runs, voxels.rowOffsets, voxels.runCount];
  const blocks = joined && [joined.list.runs, joined.list.rowOffsets, joined.list.runCount, joined.parents];
  return [...remarks, voxels.bits, voxels.label, voxels.rowWords, ...(blocks ?? [0, 0, 0, 0])];
}

/** Null if it was refused. */
function scannedFrom(numbers: readonly number[], { header, joins }: StoredFile): LoadedVoxels | null {
  const shape = tripleOf(header.shape);
  if (numbers.length === 0) return null;
  const [trailingBytes, rounded, farthest, ...places] = numbers;
  const remarks = { trailingBytes, rounding: rounded > 0 ? { voxels: rounded, farthest } : null };
  if (places.length === 3) {
    const [runs, rowOffsets, runCount] = places;
    return { voxels: { runs, rowOffsets, runCount, shape }, joined: null, ...remarks };
  }
  const [bits, label, rowWords, runs, rowOffsets, runCount, parents] = places;
  const voxels = { bits, label, rowWords, shape };
  const joined: BlockUnionFind = { list: { volume: voxels, runs, rowOffsets, runCount }, parents };
  return { voxels, joined: joins ? joined : null, ...remarks };
}
