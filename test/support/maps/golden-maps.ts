import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { MapArray } from "../../../src/maps/read/open-map.js";

/** The pack of maps with right answers, which lies next to a checkout for development. */
export const MAP_PACK = "../shared/golden/heatmap";

/** Whether the pack is there. Where it should be (CI with the folder), a missing file fails in the tests that read it. */
export const HAS_MAP_PACK = existsSync(MAP_PACK);

/** A number as the pack writes it. */
export type PackNumber = number | "NaN" | "Infinity" | "-Infinity";

/** The folders of a part of the pack. */
export function packCases(part: "maps" | "detection"): string[] {
  return HAS_MAP_PACK ? readdirSync(`${MAP_PACK}/${part}`).sort() : [];
}

export function packJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(`${MAP_PACK}/${path}`, "utf8"));
}

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, i16: Int16Array, f32: Float32Array, f64: Float64Array } as const;

/** Numbers of a file of the pack: little-endian, x fastest, the type in its name. */
export function packArray(path: string) {
  const type = path.split(".").at(-2) as keyof typeof ARRAYS;
  const bytes = readFileSync(`${MAP_PACK}/${path}`);
  return new ARRAYS[type](bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** A volume of the pack. */
export function packVolume(
  path: string,
  { shape, spacing }: { readonly shape: readonly number[]; readonly spacing?: readonly number[] },
): MapArray {
  return { data: packArray(path), shape, ...(spacing && { spacing }) };
}
