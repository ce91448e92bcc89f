import type { BitList } from "./bit-list.js";
import { divide, type Job, runJobs, slabsFor } from "./crew/job.js";
import type { Engine } from "./engine.js";
import type { Pointer } from "./kernels.js";
import { numberRuns } from "./label-components.js";
import { type LabelMeasures, RECORD_BYTES, readMeasures } from "./measure-labels.js";
import { type QuadList, quadGrid } from "./quad-list.js";
import { ROWS_PER_CALL } from "./run-list.js";

/** The components of a volume's only label where corners touch: 26 neighbours in 3D, 8 in 2D. */
export interface QuadComponents {
  /** Its runs carry the numbers 1, 2, … by first voxel in scan order. */
  readonly list: QuadList;
  readonly count: number;
  readonly measures: LabelMeasures;
  /** How many runs the volume has when each row is taken alone. */
  readonly rowRuns: number;
}

/** Some quad rows of a volume, in whole slices (in 2D in whole rows). */
interface Slab {
  readonly volume: BitList;
  readonly rowOffsets: Pointer;
  readonly firstRow: number;
  readonly lastRow: number;
}

interface RunSlab extends Slab {
  readonly runs: Pointer;
  readonly parents: Pointer;
}

/** Counts the runs of a slab. */
export const countQuadRuns: Job<Slab> = {
  name: "countQuadRuns",
  run: ({ kernels }, { volume: { bits, rowWords, shape }, rowOffsets, firstRow, lastRow }) => {
    eachPiece(firstRow, lastRow, (first, last) => {
      kernels.countQuads(bits, rowWords, shape[1], shape[2], first, last, rowOffsets);
    });
    return [];
  },
};

/** Writes the runs of a slab and finds their components as if nothing came before it. */
export const joinQuadSlab: Job<RunSlab> = {
  name: "joinQuadSlab",
  run: ({ kernels }, { volume, runs, rowOffsets, parents, firstRow, lastRow }) => {
    const { bits, rowWords, label, shape } = volume;
    const [, ny, nz] = shape;
    eachPiece(firstRow, lastRow, (first, last) => {
      kernels.scanQuads(bits, rowWords, ny, nz, first, last, label, runs, rowOffsets, parents);
      kernels.joinQuads(bits, rowWords, ny, nz, runs, rowOffsets, parents, first, last, firstRow);
    });
    return [];
  },
};

/** Fills zeroed records with what all quads say. */
export const measureQuadRuns: Job<{ readonly list: QuadList; readonly records: Pointer }> = {
  name: "measureQuadRuns",
  run: ({ kernels }, { list: { volume, runs, rowOffsets }, records }) => {
    const { bits, rowWords, shape } = volume;
    const [rows, slices] = quadGrid(volume);
    let rowRuns = 0;
    eachPiece(0, rows * slices, (first, last) => {
      rowRuns += kernels.measureQuads(bits, rowWords, shape[1], shape[2], runs, rowOffsets, first, last, records) >>> 0;
    });
    return [rowRuns];
  },
};

