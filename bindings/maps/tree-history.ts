import type { RunVolume } from "../volumes/run-volume.js";
import type { ComponentTree } from "./component-tree.js";
import type { MapEngine } from "./map-engine.js";
import type { SignedMap } from "./map-volume.js";

/** The findings of a tree for all thresholds, copied out of the arena. A *place* is a voxel's index in falling order of values. */
export interface TreeHistory {
  /** Distinct values, falling, and how many voxels have at least each. */
  readonly values: Float64Array;
  readonly ends: Uint32Array;
  /** The places of the voxels of the reference, rising. */
  readonly inside: Uint32Array;
  /** The branch of each place, and its linear index. Branches are numbered as they are born. */
  readonly branchOf: Uint32Array;
  readonly voxels: Uint32Array;
  /** Of each branch: the place at which it begins, ends ({@link NEVER}), and the branch that it then joins. */
  readonly births: Uint32Array;
  readonly deaths: Uint32Array;
  readonly heirs: Uint32Array;
  /** Changes of matches: after this many voxels, this many components match, with this sum of IoU. */
  readonly stepEnds: Uint32Array;
  readonly stepMatched: Uint32Array;
  readonly stepIous: Float64Array;
}

/** The end of a branch that does not end. */
export const NEVER = 0xffff_ffff;

/** `assembly/maps/tree-state.ts` */
const STEP = 0xffff_fffe;
const WORDS = 8;

/** @param reference runs of the reference within the domain */
export function treeHistory(engine: MapEngine, map: SignedMap, tree: ComponentTree, reference: RunVolume): TreeHistory {
  const { arena, maps } = engine;
  const { scratch, keyBytes, voxels: count } = tree;
  const mark = arena.mark();
  const [first, second, third] = [8, 4, 4].map((bytes) => arena.allocate(bytes * count));
  const levels = maps.listTreeLevels(scratch, map.reading, keyBytes, first, second) >>> 0;
  const values = arena.f64(first, levels).slice();
  const ends = arena.u32(second, levels).slice();
  maps.listTreeVoxels(scratch, second, third);
  const [records, voxels] = [second, third].map((at) => arena.u32(at, count).slice());
  const inside = arena
    .u32(second, maps.listTreePlaces(scratch, reference.runs, reference.rowOffsets, second) >>> 0)
    .slice();
  arena.release(mark);
  return { values, ends, inside, voxels, ...listRecords(engine, tree, records) };
}

function listRecords(
  { arena }: MapEngine,
  { records: at, recordCount }: ComponentTree,
  recordOf: Uint32Array,
): Pick<TreeHistory, "branchOf" | "births" | "deaths" | "heirs" | "stepEnds" | "stepMatched" | "stepIous"> {
  const words = arena.u32(at, WORDS * recordCount);
  const numbers = arena.f64(at, (WORDS / 2) * recordCount);
  const branches: number[] = [];
  const steps: number[] = [];
  const numberOf = new Uint32Array(recordCount);
  for (let record = 1; record < recordCount; record++) {
    const kind = words[WORDS * record];
    if (kind === STEP) steps.push(record);
    if (kind >= STEP) continue;
    numberOf[record] = branches.length;
    branches.push(record);
  }
  const field = (which: number) => Uint32Array.from(branches, (record) => words[WORDS * record + which]);
  const deaths = field(3);
  return {
    branchOf: recordOf.map((record) => numberOf[record]),
    births: field(2),
    deaths,
    heirs: field(7).map((record, i) => (deaths[i] === NEVER ? i : numberOf[record])),
    stepEnds: Uint32Array.from(steps, (record) => words[WORDS * record + 1]),
    stepMatched: Uint32Array.from(steps, (record) => words[WORDS * record + 2]),
    stepIous: Float64Array.from(steps, (record) => numbers[(WORDS / 2) * record + 3]),
  };
}
