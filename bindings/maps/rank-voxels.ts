import type { Pointer } from "../engine/kernels.js";
import { type BinChunk, type ChunkBin, planChunks } from "./bin-chunks.js";
import type { MapEngine } from "./map-engine.js";
import { BIN_BITS, type SignedMap } from "./map-volume.js";
import { curveSpacing, type RankRequest } from "./rank-request.js";
import { forEachBlock, type Segments } from "./segments.js";
import { wholeBins } from "./whole-bins.js";

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

/** Bytes of the records of `assembly/maps/rank-levels.ts` and `list-levels.ts`. */
const POINT_BYTES = 24;
const RANK_BYTES = 40;
const LEVEL_BYTES = 16;

/** Room behind the places of `gatherKeys`. */
const NOWHERE_BYTES = 16 + 256;

/** Scratch of `listLevels16` and `listLevels64`, without room for the larger side. */
const COUNTER_BYTES = 8192;

interface BinScratch {
  readonly room: Pointer;
  readonly levels: Pointer;
  readonly scratch: Pointer;
  readonly counters: Pointer;
}

/** Orders the voxels of a map that has neither infinite values nor more NaN than the counts leave out. */
export function rankVoxels(engine: MapEngine, map: SignedMap, segments: Segments, request: RankRequest): RankOutcome {
  const { arena } = engine;
  const mark = arena.mark();
  try {
    const ranking = new Ranking(engine, map, segments, request);
    if (map.hasKeys) ranking.passBins();
    ranking.passZeros();
    return ranking.outcome();
  } finally {
    arena.release(mark);
  }
}

class Ranking {
  readonly #engine: MapEngine;
  readonly #map: SignedMap;
  readonly #segments: Segments;
  readonly #request: RankRequest;
  readonly #state: Pointer;
  readonly #thresholds: Pointer;
  readonly #ranks: Pointer;
  readonly #curve: Pointer;

