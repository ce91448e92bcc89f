import type { Pointer } from "../engine/kernels.js";
import { ROWS_PER_CALL, type RunVolume, rowCount } from "../volumes/run-volume.js";
import type { MapEngine } from "./map-engine.js";
import { voxelCount } from "./map-volume.js";

/** Bytes of a segment, and voxels of a block (`assembly/maps/segments.ts`). */
const SEGMENT_BYTES = 12;
const BLOCK_VOXELS = 2 ** 19;

/** Stretches of voxels of the domain that carry one code each, in the arena. */
export interface Segments {
  readonly segments: Pointer;
  readonly count: number;
  /** The number of the first segment of each block, and of the end. A block is what one call of a kernel works on. */
  readonly blocks: Uint32Array;
  /** Codes are 0 (none of the labels) … codes − 1. */
  readonly codes: number;
}

/**
 * Cuts the domain where labels begin and end. The result is the top of the arena.
 * @param labels runs of the labels 1 … codes − 1; larger ones count as codes − 1
 * @param domain runs of the voxels that count; null for all
 */
export function listSegments(engine: MapEngine, labels: RunVolume, domain: RunVolume | null, codes: number): Segments {
  const { arena, maps } = engine;
  const rows = rowCount(labels.shape);
  const blockCount = Math.ceil(voxelCount(labels.shape) / BLOCK_VOXELS);
  const capacity = 2 * labels.runCount + 2 * (domain?.runCount ?? 0) + rows;
  const firsts = maps.segmentWriterBytes();
  const writer = arena.allocate(firsts + 4 * (blockCount + 1));
  const segments = arena.allocate(SEGMENT_BYTES * capacity);
  const [from, fromOffsets] = domain === null ? [0, 0] : [domain.runs, domain.rowOffsets];
  const lists = [labels.runs, labels.rowOffsets, from, fromOffsets, labels.shape[0]] as const;
  maps.beginSegments(writer, segments, codes - 1);
  let count = 0;
  for (let row = 0; row < rows; row += ROWS_PER_CALL) {
    count = maps.listSegments(...lists, row, Math.min(rows, row + ROWS_PER_CALL), writer) >>> 0;
  }
  maps.endSegments(writer, blockCount);
  arena.resizeLast(segments, SEGMENT_BYTES * count);
  return { segments, count, blocks: arena.u32(writer + firsts, blockCount + 1).slice(), codes };
}

/** Calls a kernel for the segments of each block. */
export function forEachBlock(
  { segments, blocks }: Pick<Segments, "segments"> & { readonly blocks: ArrayLike<number> },
  call: (segments: Pointer, count: number, block: number) => void,
): void {
  for (let block = 0; block + 1 < blocks.length; block++) {
    const [first, last] = [blocks[block], blocks[block + 1]];
    if (first < last) call(segments + SEGMENT_BYTES * first, last - first, block);
  }
}
