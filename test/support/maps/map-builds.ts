import { readFileSync } from "node:fs";
import { beforeAll } from "vitest";
import { type MapEngine, withMapKernels } from "../../../bindings/maps/map-engine.js";
import { type Sign, type SignedMap, signMap } from "../../../bindings/maps/map-volume.js";
import type { Triple } from "../../../bindings/volumes/run-volume.js";
import { describeBuilds } from "../builds.js";

/** As `describeBuilds`, with the kernels of maps of the same build. */
export function describeMapBuilds(name: string, suite: (engine: () => MapEngine) => void): void {
  describeBuilds(name, (engine, build) => {
    let maps: MapEngine;
    beforeAll(async () => {
      const compiled =
        build === "debug"
          ? await WebAssembly.compile(Uint8Array.from(readFileSync("build/maps-debug.wasm")))
          : undefined;
      maps = await withMapKernels(engine(), compiled);
    });
    suite(() => maps);
  });
}

const ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** Types of voxels that hold numbers of JavaScript. */
export type NumberType = keyof typeof ARRAYS;
export const NUMBER_TYPES = Object.keys(ARRAYS) as NumberType[];

/** A map in the arena, to be read under a sign. */
export function mapInto(
  engine: MapEngine,
  values: readonly number[],
  shape: Triple,
  sign: Sign = "signed",
  dataType: NumberType = "float32",
): SignedMap {
  const data = engine.arena.copyIn(ARRAYS[dataType].from(values));
  return signMap(engine, { data, dataType, shape, slope: 1, intercept: 0, divisor: 1 }, sign);
}
