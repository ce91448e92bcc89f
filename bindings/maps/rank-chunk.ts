import type { Job } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { BinChunk, ChunkBin } from "./bin-chunks.js";
import type { MapEngine } from "./map-engine.js";
import { type MapWork, mapWorker, readingCopy } from "./map-worker.js";
import type { RankPlace } from "./rank-state.js";
import { forEachBlock } from "./segments.js";

/** `assembly/maps/order-key.ts` */
const BINS = 65_536;

/** Bytes of a level (`assembly/maps/list-levels.ts`). */
const LEVEL_BYTES = 16;

/** Room behind the places of `gatherKeys`. */
const NOWHERE_BYTES = 16 + 256;

/** Scratch of `listLevels16` and `listLevels64`, without room for the larger side. */
const COUNTER_BYTES = 8192;

/** Numbers of a bin in the arena. */
const BIN_WORDS = 6;
const KINDS = ["whole", "sorted", "dense", "parted", "counted"] as const;

/** Bins of a map that are put in order. Bins and findings lie where it says. */
export interface ChunkWork extends MapWork {
  readonly keyBits: number;
  readonly bins: Pointer;
  readonly binCount: number;
  readonly chunk: Omit<BinChunk, "bins">;
  readonly place: RankPlace;
  readonly thresholds: number;
  readonly ranks: number;
}

/** Writes the bins of a chunk where jobs find them. */
export function writeBins({ arena }: MapEngine, bins: readonly ChunkBin[]): Pointer {
  const words = bins.flatMap(({ bin, inside, rest, kind }) => {
    return [bin, KINDS.indexOf(kind), inside.at, inside.count, rest.at, rest.count];
  });
  return arena.copyIn(Uint32Array.from(words));
}

function readBins({ arena }: MapEngine, { bins, binCount }: ChunkWork): ChunkBin[] {
  const words = arena.u32(bins, BIN_WORDS * binCount);
  return Array.from({ length: binCount }, (_, i) => {
    const [bin, kind, insideAt, insideCount, restAt, restCount] = words.subarray(BIN_WORDS * i, BIN_WORDS * (i + 1));
    const [inside, rest] = [
      { at: insideAt, count: insideCount },
      { at: restAt, count: restCount },
    ];
    return { bin, inside, rest, kind: KINDS[kind] };
  });
}

/** Bytes that the job takes from the arena at most. */
export function chunkBytes({ bytes, mostLevels, mostBytes }: ChunkWork["chunk"]): number {
  const tables = 2 * 8 * BINS + NOWHERE_BYTES + COUNTER_BYTES + 2 ** 15;
  return tables + bytes + LEVEL_BYTES * Math.max(mostLevels, BINS + 1) + mostBytes;
}

/** Takes the voxels of a chunk's bins out of the map, and passes them in falling order. */
export const rankChunk: Job<ChunkWork> = {
  name: "rankChunk",
  run: (engine, work) => {
    const own = mapWorker(engine, work);
    const { arena } = own;
    const mark = arena.mark();
    try {
      const bins = readBins(own, work);
      const reading = readingCopy(own, work);
      const { mostLevels, mostBytes } = work.chunk;
      const room = gather(own, work, bins, reading);
      const counters = arena.allocateZeroed(8 * BINS, 64);
      const levels = arena.allocate(LEVEL_BYTES * Math.max(mostLevels, BINS + 1));
      const scratch = arena.allocate(COUNTER_BYTES + mostBytes);
      for (const bin of bins) {
        const count = listLevels(own, work.keyBits, bin, { room, levels, scratch, counters });
        passLevels(own, work, reading, levels, count);
      }
      return [];
    } finally {
      arena.release(mark);
    }
  },
};

/** Adds levels to what a place has found. */
export function passLevels(
  { maps }: MapEngine,
  { place, thresholds, ranks }: Pick<ChunkWork, "place" | "thresholds" | "ranks">,
  reading: Pointer,
  levels: Pointer,
  count: number,
): void {
  maps.rankLevels(levels, count, reading, place.state, place.thresholds, thresholds, place.ranks, ranks, place.curve);
}

function gather(own: MapEngine, work: ChunkWork, bins: readonly ChunkBin[], reading: Pointer): Pointer {
  const { arena, maps } = own;
  const { first, last, bytes } = work.chunk;
  const room = arena.allocate(bytes, 64);
  if (bytes === 0) return room;
  const mark = arena.mark();
  const places = arena.allocateZeroed(8 * BINS + NOWHERE_BYTES, 64);
  const to = arena.u32(places, 2 * BINS);
  for (const { bin, inside, rest, kind } of bins) {
    if (kind === "whole") continue;
    const isCounted = kind === "counted";
    to[bin] = room + inside.at + Number(isCounted);
    to[BINS + bin] = room + rest.at + Number(isCounted);
    if (isCounted) arena.fillZeros(room + inside.at, 8 * BINS);
  }
  forEachBlock(work, (at, count) => maps.gatherKeys(work.data, at, count, reading, first, last, places));
  arena.release(mark);
  return room;
}

interface BinScratch {
  readonly room: Pointer;
  readonly levels: Pointer;
  readonly scratch: Pointer;
  readonly counters: Pointer;
}

/** Lists the levels of a bin; returns how many there are. */
function listLevels(
  { arena, maps }: MapEngine,
  keyBits: number,
  { bin, inside, rest, kind }: ChunkBin,
  { room, levels, scratch, counters }: BinScratch,
): number {
  const base = BigInt(bin) << BigInt(keyBits - 16);
  const sides = [room + inside.at, inside.count, room + rest.at, rest.count, levels] as const;
  if (kind === "counted") return maps.listCounted(base, room + inside.at, room + rest.at, levels) >>> 0;
  if (kind === "dense") return maps.listDense(base, ...sides, counters) >>> 0;
  if (kind === "parted") return maps.listParted(base, ...sides, counters, scratch) >>> 0;
  if (kind === "whole") {
    arena.u32(levels, 4).set([Number(base & 0xffff_ffffn), Number(base >> 32n), inside.count, rest.count]);
    return 1;
  }
  if (keyBits === 64) return maps.listLevels64(...sides, scratch) >>> 0;
  return maps.listLevels16(base, ...sides, scratch) >>> 0;
}
