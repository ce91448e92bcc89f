/** Connected components of runs in plain TypeScript, the twin of `assembly/components/label-components.ts`. */
import type { Shape } from "../data.js";
import type { TwinRuns } from "./run-list.js";

/** The component (1, 2, … by first voxel) of each run, and how many there are. */
export function labelComponentsTwin(
  runs: TwinRuns,
  [, ny, nz]: Shape,
  connectivity: 6 | 18 | 26,
): { readonly components: Uint32Array; readonly count: number } {
  const { offsets } = runs;
  const parents = new Uint32Array(runs.count);
  for (let i = 0; i < parents.length; i++) parents[i] = i;
  const diagonal = connectivity === 6 ? 0 : 1;
  const corner = connectivity === 26 ? 1 : 0;
  for (let z = 0, row = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++, row++) {
      if (offsets[row] === offsets[row + 1]) continue;
      if (y > 0) joinRows(runs, parents, row, row - 1, diagonal);
      if (z === 0) continue;
      joinRows(runs, parents, row, row - ny, diagonal);
      if (diagonal === 0) continue;
      if (y > 0) joinRows(runs, parents, row, row - ny - 1, corner);
      if (y + 1 < ny) joinRows(runs, parents, row, row - ny + 1, corner);
    }
  }
  let count = 0;
  for (let i = 0; i < parents.length; i++) parents[i] = parents[i] === i ? ++count : parents[parents[i]];
  return { components: parents, count };
}

function joinRows(
  { starts, ends, labels, offsets }: TwinRuns,
  parents: Uint32Array,
  row: number,
  other: number,
  reach: number,
): void {
  let a = offsets[row];
  let b = offsets[other];
  const aEnd = offsets[row + 1];
  const bEnd = offsets[other + 1];
  while (a < aEnd && b < bEnd) {
    const endA = ends[a];
    const endB = ends[b];
    if (starts[a] < endB + reach && starts[b] < endA + reach && labels[a] === labels[b]) unite(parents, a, b);
    if (endA < endB) a++;
    else if (endB < endA) b++;
    else {
      // Both end together: the next of either may still touch this one of the other by a corner.
      if (reach === 1 && a + 1 < aEnd && starts[a + 1] === endB && labels[a + 1] === labels[b])
        unite(parents, a + 1, b);
      b++;
    }
  }
}

function unite(parents: Uint32Array, a: number, b: number): void {
  if (parents[a] === parents[b]) return;
  const rootA = find(parents, a);
  const rootB = find(parents, b);
  const low = rootA < rootB ? rootA : rootB;
  parents[rootA < rootB ? rootB : rootA] = low;
  parents[a] = low;
  parents[b] = low;
}

function find(parents: Uint32Array, index: number): number {
  let i = index;
  while (parents[i] !== i) {
    parents[i] = parents[parents[i]];
    i = parents[i];
  }
  return i;
}
