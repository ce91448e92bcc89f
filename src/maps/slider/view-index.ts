import { NEVER, type TreeHistory } from "../../../bindings/maps/tree-history.js";

/** Numbers in groups: those of group g are `items[firsts[g]]` … `items[firsts[g + 1] − 1]`. */
interface Groups {
  readonly firsts: Uint32Array;
  readonly items: Uint32Array;
}

/**
 * A tree's findings, arranged so that a threshold is answered by searching: nothing of it takes a step for each voxel or branch. A
 * component's voxels are those that came to its branch, and those of the components that have joined it.
 */
export interface ViewIndex
  extends Pick<
    TreeHistory,
    "values" | "ends" | "inside" | "births" | "deaths" | "stepEnds" | "stepMatched" | "stepIous"
  > {
  /** Places at which branches end, rising. */
  readonly joins: Uint32Array;
  /** The linear index of the voxel that each branch begins with. */
  readonly peaks: Uint32Array;
  /** The places of the voxels that came to each branch, rising. */
  readonly own: Groups;
  /** The places at which others join each branch, rising. */
  readonly joined: Groups;
  /** The voxels of all that have joined a branch, up to each of `joined.items`. */
  readonly joinedVoxels: Uint32Array;
  /** A tree of the largest death: of branch b at `leaves + b`, of both sons of i at i. */
  readonly latest: Uint32Array;
}

/** Arranges the findings of a tree. */
export function viewIndex(history: TreeHistory): ViewIndex {
  const { values, ends, inside, branchOf, voxels, births, deaths, heirs, stepEnds, stepMatched, stepIous } = history;
  const own = groupBy(branchOf, births.length);
  const ending = groupBy(deaths, voxels.length).items;
  const byHeir = groupBy(
    ending.map((branch) => heirs[branch]),
    births.length,
  );
  const joining = { firsts: byHeir.firsts, items: byHeir.items.map((i) => ending[i]) };
  return {
    ...{ values, ends, inside, births, deaths, stepEnds, stepMatched, stepIous, own },
    joins: ending.map((branch) => deaths[branch]),
    peaks: births.map((place) => voxels[place]),
    joined: { firsts: joining.firsts, items: joining.items.map((branch) => deaths[branch]) },
    joinedVoxels: voxelsJoined(own, joining),
    latest: latestDeaths(deaths),
  };
}

/** The indices of keys below `count`, by key; those of one key in their order. */
function groupBy(keys: Uint32Array, count: number): Groups {
  const firsts = new Uint32Array(count + 1);
  for (const key of keys) if (key < count) firsts[key + 1]++;
  for (let key = 0; key < count; key++) firsts[key + 1] += firsts[key];
  const next = firsts.slice();
  const items = new Uint32Array(firsts[count]);
  keys.forEach((key, i) => {
    if (key < count) items[next[key]++] = i;
  });
  return { firsts, items };
}

function voxelsJoined(own: Groups, joining: Groups): Uint32Array {
  const branches = own.firsts.length - 1;
  const sums = new Uint32Array(joining.items.length);
  const sizes = new Uint32Array(branches);
  // What joins a branch was born after it.
  for (let branch = branches - 1; branch >= 0; branch--) {
    let sum = 0;
    for (let i = joining.firsts[branch]; i < joining.firsts[branch + 1]; i++) {
      sum += sizes[joining.items[i]];
      sums[i] = sum;
    }
    sizes[branch] = sum + own.firsts[branch + 1] - own.firsts[branch];
  }
  return sums;
}

function latestDeaths(deaths: Uint32Array): Uint32Array {
  let leaves = 1;
  while (leaves < deaths.length) leaves *= 2;
  const latest = new Uint32Array(2 * leaves);
  latest.set(deaths, leaves);
  for (let i = leaves - 1; i > 0; i--) latest[i] = Math.max(latest[2 * i], latest[2 * i + 1]);
  return latest;
}

/** The first branch from `from` on that does not end before a place; NEVER if there is none. */
export function nextAlive(latest: Uint32Array, from: number, place: number): number {
  const leaves = latest.length / 2;
  if (from >= leaves) return NEVER;
  let node = leaves + from;
  while (latest[node] < place) {
    // To the right, or up until there is a right.
    while (node % 2 === 1) {
      node = (node - 1) / 2;
      if (node === 0) return NEVER;
    }
    node++;
  }
  while (node < leaves) node = latest[2 * node] >= place ? 2 * node : 2 * node + 1;
  return node - leaves;
}