/** Labels the components of volumes with one label each, all slabs of all volumes at once. */
export function labelQuads(engine: Engine, volumes: readonly BitList[]): QuadComponents[] {
  const { arena, kernels } = engine;
  const counted = volumes.map((volume) => {
    const [rows, slices] = quadGrid(volume);
    return { volume, rowOffsets: arena.allocate(4 * (rows * slices + 1)) };
  });
  const slabs = counted.map(({ volume }) => divideQuads(volume, slabsFor(engine)));
  const slabsOf = <T>(of: readonly T[]) =>
    of.flatMap((work, i) => slabs[i].map(([firstRow, lastRow]) => ({ ...work, firstRow, lastRow })));
  runJobs(engine, countQuadRuns, slabsOf(counted));
  const works = counted.map((work) => {
    const [rows, slices] = quadGrid(work.volume);
    const runCount = kernels.sumOffsets(work.rowOffsets, rows * slices) >>> 0;
    return { ...work, runCount, runs: arena.allocate(8 * runCount) };
  });
  const mark = arena.mark();
  try {
    const joined = works.map((work) => ({ ...work, parents: arena.allocate(4 * work.runCount) }));
    const runSlabs = slabsOf(joined);
    runJobs(engine, joinQuadSlab, runSlabs);
    for (const { volume, runs, rowOffsets, parents, firstRow } of runSlabs) {
      if (firstRow === 0) continue;
      const { bits, rowWords, shape } = volume;
      const last = firstRow + rowsOfSlice(volume);
      kernels.joinQuads(bits, rowWords, shape[1], shape[2], runs, rowOffsets, parents, firstRow, last, 0);
    }
    const classes = works.map(({ runCount }) => arena.allocate(4 * runCount));
    const numbered = joined.map((list, i) => ({ list, parents: list.parents, classes: classes[i] }));
    const counts = runJobs(engine, numberRuns, numbered).map(([count]) => count);
    const records = counts.map((count) => arena.allocateZeroed(RECORD_BYTES * (count + 1)));
    const lists = works.map(({ volume, runs, rowOffsets, runCount }) => ({ volume, runs, rowOffsets, runCount }));
    const measured = runJobs(
      engine,
      measureQuadRuns,
      lists.map((list, i) => ({ list, records: records[i] })),
    );
    return lists.map((list, i) => {
      const measures = readMeasures(engine, records[i], counts[i], list.volume.shape[0]);
      return { list, count: counts[i], measures: inScanOrder(engine, list, measures), rowRuns: measured[i][0] };
    });
  } finally {
    arena.release(mark);
  }
}

/** Quads are not visited in the order of their voxels: renumbers the components by their first voxels. */
function inScanOrder(engine: Engine, { runs, runCount }: QuadList, measures: LabelMeasures): LabelMeasures {
  const { firstVoxels } = measures;
  const count = firstVoxels.length;
  if (firstVoxels.every((voxel, i) => i === 0 || firstVoxels[i - 1] < voxel)) return measures;
  const sorted = firstVoxels.slice().sort();
  const { arena, kernels } = engine;
  const mark = arena.mark();
  const numbers = arena.allocate(4 * (count + 1));
  const places = arena.u32(numbers, count + 1);
  const ordered = {
    voxels: new Float64Array(count),
    sums: new Float64Array(3 * count),
    boxes: new Uint32Array(6 * count),
    firstVoxels: sorted,
  };
  for (let i = 0; i < count; i++) {
    const place = placeOf(sorted, firstVoxels[i]);
    places[i + 1] = place + 1;
    ordered.voxels[place] = measures.voxels[i];
    for (let k = 0; k < 3; k++) ordered.sums[3 * place + k] = measures.sums[3 * i + k];
    for (let k = 0; k < 6; k++) ordered.boxes[6 * place + k] = measures.boxes[6 * i + k];
  }
  kernels.renumberRuns(runs, runCount, numbers);
  arena.release(mark);
  return ordered;
}

/** Where a number stands among rising ones that include it. */
function placeOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Quad rows that touch the rows before a border between slabs. */
function rowsOfSlice(volume: BitList): number {
  const [rows, slices] = quadGrid(volume);
  return slices > 1 ? rows : 1;
}

/** Rows of at most `parts` slabs, which never cut a slice. */
function divideQuads(volume: BitList, parts: number): (readonly [number, number])[] {
  const [rows, slices] = quadGrid(volume);
  const slice = rowsOfSlice(volume);
  return divide((rows * slices) / slice, parts).map(([first, last]) => [first * slice, last * slice]);
}

function eachPiece(firstRow: number, lastRow: number, work: (first: number, last: number) => void): void {
  for (let row = firstRow; row < lastRow; row += ROWS_PER_CALL) work(row, Math.min(lastRow, row + ROWS_PER_CALL));
}
