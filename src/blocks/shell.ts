import { indexAmong } from "../../base/search.js";
import type { Connectivity } from "../../bindings/components/label-components.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { RunVolume } from "../../bindings/volumes/run-volume.js";
import type { BlockPlace } from "./block-grid.js";

/**
 * The voxels of a block that other blocks may touch: its faces inside the volume, as runs of component numbers. Rows of a y or z
 * face are whole; of all others only the ends are there. Places are those of the volume.
 *
 * ```
 *  rows    | y + ny·z, rising |
 *  offsets | first run of each row | runs in all |
 *  runs    | start, end (exclusive), number | …
 * ```
 */
export interface Shell {
  /** The block's number. */
  readonly block: number;
  readonly rows: Float64Array<ArrayBuffer>;
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly runs: Uint32Array<ArrayBuffer>;
}

const FIRST_RUNS = 4096;

/** Cuts the shell of a block out of its runs, whose labels are component numbers. */
export function shellOf({ arena }: Engine, list: RunVolume, place: BlockPlace): Shell {
  const { index, origin, shape, whole } = place;
  const [nx, ny, nz] = shape;
  const offsets = arena.u32(list.rowOffsets, ny * nz + 1);
  const words = arena.u32(list.runs, 2 * list.runCount);
  const ends = rowEnds(place);
  const [rows, firsts]: [number[], number[]] = [[], []];
  let runs = new Uint32Array(3 * FIRST_RUNS);
  let filled = 0;
  for (let row = 0; row < ny * nz; row++) {
    const [y, z] = [row % ny, Math.floor(row / ny)];
    const pieces = isOpen(place, 1, y) || isOpen(place, 2, z) ? [[0, nx] as const] : ends;
    const before = filled;
    const room = filled + 3 * Math.max(2, offsets[row + 1] - offsets[row]);
    if (room > runs.length) runs = enlarged(runs, room);
    for (const [first, last] of pieces) {
      for (let i = offsets[row]; i < offsets[row + 1]; i++) {
        const [start, end] = [Math.max(first, words[2 * i] & 0xffff), Math.min(last, words[2 * i] >>> 16)];
        if (start >= end) continue;
        runs[filled++] = start + origin[0];
        runs[filled++] = end + origin[0];
        runs[filled++] = words[2 * i + 1];
      }
    }
    if (filled === before) continue;
    rows.push(y + origin[1] + whole[1] * (z + origin[2]));
    firsts.push(before / 3);
  }
  return {
    block: index,
    rows: Float64Array.from(rows),
    offsets: Uint32Array.from([...firsts, filled / 3]),
    runs: runs.slice(0, filled),
  };
}

function enlarged(runs: Uint32Array<ArrayBuffer>, room: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(room, 2 * runs.length));
  larger.set(runs);
  return larger;
}

/** The voxels at the ends of a row that other blocks may touch, as ranges. */
function rowEnds(place: BlockPlace): readonly (readonly [number, number])[] {
  const last = place.shape[0] - 1;
  return [...new Set([0, last])].filter((x) => isOpen(place, 0, x)).map((x) => [x, x + 1]);
}

/** Whether there are other blocks beyond a voxel of a block along an axis. */
function isOpen({ origin, shape, whole }: BlockPlace, axis: number, at: number): boolean {
  const isFirst = at === 0 && origin[axis] > 0;
  return isFirst || (at === shape[axis] - 1 && origin[axis] + shape[axis] < whole[axis]);
}

/** Axes along which two neighbours may differ at once. */
const AXES: Readonly<Record<Connectivity, number>> = { 4: 1, 6: 1, 18: 2, 8: 3, 26: 3 };

/**
 * Finds where two shells touch, and calls `onTouch` with a number of each. The same two may come more than once.
 * @param ny rows of a layer of the volume
 */
export function eachTouch(
  one: Shell,
  other: Shell,
  ny: number,
  connectivity: Connectivity,
  onTouch: (one: number, other: number) => void,
): void {
  for (let i = 0; i < one.rows.length; i++) {
    const y = one.rows[i] % ny;
    for (let dz = -1; dz <= 1; dz++) {
      for (let dy = -1; dy <= 1; dy++) {
        const left = AXES[connectivity] - Math.abs(dy) - Math.abs(dz);
        if (left < 0 || y + dy < 0 || y + dy >= ny) continue;
        const j = indexAmong(other.rows, one.rows[i] + dy + ny * dz);
        if (j >= 0) touchRows(one, i, other, j, Math.min(1, left), onTouch);
      }
    }
  }
}

/** Runs touch that come within `reach` voxels along x. */
function touchRows(
  one: Shell,
  i: number,
  other: Shell,
  j: number,
  reach: number,
  onTouch: (one: number, other: number) => void,
): void {
  const [a, b] = [one.runs, other.runs];
  const [aEnd, bEnd] = [3 * one.offsets[i + 1], 3 * other.offsets[j + 1]];
  let first = 3 * other.offsets[j];
  for (let p = 3 * one.offsets[i]; p < aEnd; p += 3) {
    while (first < bEnd && b[first + 1] + reach <= a[p]) first += 3;
    for (let q = first; q < bEnd && b[q] < a[p + 1] + reach; q += 3) onTouch(a[p + 2], b[q + 2]);
  }
}

/** The shell with other numbers. */
export function renumbered(shell: Shell, numberOf: (number: number) => number): Shell {
  const runs = shell.runs.slice();
  for (let i = 2; i < runs.length; i += 3) runs[i] = numberOf(runs[i]);
  return { ...shell, runs };
}
