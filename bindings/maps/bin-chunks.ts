import type { BinDetail } from "./bin-details.js";

/** Where the voxels of one side of a bin go, relative to the chunk's room. */
export interface BinSide {
  readonly at: number;
  readonly count: number;
}

/** A bin of which the voxels' lower parts are taken out, or one whose voxels need not be told apart. */
export interface ChunkBin {
  readonly bin: number;
  readonly inside: BinSide;
  readonly rest: BinSide;
  /**
   * - `whole`: nothing is taken out, the bin is one level
   * - `sorted`, `dense`: each side is a list of lower parts, which is sorted, or whose lower parts are counted
   * - `parted`: the same, but the rest is counted only between the levels of the reference
   * - `counted`: each side is a table of counters
   */
  readonly kind: "whole" | "sorted" | "dense" | "parted" | "counted";
}

/** Bins that are taken out of a map in one pass, the highest first: from `first` to `last`. */
export interface BinChunk {
  readonly first: number;
  readonly last: number;
  readonly bins: readonly ChunkBin[];
  readonly bytes: number;
  /** The most levels of any bin that is sorted, and the most bytes of one side of it. */
  readonly mostLevels: number;
  readonly mostBytes: number;
}

const BINS = 65_536;

/** A chunk takes about this much room, or what a single bin needs: so little that threads find enough chunks. */
const CHUNK_BYTES = 9 * 2 ** 20;

/** Two tables of 65536 counters. */
const TABLE_BYTES = 8 * BINS;

/** From as many voxels on, counting all lower parts is cheaper than sorting. */
const DENSE = 12_288;

/**
 * Divides the bins into chunks, from the top.
 * @param counts voxels of each bin: the reference's, then the rest's
 * @param lowBytes bytes of a voxel's lower part; 2: bins of many voxels have counters
 * @param detailOf asked from the top, once for each bin that has voxels
 */
export function* planChunks(
  counts: Uint32Array,
  lowBytes: 2 | 8,
  detailOf: (bin: number, inside: number, rest: number) => BinDetail,
): Generator<BinChunk> {
  let bins: ChunkBin[] = [];
  let [bytes, mostLevels, mostBytes] = [0, 0, 0];
  const finish = (): BinChunk => {
    const taken = bins.filter(({ kind }) => kind !== "whole").map(({ bin }) => bin);
    return { first: taken.at(-1) ?? 0, last: taken[0] ?? 0, bins, bytes, mostLevels, mostBytes };
  };
  for (let bin = BINS - 1; bin >= 0; bin--) {
    const inside = counts[bin];
    const rest = counts[BINS + bin];
    // Most of them, as a rule.
    if (inside + rest === 0) continue;
    const kind = kindOf(detailOf(bin, inside, rest), inside, rest, lowBytes);
    const roomOf = (count: number) =>
      kind === "whole" ? 0 : kind === "counted" ? TABLE_BYTES / 2 : aligned(count * lowBytes);
    const size = roomOf(inside) + roomOf(rest);
    if (bins.length > 0 && bytes + size > CHUNK_BYTES) {
      yield finish();
      [bins, bytes, mostLevels, mostBytes] = [[], 0, 0, 0];
    }
    const restAt = bytes + roomOf(inside);
    bins.push({ bin, inside: { at: bytes, count: inside }, rest: { at: restAt, count: rest }, kind });
    bytes += size;
    if (kind !== "sorted" && kind !== "parted") continue;
    mostLevels = Math.max(mostLevels, inside + rest);
    mostBytes = Math.max(mostBytes, lowBytes * Math.max(inside, rest));
  }
  if (bins.length > 0) yield finish();
}

function kindOf(detail: BinDetail, inside: number, rest: number, lowBytes: 2 | 8): ChunkBin["kind"] {
  if (detail === "none") return "whole";
  if (lowBytes === 8 || inside + rest < DENSE) return "sorted";
  return aligned(inside * lowBytes) + aligned(rest * lowBytes) > TABLE_BYTES
    ? "counted"
    : detail === "all"
      ? "dense"
      : "parted";
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
