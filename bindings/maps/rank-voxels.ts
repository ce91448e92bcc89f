import type { Job } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { threadsOf } from "../threads/job.js";
import { planChunks } from "./bin-chunks.js";
import { binDetails } from "./bin-details.js";
import type { MapEngine } from "./map-engine.js";
import { BIN_BITS, type SignedMap } from "./map-volume.js";
import { type MapWork, mapWork, mapWorker, partsOf, readingBytes, readingCopy, runMapJobs } from "./map-worker.js";
import { type ChunkWork, chunkBytes, passLevels, rankChunk, writeBins } from "./rank-chunk.js";
import type { RankRequest } from "./rank-request.js";
import { joinState, placeState, type RankPlace, readState } from "./rank-state.js";
import { forEachBlock, type Segments } from "./segments.js";

/** A set {m ≥ value}: how many voxels, and how many of them are of the reference. */
export interface RankPoint {
  readonly value: number;
  readonly voxels: number;
  readonly inside: number;
}

/** The level on which the voxel of a rank lies. */
export interface RankLevel {
  readonly rank: number;
  /** Voxels above the level, and how many of them are of the reference. */
  readonly above: number;
  readonly aboveInside: number;
  readonly tied: number;
  readonly tiedInside: number;
}

/** Statistics of the order of a map's voxels. Sums that have no meaning without a reference are 0. */
export interface RankOutcome {
  readonly levels: number;
  /** 2K(N − K) times the area under the ROC curve. */
  readonly pairs: number;
  readonly averagePrecision: number;
  /** ∫ Dice dt and ∫ IoU dt from 0 to the largest value. */
  readonly diceArea: number;
  readonly iouArea: number;
  /** Of equal ones the highest threshold. */
  readonly best: RankPoint;
  /** The set of the lowest threshold whose specificity is high enough; null if there is none. */
  readonly specific: RankPoint | null;
  /** The voxels of the largest value. */
  readonly top: RankPoint;
  /** The set of the lowest value: all voxels. */
  readonly last: RankPoint;
  /** All voxels above 0. */
  readonly positive: Omit<RankPoint, "value">;
  /** The set at each threshold, in the order of the request. */
  readonly thresholds: readonly RankPoint[];
  readonly ranks: readonly RankLevel[];
  readonly curve: readonly RankPoint[];
}

/** `assembly/maps/order-key.ts` */
const BINS = 2 ** BIN_BITS;

/** Bytes of a level (`assembly/maps/list-levels.ts`). */
const LEVEL_BYTES = 16;

interface Ranking {
  readonly engine: MapEngine;
  readonly map: SignedMap;
  readonly segments: Segments;
  readonly request: RankRequest;
  readonly place: RankPlace;
}

/** Orders the voxels of a map that has neither infinite values nor more NaN than the counts leave out. */
export function rankVoxels(engine: MapEngine, map: SignedMap, segments: Segments, request: RankRequest): RankOutcome {
  const { arena } = engine;
  const mark = arena.mark();
  try {
    const place = placeState(engine, request, { inside: 0, voxels: 0 });
    const ranking = { engine, map, segments, request, place };
    if (map.hasKeys) passBins(ranking);
    passZeros(ranking);
    return readState(engine, request, place);
  } finally {
    arena.release(mark);
  }
}

/** Passes all voxels that have keys, bin after bin from the top. */
function passBins(ranking: Ranking): void {
  const { engine, map } = ranking;
  const { arena, maps } = engine;
  const mark = arena.mark();
  const histograms = countKeys(ranking);
  if (map.keyBits === BIN_BITS) {
    const levels = arena.allocate(LEVEL_BYTES * (BINS + 1));
    pass(ranking, levels, maps.listCounted(0n, histograms, histograms + 4 * BINS, levels));
  } else passChunks(ranking, arena.u32(histograms, 2 * BINS).slice());
  arena.release(mark);
}

/** Counts the keys of a part of a map. */
export const countPart: Job<MapWork & { readonly histograms: Pointer }> = {
  name: "countPart",
  run: (engine, work) => {
    const own = mapWorker(engine, work);
    const mark = own.arena.mark();
    const reading = readingCopy(own, work);
    forEachBlock(work, (at, count) => own.maps.countKeys(work.data, at, count, reading, work.histograms));
    own.arena.release(mark);
    return [];
  },
};

function countKeys({ engine, map, segments }: Ranking): Pointer {
  const { arena } = engine;
  const works = partsOf(engine, map, segments, threadsOf(engine)).map((part) => {
    return { ...part, histograms: arena.allocateZeroed(8 * BINS, 64) };
  });
  runMapJobs(engine, countPart, works, readingBytes(engine));
  const [all, ...others] = works.map(({ histograms }) => arena.u32(histograms, 2 * BINS));
  for (const counts of others) for (let i = 0; i < counts.length; i++) all[i] += counts[i];
  return works[0].histograms;
}

/** Every chunk is passed by itself, on any thread: the counts of bins say what lies above it. */
function passChunks({ engine, map, segments, request, place }: Ranking, counts: Uint32Array): void {
  const { keyBits } = map;
  const detailOf = binDetails(request, (bin) => rangeOf(engine, map, bin));
  const above = { inside: 0, voxels: 0 };
  const work = mapWork(engine, map, segments);
  const works: ChunkWork[] = [];
  for (const { bins, ...chunk } of planChunks(counts, keyBits === 64 ? 8 : 2, detailOf)) {
    const own = placeState(engine, request, above);
    const [thresholds, ranks] = [request.thresholds.length, request.ranks.length];
    const listed = { bins: writeBins(engine, bins), binCount: bins.length };
    works.push({ ...work, ...listed, keyBits, chunk, place: own, thresholds, ranks });
    for (const { inside, rest } of bins) {
      above.inside += inside.count;
      above.voxels += inside.count + rest.count;
    }
  }
  runMapJobs(engine, rankChunk, works, Math.max(0, ...works.map(({ chunk }) => chunkBytes(chunk))));
  for (const found of works) joinState(engine, request, place, found.place);
}

/** The least and the largest value that a bin may hold. */
function rangeOf({ maps }: MapEngine, { reading, keyBits }: SignedMap, bin: number): [number, number] {
  const shift = BigInt(keyBits - BIN_BITS);
  const base = BigInt(bin) << shift;
  return [maps.valueOfKey(reading, base), maps.valueOfKey(reading, base | ((1n << shift) - 1n))];
}

/** The voxels that have no key are tied at 0, below all that have. */
function passZeros(ranking: Ranking): void {
  const { engine, map, request, place } = ranking;
  const { arena } = engine;
  const { inside, voxels } = request;
  const { last } = readState(engine, request, place);
  const [insideLeft, left] = [inside - last.inside, voxels - last.voxels];
  if (left === 0) return;
  const level = arena.allocate(LEVEL_BYTES);
  arena.u8(level, 8).fill(0);
  const key = arena.u32(map.reading + 32, 2).slice();
  // The key below the least one: its value is at most 0.
  const below = ((BigInt(key[1]) << 32n) | BigInt(key[0])) - (map.hasKeys ? 1n : 0n);
  arena.u32(level, 4).set([Number(below & 0xffff_ffffn), Number(below >> 32n), insideLeft, left - insideLeft]);
  pass(ranking, level, 1);
}

function pass({ engine, map, request, place }: Ranking, levels: Pointer, count: number): void {
  const work = { place, thresholds: request.thresholds.length, ranks: request.ranks.length };
  passLevels(engine, work, map.reading, levels, count);
}
