/**
 * Voxels to runs in plain TypeScript, the twin of `assembly/read/scan-runs.ts`: four bytes at a time are compared with the label
 * of the run under way, which is as wide as JavaScript's numbers compare without a detour.
 */
import type { LabelArray, Shape } from "../data.js";
import type { TwinRuns } from "./run-list.js";

export function scanRunsTwin(data: LabelArray, [nx, ny, nz]: Shape): TwinRuns {
  const rows = ny * nz;
  const offsets = new Uint32Array(rows + 1);
  let capacity = 1 << 16;
  let starts = new Uint16Array(capacity);
  let ends = new Uint16Array(capacity);
  let labels = new Uint32Array(capacity);
  const bytes = data.BYTES_PER_ELEMENT;
  const lanes = 4 / bytes;
  const wordsFit = (nx * bytes) % 4 === 0 && data.byteOffset % 4 === 0;
  const words = wordsFit ? new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2) : new Uint32Array();
  const spread = bytes === 1 ? 0x01010101 : bytes === 2 ? 0x00010001 : 1;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (count + nx > capacity) {
      capacity = Math.max(2 * capacity, count + nx);
      starts = enlarged(starts, new Uint16Array(capacity));
      ends = enlarged(ends, new Uint16Array(capacity));
      labels = enlarged(labels, new Uint32Array(capacity));
    }
    const begin = row * nx;
    const end = begin + nx;
    let label = 0;
    let at = begin;
    while (at < end) {
      if (wordsFit && at % lanes === 0) {
        const word = Math.imul(label, spread) >>> 0;
        let w = at / lanes;
        const last = end / lanes;
        while (w < last && words[w] === word) w++;
        at = w * lanes;
        if (at >= end) break;
      }
      const next = data[at];
      if (next !== label) {
        if (label !== 0) ends[count++] = at - begin;
        label = next;
        starts[count] = at - begin;
        labels[count] = label;
      }
      at++;
    }
    if (label !== 0) ends[count++] = nx;
    offsets[row + 1] = count;
  }
  return { count, starts, ends, labels, offsets };
}

function enlarged<T extends Uint16Array | Uint32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
