/** Where the voxels of one side of a bin go, relative to the chunk's room. */
export interface BinSide {
  readonly at: number;
  readonly count: number;
}

/** A bin of which the voxels' lower parts are taken out. */
export interface ChunkBin {
  readonly bin: number;
  readonly inside: BinSide;
  readonly rest: BinSide;
  /** Whether each side is a table of counters. */
  readonly counted: boolean;
}

/** Bins that are taken out of a map in one pass, the highest first. */
export interface BinChunk {
  readonly first: number;
  readonly last: number;
  readonly bins: readonly ChunkBin[];
  readonly bytes: number;
  /** The most levels, and the most bytes of one side, of any bin that is no table. */
  readonly mostLevels: number;
  readonly mostBytes: number;
}

const BINS = 65_536;

/** A chunk takes about this much room, or what a single bin needs. */
const CHUNK_BYTES = 12 * 2 ** 20;

/** Two tables of 65536 counters. */
const TABLE_BYTES = 8 * BINS;

/**
 * Divides the bins into chunks, from the top.
 * @param counts voxels of each bin: the reference's, then the rest's
 * @param lowBytes bytes of a voxel's lower part; 2: a bin of very many has tables of counters instead
 */
export function* planChunks(counts: Uint32Array, lowBytes: 2 | 8): Generator<BinChunk> {
  let bins: ChunkBin[] = [];
  let bytes = 0;
  let mostLevels = 0;
  let mostBytes = 0;
  const finish = (): BinChunk => ({
    first: bins[bins.length - 1].bin,
    last: bins[0].bin,
    bins,
    bytes,
    mostLevels,
    mostBytes,
  });
  for (let bin = BINS - 1; bin >= 0; bin--) {
    const [inside, rest] = [counts[bin], counts[BINS + bin]];
    if (inside + rest === 0) continue;
    const listed = aligned(inside * lowBytes) + aligned(rest * lowBytes);
    const counted = lowBytes === 2 && listed > TABLE_BYTES;
    const size = counted ? TABLE_BYTES : listed;
    if (bins.length > 0 && bytes + size > CHUNK_BYTES) {
      yield finish();
      [bins, bytes, mostLevels, mostBytes] = [[], 0, 0, 0];
    }
    const restAt = bytes + (counted ? TABLE_BYTES / 2 : aligned(inside * lowBytes));
    bins.push({ bin, inside: { at: bytes, count: inside }, rest: { at: restAt, count: rest }, counted });
    bytes += size;
    if (counted) continue;
    mostLevels = Math.max(mostLevels, inside + rest);
    mostBytes = Math.max(mostBytes, lowBytes * Math.max(inside, rest));
  }
  if (bins.length > 0) yield finish();
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
