import type { DataType } from "../../base/types.js";
import type { Pointer } from "../engine/kernels.js";
import type { Triple } from "../volumes/run-volume.js";
import type { MapEngine } from "./map-engine.js";
import { VOXEL_BYTES, VOXEL_TYPES } from "./map-kernels.js";

/** A dense map in linear memory, x fastest, in the machine's byte order. Its value is `(slope · stored + intercept) / divisor`. */
export interface MapVolume {
  readonly data: Pointer;
  readonly dataType: DataType;
  /** Voxels along x, y, z; z is 1 for a 2D map. */
  readonly shape: Triple;
  readonly slope: number;
  readonly intercept: number;
  readonly divisor: number;
}

/** Which part of a map's values is scored. */
export type Sign = "positive" | "negative" | "absolute" | "signed";

/** A map whose values are read in one way, and the record that tells kernels how. */
export interface SignedMap {
  readonly volume: MapVolume;
  /** `assembly/maps/map-reading.ts` */
  readonly reading: Pointer;
  /** False if no stored number lies above 0: then all voxels are tied there. */
  readonly hasKeys: boolean;
  /** Bits of a key. */
  readonly keyBits: 16 | 32 | 64;
}

/** Bits of a key's bin. */
export const BIN_BITS = 16;

const KINDS: Readonly<Partial<Record<DataType, number>>> = { float32: 1, float64: 2, int64: 3 };

export function voxelCount([nx, ny, nz]: Triple): number {
  return nx * ny * nz;
}

function isFloat(dataType: DataType): boolean {
  return dataType === "float32" || dataType === "float64";
}

/** Makes a map ready to be read under a sign. Its NaN stay. */
export function signMap(engine: MapEngine, map: MapVolume, sign: Sign): SignedMap {
  // The order of magnitudes about an intercept is not that of the stored numbers.
  const volume = sign === "absolute" && map.intercept !== 0 ? widenMap(engine, map) : map;
  const reading = writeReading(engine, volume, sign);
  const bits = 8 * bytesOf(volume.dataType);
  const hasKeys = Boolean(engine.maps.prepareKeys(reading, bits));
  return { volume, reading, hasKeys, keyBits: bits <= 16 ? 16 : bits === 32 ? 32 : 64 };
}

/** Replaces NaN by the value 0. */
export function zeroMissing(engine: MapEngine, map: MapVolume): MapVolume {
  if (!isFloat(map.dataType)) return map;
  const volume = map.intercept === 0 ? map : widenMap(engine, map);
  const count = voxelCount(volume.shape);
  if (volume.dataType === "float32") engine.maps.zeroMissingF32(volume.data, count);
  else engine.maps.zeroMissingF64(volume.data, count);
  return volume;
}

/** The same map as doubles that need no scaling. */
export function widenMap(engine: MapEngine, map: MapVolume): MapVolume {
  const { arena, maps } = engine;
  const count = voxelCount(map.shape);
  const data = arena.allocate(8 * count, 64);
  const reading = writeReading(engine, map, "signed");
  maps.widenMap(map.data, count, reading, data);
  return { ...map, data, dataType: "float64", slope: 1, intercept: 0, divisor: 1 };
}

function writeReading({ arena, maps }: MapEngine, volume: MapVolume, sign: Sign): Pointer {
  const { dataType, slope, intercept, divisor } = volume;
  const reading = arena.allocate(maps.mapReadingBytes());
  const turn = sign === "negative" ? -1 : 1;
  const isAbsolute = sign === "absolute";
  const [a, b] = [turn * slope, turn * intercept];
  const isDescending = !isAbsolute && a / divisor < 0;
  const hasFloor = sign === "positive" || sign === "negative";
  arena.f64(reading, 4).set([a, b, divisor, hasFloor ? 0 : Number.NEGATIVE_INFINITY]);
  arena.f64(reading + 48, 1)[0] = offsetOf(dataType, isAbsolute);
  const isPlain = a === 1 && b === 0 && divisor === 1;
  const kind = isAbsolute && dataType === "int64" ? 0 : (KINDS[dataType] ?? 0);
  const type = VOXEL_TYPES.indexOf(dataType);
  arena.u32(reading + 56, 5).set([Number(isAbsolute), Number(isDescending), Number(isPlain), kind, type]);
  return reading;
}

function bytesOf(dataType: DataType): number {
  return VOXEL_BYTES[dataType];
}

/** The offset that `assembly/maps/order-key.ts` adds to a signed integer. */
function offsetOf(dataType: DataType, isAbsolute: boolean): number {
  return isAbsolute || !dataType.startsWith("int") ? 0 : 2 ** (8 * bytesOf(dataType) - 1);
}
