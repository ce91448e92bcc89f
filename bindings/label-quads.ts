import type { BitList } from "./bit-list.js";
import { type Job, runJobs } from "./crew/job.js";
import type { Engine } from "./engine.js";
import { countQuads, eachPiece, type JoinedQuads, joinQuads } from "./joined-quads.js";
import type { Pointer } from "./kernels.js";
import { numberRuns } from "./label-components.js";
import { type LabelMeasures, RECORD_BYTES, readMeasures } from "./measure-labels.js";
import { type QuadList, quadRowCount } from "./quad-list.js";

/** The components of a volume's only label where corners touch: 26 neighbours in 3D, 8 in 2D. */
export interface QuadComponents {
  /** Its runs carry the numbers 1, 2, … by first voxel in scan order. */
  readonly list: QuadList;
  readonly count: number;
  readonly measures: LabelMeasures;
  /** How many runs the volume has when each row is taken alone. */
  readonly rowRuns: number;
}

/** Fills zeroed records with what all quads say. */
export const measureQuadRuns: Job<{ readonly list: QuadList; readonly records: Pointer }> = {
  name: "measureQuadRuns",
  run: ({ kernels }, { list: { volume, runs, rowOffsets }, records }) => {
    const { bits, rowWords, shape } = volume;
    let rowRuns = 0;
    eachPiece(0, quadRowCount(volume), (first, last) => {
      rowRuns += kernels.measureQuads(bits, rowWords, shape[1], shape[2], runs, rowOffsets, first, last, records) >>> 0;
    });
    return [rowRuns];
  },
};

/**
 * Labels the components of volumes with one label each, all slabs of all volumes at once.
 * @param known the quads of these volumes where they are joined already; they are overwritten
 */
export function labelQuads(
  engine: Engine,
  volumes: readonly BitList[],
  known: readonly (JoinedQuads | null)[] = [],
): QuadComponents[] {
  const { arena } = engine;
  const lists = countQuads(
    engine,
    volumes.filter((_, i) => !known[i]),
  );
  const mark = arena.mark();
  try {
    const others = joinQuads(engine, lists);
    return componentsOf(
      engine,
      volumes.flatMap((_, i) => known[i] ?? others.shift() ?? []),
    );
  } finally {
    arena.release(mark);
  }
}

/** Numbers and measures what was joined. Parents are not needed afterwards. */
export function componentsOf(engine: Engine, joined: readonly JoinedQuads[]): QuadComponents[] {
  const { arena } = engine;
  const mark = arena.mark();
  try {
    const works = joined.map(({ list, parents }) => ({ list, parents, classes: arena.allocate(4 * list.runCount) }));
    const counts = runJobs(engine, numberRuns, works).map(([count]) => count);
    const records = counts.map((count) => arena.allocateZeroed(RECORD_BYTES * (count + 1)));
    const measured = runJobs(
      engine,
      measureQuadRuns,
      joined.map(({ list }, i) => ({ list, records: records[i] })),
    );
    return joined.map(({ list }, i) => {
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
