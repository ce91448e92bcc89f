import { indexAmong } from "../../base/search.js";
import type { Engine } from "../engine/engine.js";
import { runJobs } from "../threads/job.js";
import type { BitVolume } from "../volumes/bit-volume.js";
import { type BlockUnionFind, countBlocks, uniteBlocks } from "./block-union-find.js";
import { numberRuns } from "./label-components.js";
import { type BlockComponents, measureBlocks } from "./measure-blocks.js";

/**
 * Labels the components of volumes with one label each, all slabs of all volumes at once.
 * @param sources volumes, or their blocks where these are united already; such blocks are overwritten
 */
export function labelBlocks(engine: Engine, sources: readonly (BitVolume | BlockUnionFind)[]): BlockComponents[] {
  const { arena } = engine;
  const lists = countBlocks(
    engine,
    sources.flatMap((source) => ("parents" in source ? [] : [source])),
  );
  const mark = arena.mark();
  try {
    const others = uniteBlocks(engine, lists).values();
    const united = sources.flatMap((source) => ("parents" in source ? source : (others.next().value ?? [])));
    return componentsOf(engine, united);
  } finally {
    arena.release(mark);
  }
}

/** Numbers and measures united blocks. Parents are not needed afterwards. */
export function componentsOf(engine: Engine, united: readonly BlockUnionFind[]): BlockComponents[] {
  const { arena } = engine;
  const mark = arena.mark();
  try {
    const lists = united.map(({ list }) => list);
    const works = united.map(({ list, parents }) => ({ list, parents, classes: arena.allocate(4 * list.runCount) }));
    const counts = runJobs(engine, numberRuns, works).map(([count]) => count);
    return measureBlocks(engine, lists, counts).map((components) => inScanOrder(engine, components));
  } finally {
    arena.release(mark);
  }
}

/** Blocks are not visited in the order of their voxels: renumbers the components by their first voxels. */
function inScanOrder({ arena, kernels }: Engine, components: BlockComponents): BlockComponents {
  const { list, count, measures } = components;
  const { firstVoxels } = measures;
  if (firstVoxels.every((voxel, i) => i === 0 || firstVoxels[i - 1] < voxel)) return components;
  const sorted = firstVoxels.slice().sort();
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
    const place = indexAmong(sorted, firstVoxels[i]);
    places[i + 1] = place + 1;
    ordered.voxels[place] = measures.voxels[i];
    for (let k = 0; k < 3; k++) ordered.sums[3 * place + k] = measures.sums[3 * i + k];
    for (let k = 0; k < 6; k++) ordered.boxes[6 * place + k] = measures.boxes[6 * i + k];
  }
  kernels.renumberRuns(list.runs, list.runCount, numbers);
  arena.release(mark);
  return { ...components, measures: ordered };
}
