import type { Engine } from "../engine/engine.js";
import { runJobs } from "../threads/job.js";
import type { BitVolume } from "../volumes/bit-volume.js";
import type { BlockRuns } from "./block-runs.js";
import { type BlockUnionFind, countBlocks, joinBlocks } from "./block-union-find.js";
import { numberRuns } from "./label-components.js";
import { type BlockMeasures, measureBlocks, type NumberedBlocks } from "./measure-blocks.js";
import type { LabelMeasures } from "./measure-labels.js";

/** The components of a volume's only label where corners touch: 26 neighbours in 3D, 8 in 2D. */
export interface BlockComponents {
  /** Its runs carry the numbers 1, 2, … by first voxel in scan order. */
  readonly list: BlockRuns;
  readonly count: number;
  readonly measures: LabelMeasures;
  /** How many runs the volume has when each row is taken alone. */
  readonly rowRuns: number;
}

/**
 * Labels the components of volumes with one label each, all slabs of all volumes at once.
 * @param known the blocks of these volumes where they are joined already; they are overwritten
 */
export function labelBlocks(
  engine: Engine,
  volumes: readonly BitVolume[],
  known: readonly (BlockUnionFind | null)[] = [],
): BlockComponents[] {
  const { arena } = engine;
  const lists = countBlocks(
    engine,
    volumes.filter((_, i) => !known[i]),
  );
  const mark = arena.mark();
  try {
    const others = joinBlocks(engine, lists);
    return componentsOf(
      engine,
      volumes.flatMap((_, i) => known[i] ?? others.shift() ?? []),
    );
  } finally {
    arena.release(mark);
  }
}

/** Numbers and measures what was joined. Parents are not needed afterwards. */
export function componentsOf(engine: Engine, joined: readonly BlockUnionFind[]): BlockComponents[] {
  const { arena } = engine;
  const mark = arena.mark();
  try {
    const counts = numberBlocks(engine, joined);
    const numbered = joined.map(({ list }, i) => ({ list, count: counts[i] }));
    return measureBlocks(engine, numbered).map((measured, i) => inScanOrder(engine, numbered[i], measured));
  } finally {
    arena.release(mark);
  }
}

/** Gives the runs the numbers of their components; says how many of these there are. */
function numberBlocks(engine: Engine, joined: readonly BlockUnionFind[]): number[] {
  const { arena } = engine;
  const works = joined.map(({ list, parents }) => ({ list, parents, classes: arena.allocate(4 * list.runCount) }));
  return runJobs(engine, numberRuns, works).map(([count]) => count);
}

/** Blocks are not visited in the order of their voxels: renumbers the components by their first voxels. */
function inScanOrder(
  engine: Engine,
  { list, count }: NumberedBlocks,
  { measures, rowRuns }: BlockMeasures,
): BlockComponents {
  const { firstVoxels } = measures;
  if (firstVoxels.every((voxel, i) => i === 0 || firstVoxels[i - 1] < voxel)) return { list, count, measures, rowRuns };
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
  kernels.renumberRuns(list.runs, list.runCount, numbers);
  arena.release(mark);
  return { list, count, measures: ordered, rowRuns };
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
