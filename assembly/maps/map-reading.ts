/**
 * How the stored numbers of a map are read: the record that all map kernels take. Not a kernel itself.
 *
 * ```
 *   v = (slope · stored + intercept) / divisor
 *   m = |v| if absolute, else max(v, floor)      floor: 0 for the positive part, −∞ for v itself
 * ```
 * The negative part is the positive part of −slope and −intercept.
 */
@unmanaged
export class MapReading {
  slope: f64;
  intercept: f64;
  divisor: f64;
  floor: f64;
  /** The least key of a voxel with m > 0 where the floor is 0, else 0: voxels below it are tied at 0. */
  leastKey: u64;
  /** All bits of a key if the map is descending, else 0. */
  turned: u64;
  /** Added to an integer to make its key. */
  offset: f64;
  absolute: u32;
  /** Whether a larger stored number means a smaller m. */
  descending: u32;
  /** Slope 1, intercept 0, divisor 1. */
  plain: u32;
  /** Which number a key stands for: `KEY_*` in `order-key.ts`. */
  kind: u32;
  /** Number of the stored type: u8 0, i8 1, u16, i16, u32, i32, u64, i64, f32 8, f64 9. */
  type: u32;
  /** Of the piece that was read last: whether a number is NaN or infinite, and its least and largest key. */
  odd: u32;
  leastHere: u64;
  largestHere: u64;
}

/** Bytes of a piece in f64 (`map-piece.ts`). */
const PIECE_BYTES: usize = 16_384;

/** Bytes of the record and of the piece behind it. */
export function mapReadingBytes(): usize {
  return offsetof<MapReading>() + PIECE_BYTES;
}

/** Where pieces are read to. */
export function piecesAt(how: MapReading): usize {
  return changetype<usize>(how) + offsetof<MapReading>();
}

/** Bytes of a stored number. */
export function storedBytes(how: MapReading): usize {
  if (how.type >= 8) return how.type == 8 ? 4 : 8;
  return 1 << (how.type >> 1);
}

/** The scored value of a stored number. NaN stays NaN. */
export function readValue(stored: f64, how: MapReading): f64 {
  // A third of the time of what reads every voxel went into dividing by 1.
  const value = how.plain ? stored : (how.slope * stored + how.intercept) / how.divisor;
  return how.absolute ? abs(value) : max(value, how.floor);
}
