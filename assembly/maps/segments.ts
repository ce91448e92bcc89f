/**
 * Segments: what the map kernels walk over instead of runs. A segment is a stretch of voxels of the domain that all have one code
 * (0 outside the reference, else the number of an instance or region), over the ends of rows.
 *
 * ```
 *   segments | start u32 | length u32 | code u32 | …          in the order of voxels, 12 bytes each
 * ```
 * **Idea**: rows of the labels and of the domain are merged like sorted lists; gaps between labels have code 0. Neighbouring pieces
 * of one code join, up to the end of a block of 2¹⁹ voxels: blocks are what calls and threads work on.
 *
 * **Cost**: O(runs + rows) time.
 */

import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";

export const SEGMENT_BYTES: usize = 12;

/** Voxels of a block. */
const BLOCK_SHIFT: u32 = 19;

/** Where segments are written. */
@unmanaged
class SegmentWriter {
  out: usize;
  count: u32;
  /** Blocks begun. */
  blocks: u32;
  /** The largest code; labels above it have it, too. */
  most: u32;
}

/** Bytes of a {@link SegmentWriter}, behind which lies the number of the first segment of each block, u32. */
export function segmentWriterBytes(): usize {
  return offsetof<SegmentWriter>();
}

/** Numbers the first segment of all blocks up to the one of a voxel. Returns whether that one begins. */
function beginBlocks(writer: SegmentWriter, voxel: u32): bool {
  const wanted = (voxel >> BLOCK_SHIFT) + 1;
  if (writer.blocks == wanted) return false;
  const firsts = changetype<usize>(writer) + offsetof<SegmentWriter>();
  for (; writer.blocks < wanted; writer.blocks++) store<u32>(firsts + ((<usize>writer.blocks) << 2), writer.count);
  return true;
}

function push(writer: SegmentWriter, start: u32, end: u32, code: u32): void {
  if (start >= end) return;
  const last = writer.out + <usize>(writer.count - 1) * SEGMENT_BYTES;
  const begins = beginBlocks(writer, start);
  if (!begins && load<u32>(last, 8) == code && load<u32>(last) + load<u32>(last, 4) == start) {
    store<u32>(last, load<u32>(last, 4) + (end - start), 4);
    return;
  }
  const at = writer.out + <usize>writer.count * SEGMENT_BYTES;
  store<u32>(at, start);
  store<u32>(at, end - start, 4);
  store<u32>(at, code, 8);
  writer.count++;
}

/** Writes the stretch [x, end) of a row, cut where runs begin and end. Returns the first run that may reach beyond it. */
function cut(writer: SegmentWriter, base: u32, from: u32, end: u32, runs: usize, first: u32, last: u32): u32 {
  let x = from;
  let i = first;
  for (; i < last; i++) {
    const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
    if (runStart(run) >= end) break;
    if (runEnd(run) <= x) continue;
    const start = max(x, runStart(run));
    const stop = min(end, runEnd(run));
    push(writer, base + x, base + start, 0);
    push(writer, base + start, base + stop, min(runLabel(run), writer.most));
    x = stop;
    if (runEnd(run) > end) break;
  }
  push(writer, base + x, base + end, 0);
  return i;
}

/** Makes a writer ready to write segments of codes 0 … most to `out`. */
export function beginSegments(scratch: usize, out: usize, most: u32): void {
  const writer = changetype<SegmentWriter>(scratch);
  writer.out = out;
  writer.count = 0;
  writer.blocks = 0;
  writer.most = most;
}

/** Numbers the first segment of blocks without any, up to `blocks` and one more, which is past the last. */
export function endSegments(scratch: usize, blocks: u32): void {
  beginBlocks(changetype<SegmentWriter>(scratch), blocks << BLOCK_SHIFT);
}

/**
 * Writes the segments of rows firstRow … lastRow − 1 behind those that are there.
 *
 * @param domain the runs of the domain; 0 if it is the whole volume
 * @returns how many there are now: at most 2 · runs + 2 · runs of the domain + rows
 */
export function listSegments(
  runs: usize,
  rowOffsets: usize,
  domain: usize,
  domainOffsets: usize,
  nx: u32,
  firstRow: u32,
  lastRow: u32,
  scratch: usize,
): u32 {
  const writer = changetype<SegmentWriter>(scratch);
  for (let row = firstRow; row < lastRow; row++) {
    const offset = (<usize>row) << 2;
    const last = load<u32>(rowOffsets + offset, 4);
    let first = load<u32>(rowOffsets + offset);
    const base = row * nx;
    if (domain == 0) {
      cut(writer, base, 0, nx, runs, first, last);
      continue;
    }
    const end = load<u32>(domainOffsets + offset, 4);
    for (let i = load<u32>(domainOffsets + offset); i < end; i++) {
      const stretch = load<u64>(domain + ((<usize>i) << RUN_SHIFT));
      first = cut(writer, base, runStart(stretch), runEnd(stretch), runs, first, last);
    }
  }
  return writer.count;
}
