import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import type { Connectivity } from "../components/label-components.js";
import type { Pointer } from "../engine/kernels.js";
import { ROWS_PER_CALL, type RunVolume, rowCount } from "../volumes/run-volume.js";
import { RunWriter } from "../volumes/run-writer.js";
import type { MapEngine } from "./map-engine.js";
import type { SignedMap } from "./map-volume.js";

/** How many steps of one voxel along an axis separate neighbours at most. */
const STEPS: Readonly<Record<Connectivity, number>> = { 4: 1, 6: 1, 8: 2, 18: 2, 26: 3 };

/** Voxels that one call of a kernel works on. */
const VOXELS_PER_CALL = 2 ** 19;

/** `assembly/maps/tree-state.ts` */
const RECORD_BYTES = 32;
const POINT_BYTES = 40;
const DIGIT_BITS = 11;

/** The instances that components are matched with. */
export interface TreeReference {
  /** Runs of the instances 1 … count, as far as they lie in the domain. */
  readonly list: RunVolume;
  /** Voxels of each. */
  readonly voxels: ArrayLike<number>;
}

export interface TreeRequest {
  readonly connectivity: Connectivity;
  /** Null: components are not matched. */
  readonly reference: TreeReference | null;
  /** The IoU that a match exceeds; at least ½. */
  readonly threshold: number;
  /** Points of the curve at most. */
  readonly curvePoints: number;
  /** Whether to keep how matches change from value to value. */
  readonly keepSteps: boolean;
}

/** The components of {m ≥ value}, and how they match the instances of the reference. */
export interface TreePoint {
  readonly value: number;
  readonly voxels: number;
  readonly components: number;
  readonly matched: number;
  /** Of the components that match. */
  readonly iouSum: number;
}

/** A component tree, allocated at the top of the arena. */
export interface ComponentTree {
  readonly scratch: Pointer;
  readonly above: RunVolume;
  readonly keyBytes: 4 | 8;
  readonly records: Pointer;
  readonly recordCount: number;
  readonly voxels: number;
  /** ∫ y dt from 0 of the recognition, segmentation and panoptic quality. */
  readonly areas: { readonly rq: number; readonly sq: number; readonly pq: number };
  /** At about equally many voxels from one to the next, the highest value first. */
  readonly curve: readonly TreePoint[];
  /** The point of the largest PQ (of equal ones the highest value) and that of the lowest value; null if there is no voxel. */
  readonly best: TreePoint | null;
  readonly last: TreePoint | null;
}

/**
 * Grows the component tree of the voxels of `above`, which are those of {m ≥ t} for some t.
 * @throws VoxmatchError `OUT_OF_MEMORY`
 */
export function growTree(engine: MapEngine, map: SignedMap, above: RunVolume, request: TreeRequest): ComponentTree {
  try {
    return grow(engine, map, above, request);
  } catch (error) {
    if (!isVoxmatchError(error, "OUT_OF_MEMORY")) throw error;
    const advice = "A component tree takes about 20 bytes a voxel: raise candidateThreshold, or pass a mask.";
    throw new VoxmatchError("OUT_OF_MEMORY", `${error.message} ${advice}`, error.details, { cause: error });
  }
}

function grow(engine: MapEngine, map: SignedMap, above: RunVolume, request: TreeRequest): ComponentTree {
  const { arena, maps } = engine;
  const { reference, curvePoints } = request;
  const sizes = arena.copyIn(Uint32Array.from([0, ...Array.from(reference?.voxels ?? [])]));
  const curve = arena.allocate(POINT_BYTES * (curvePoints + 2));
  const { keepSteps, connectivity } = request;
  const layout = { steps: STEPS[connectivity], sizes, curve, keepSteps };
  const { scratch, keyBytes, voxels } = sortVoxels(engine, map, above, layout);
  const instances = Array.from(reference?.voxels ?? []).filter((count) => count > 0).length;
  const step = voxels / Math.max(1, curvePoints - 1);
  arena.f64(scratch, 4).set([request.threshold, instances, step, curvePoints]);
  arena.f64(scratch + 96, 1)[0] = -1;
  if (reference === null) arena.fillZeros(maps.treeArray(scratch, 2) >>> 0, 4 * voxels);
  else maps.codeTreeVoxels(scratch, reference.list.runs, reference.list.rowOffsets);
  const { records, recordCount } = growRecords(engine, map, scratch, { keyBytes, voxels });
  const state = arena.f64(scratch, 16);
  return {
    scratch,
    above,
    keyBytes,
    records,
    recordCount,
    voxels,
    areas: { rq: state[6] + state[7], sq: state[8] + state[9], pq: state[10] + state[11] },
    curve: Array.from({ length: state[13] }, (_, i) => pointAt(engine, curve, i)),
    best: voxels === 0 ? null : pointAt(engine, curve, curvePoints),
    last: voxels === 0 ? null : pointAt(engine, curve, curvePoints + 1),
  };
}

