import type { Volume } from "../../../base/types.js";

/** `start`, `end` (exclusive) pairs along x. */
export type Spans = readonly number[];

/** The stretches of a row where the label is not 0, touching ones joined. */
export function spansOfRow(volume: Volume, row: number): number[] {
  return "bits" in volume ? spansOfBits(volume.bits, volume.shape[0], row) : spansOfRuns(volume, row);
}

function spansOfRuns({ runs, rowOffsets }: Extract<Volume, { runs: unknown }>, row: number): number[] {
  const spans: number[] = [];
  for (let i = rowOffsets[row]; i < rowOffsets[row + 1]; i++) {
    const start = runs[2 * i] & 0xffff;
    const end = runs[2 * i] >>> 16;
    if (spans.length > 0 && spans[spans.length - 1] === start) spans[spans.length - 1] = end;
    else spans.push(start, end);
  }
  return spans;
}

function spansOfBits(bits: Uint32Array, nx: number, row: number): number[] {
  const words = 2 * Math.ceil(nx / 64);
  const spans: number[] = [];
  let before = 0;
  for (let i = 0; i < words; i++) {
    const word = bits[row * words + i];
    // A bit is set where a voxel differs from the one before it, which begins or ends a stretch.
    for (let changes = word ^ ((word << 1) | before); changes !== 0; changes &= changes - 1) {
      spans.push(32 * i + 31 - Math.clz32(changes & -changes));
    }
    before = word >>> 31;
  }
  if (before !== 0) spans.push(nx);
  return spans;
}