  constructor(engine: MapEngine, map: SignedMap, segments: Segments, request: RankRequest) {
    const { arena, maps } = engine;
    this.#engine = engine;
    this.#map = map;
    this.#segments = segments;
    this.#request = request;
    const { inside, voxels, specificity, curvePoints, thresholds, ranks } = request;
    this.#state = arena.allocateZeroed(maps.rankStateBytes());
    const { step } = curveSpacing(request);
    arena.f64(this.#state, 5).set([inside, voxels, specificity, step, curvePoints]);
    arena.f64(this.#state + 248, 1)[0] = 1;
    this.#thresholds = this.#records(POINT_BYTES, thresholds);
    this.#ranks = this.#records(RANK_BYTES, ranks);
    this.#curve = arena.allocate(POINT_BYTES * curvePoints);
  }

  /** Passes all voxels that have keys, bin after bin from the top. */
  passBins(): void {
    const { arena } = this.#engine;
    const mark = arena.mark();
    const histograms = this.#countKeys();
    if (this.#map.keyBits === BIN_BITS) this.#passCounted(0n, histograms, histograms + 4 * BINS);
    else this.#passGathered(histograms);
    arena.release(mark);
  }

  /** The voxels that have no key are tied at 0, below all that have. */
  passZeros(): void {
    const { arena } = this.#engine;
    const { inside, voxels } = this.#request;
    const passed = this.#read();
    const [insideLeft, left] = [inside - passed.inside, voxels - passed.voxels];
    if (left === 0) return;
    const level = arena.allocate(LEVEL_BYTES);
    arena.u8(level, 8).fill(0);
    const key = arena.u32(this.#map.reading + 32, 2).slice();
    // The key below the least one: its value is at most 0.
    const below = ((BigInt(key[1]) << 32n) | BigInt(key[0])) - (this.#map.hasKeys ? 1n : 0n);
    arena.u32(level, 4).set([Number(below & 0xffff_ffffn), Number(below >> 32n), insideLeft, left - insideLeft]);
    this.#pass(level, 1);
  }

  outcome(): RankOutcome {
    const { arena } = this.#engine;
    const { inside, voxels, thresholds, ranks } = this.#request;
    const state = this.#read();
    const points = (at: Pointer, count: number, bytes: number) =>
      Array.from({ length: count }, (_, i) => [...arena.f64(at + bytes * i, bytes / 8)]);
    const passed = points(this.#thresholds, state.thresholds, POINT_BYTES);
    return {
      ...state.outcome,
      thresholds: thresholds.map((value, i) => {
        const [, above, aboveInside] = passed[i] ?? [value, voxels, inside];
        return { value, voxels: above, inside: aboveInside };
      }),
      ranks: points(this.#ranks, ranks.length, RANK_BYTES).map(([rank, above, aboveInside, tied, tiedInside]) => {
        return { rank, above, aboveInside, tied, tiedInside };
      }),
      curve: points(this.#curve, state.points, POINT_BYTES).map(([value, above, aboveInside]) => {
        return { value, voxels: above, inside: aboveInside };
      }),
    };
  }

  #records(bytes: number, firsts: readonly number[]): Pointer {
    const { arena } = this.#engine;
    const at = arena.allocateZeroed(bytes * firsts.length);
    firsts.forEach((first, i) => {
      arena.f64(at + bytes * i, 1)[0] = first;
    });
    return at;
  }

  #countKeys(): Pointer {
    const { arena, maps } = this.#engine;
    const { volume, reading } = this.#map;
    const histograms = arena.allocateZeroed(8 * BINS, 64);
    forEachBlock(this.#segments, (at, segments) => maps.countKeys(volume.data, at, segments, reading, histograms));
    return histograms;
  }

  /** Bins whose voxels two tables of counters separate. */
  #passCounted(base: bigint, inside: Pointer, rest: Pointer): void {
    const { arena, maps } = this.#engine;
    const mark = arena.mark();
    const levels = arena.allocate(LEVEL_BYTES * (BINS + 1));
    this.#pass(levels, maps.listCounted(base, inside, rest, levels));
    arena.release(mark);
  }

  #passGathered(histograms: Pointer): void {
    const { arena } = this.#engine;
    const { keyBits } = this.#map;
    const counts = arena.u32(histograms, 2 * BINS).slice();
    const places = arena.allocateZeroed(8 * BINS + NOWHERE_BYTES, 64);
    const counters = arena.allocateZeroed(8 * BINS, 64);
    let counted = 0;
    for (const count of counts) counted += count;
    const isWhole = wholeBins(this.#request, counted, (bin) => this.#rangeOf(bin));
    for (const chunk of planChunks(counts, keyBits === 64 ? 8 : 2, isWhole)) {
      const mark = arena.mark();
      const room = this.#gather(chunk, places);
      const levels = arena.allocate(LEVEL_BYTES * Math.max(chunk.mostLevels, BINS + 1));
      const scratch = arena.allocate(COUNTER_BYTES + chunk.mostBytes);
      for (const bin of chunk.bins) this.#passBin(bin, { room, levels, scratch, counters });
      arena.release(mark);
    }
  }

  /** Takes the voxels of a chunk's bins out of the map. */
  #gather({ first, last, bins, bytes }: BinChunk, places: Pointer): Pointer {
    const { arena, maps } = this.#engine;
    const { volume, reading } = this.#map;
    const room = arena.allocate(bytes, 64);
    if (bytes === 0) return room;
    const to = arena.u32(places, 2 * BINS);
    for (const { bin, inside, rest, kind } of bins) {
      if (kind === "whole") continue;
      const isCounted = kind === "counted";
      to[bin] = room + inside.at + Number(isCounted);
      to[BINS + bin] = room + rest.at + Number(isCounted);
      if (isCounted) arena.fillZeros(room + inside.at, 8 * BINS);
    }
    forEachBlock(this.#segments, (at, count) => maps.gatherKeys(volume.data, at, count, reading, first, last, places));
    return room;
  }

  #rangeOf(bin: number): [number, number] {
    const { reading, keyBits } = this.#map;
    const { maps } = this.#engine;
    const shift = BigInt(keyBits - BIN_BITS);
    const base = BigInt(bin) << shift;
    return [maps.valueOfKey(reading, base), maps.valueOfKey(reading, base | ((1n << shift) - 1n))];
  }

  #passBin({ bin, inside, rest, kind }: ChunkBin, { room, levels, scratch, counters }: BinScratch): void {
    const { arena, maps } = this.#engine;
    const { keyBits } = this.#map;
    const base = BigInt(bin) << BigInt(keyBits - BIN_BITS);
    const sides = [room + inside.at, inside.count, room + rest.at, rest.count, levels] as const;
    if (kind === "counted") this.#passCounted(base, room + inside.at, room + rest.at);
    else if (kind === "dense") this.#pass(levels, maps.listDense(base, ...sides, counters) >>> 0);
    else if (kind === "whole") {
      arena.u32(levels, 4).set([Number(base & 0xffff_ffffn), Number(base >> 32n), inside.count, rest.count]);
      this.#pass(levels, 1);
    } else if (keyBits === 64) this.#pass(levels, maps.listLevels64(...sides, scratch) >>> 0);
    else this.#pass(levels, maps.listLevels16(base, ...sides, scratch) >>> 0);
  }
  #pass(levels: Pointer, count: number): void {
    const { thresholds, ranks } = this.#request;
    this.#engine.maps.rankLevels(
      levels,
      count,
      this.#map.reading,
      this.#state,
      this.#thresholds,
      thresholds.length,
      this.#ranks,
      ranks.length,
      this.#curve,
    );
  }

  #read() {
    const { arena, maps } = this.#engine;
    const f = arena.f64(this.#state, maps.rankStateBytes() / 8);
    // Below the lowest value down to 0 the set is the whole domain.
    const [inside, voxels, height] = [f[5], f[6], Math.max(0, f[8])];
    const specific = f[21] === 0 ? null : { value: Number.NaN, inside: f[20], voxels: f[21] };
    return {
      inside: f[5],
      voxels: f[6],
      thresholds: f[29],
      points: f[28],
      outcome: {
        levels: f[7],
        pairs: f[9],
        averagePrecision: f[10] + f[11],
        diceArea: f[12] + f[13] + (2 * height * inside) / (voxels + f[0] || 1),
        iouArea: f[14] + f[15] + (height * inside) / (voxels + f[0] - inside || 1),
        best: { value: f[17], inside: f[18], voxels: f[19] },
        specific,
        top: { value: f[22], inside: f[23], voxels: f[24] },
        last: { value: f[8], inside: f[5], voxels: f[6] },
        positive: { inside: f[25], voxels: f[26] },
      },
    };
  }
}