function pointAt({ arena }: MapEngine, curve: Pointer, i: number): TreePoint {
  const [value, voxels, components, matched, iouSum] = arena.f64(curve + POINT_BYTES * i, POINT_BYTES / 8);
  return { value, voxels, components, matched, iouSum };
}

function countVoxels({ arena }: MapEngine, { runs, runCount }: RunVolume): number {
  const words = arena.u32(runs, 2 * runCount);
  let count = 0;
  for (let i = 0; i < words.length; i += 2) count += (words[i] >>> 16) - (words[i] & 0xffff);
  return count;
}

/** Where a tree finds what it is given. */
interface TreeLayout {
  readonly steps: number;
  readonly sizes: Pointer;
  readonly curve: Pointer;
  readonly keepSteps: boolean;
}

interface TreeSize {
  readonly keyBytes: 4 | 8;
  readonly voxels: number;
}

/** Lays out a tree at the top of the arena, and sorts the voxels of `above` in it. */
export function sortVoxels(
  engine: MapEngine,
  map: SignedMap,
  above: RunVolume,
  { steps, sizes, curve, keepSteps }: TreeLayout,
): TreeSize & { readonly scratch: Pointer } {
  const { arena, maps } = engine;
  const voxels = countVoxels(engine, above);
  const keyBytes = map.keyBits === 64 ? 8 : 4;
  const scratch = arena.allocateZeroed(maps.treeStateBytes(), 64);
  arena.resizeLast(scratch, maps.treeBytes(voxels, keyBytes, ...above.shape) >>> 0);
  maps.beginTree(scratch, voxels, keyBytes, ...above.shape, steps, sizes, curve, keepSteps);
  const rows = rowCount(above.shape);
  const { data } = map.volume;
  for (let row = 0; row < rows; row += ROWS_PER_CALL) {
    const last = Math.min(rows, row + ROWS_PER_CALL);
    maps.takeTreeKeys(data, map.reading, above.runs, above.rowOffsets, row, last, !map.hasKeys, scratch);
  }
  for (let digit = 0; voxels > 0 && digit * DIGIT_BITS < 8 * keyBytes; digit++) {
    if (!maps.beginTreeDigit(scratch, digit)) continue;
    for (let first = 0; first < voxels; first += VOXELS_PER_CALL) {
      maps.sortTreeDigit(scratch, keyBytes, digit, first, Math.min(voxels, first + VOXELS_PER_CALL));
    }
  }
  return { scratch, keyBytes, voxels };
}

/** Records grow at the top of the arena, by half more than there are. */
function growRecords(
  { arena, maps }: MapEngine,
  map: SignedMap,
  scratch: Pointer,
  { keyBytes, voxels }: TreeSize,
): { readonly records: Pointer; readonly recordCount: number } {
  let capacity = 1024 + Math.ceil(voxels / 32);
  const records = arena.allocate(RECORD_BYTES * capacity, 64);
  maps.setTreePool(scratch, records, capacity);
  for (let place = 0; place < voxels; ) {
    const last = Math.min(voxels, place + VOXELS_PER_CALL);
    place = maps.growTree(scratch, map.reading, keyBytes, place, last) >>> 0;
    if (place === last) continue;
    capacity = Math.ceil(1.5 * capacity);
    arena.resizeLast(records, RECORD_BYTES * capacity);
    maps.setTreePool(scratch, records, capacity);
  }
  const recordCount = maps.treeRecords(scratch) >>> 0;
  arena.resizeLast(records, RECORD_BYTES * recordCount);
  return { records, recordCount };
}

/**
 * Runs of the candidates of a tree: the components of {m ≥ max(threshold, p / ratio)} whose largest value is p. Labels are any
 * numbers; candidates are disjoint and do not touch. Consumes the tree: call it once.
 * @param ratio Infinity for the components of {m ≥ threshold}
 */
export function treeCandidates(
  engine: MapEngine,
  map: SignedMap,
  { scratch, keyBytes, above }: ComponentTree,
  { threshold, ratio }: { readonly threshold: number; readonly ratio: number },
): RunVolume {
  const { maps } = engine;
  maps.labelTreeCandidates(scratch, map.reading, keyBytes, threshold, ratio);
  const found = new RunWriter(engine, above.shape);
  found.addUntil(
    rowCount(above.shape),
    ({ row, last, runs, rowOffsets, capacity }) =>
      maps.listTreeCandidates(scratch, above.runs, above.rowOffsets, row, last, runs, rowOffsets, capacity) >>> 0,
  );
  return found.list();
}
