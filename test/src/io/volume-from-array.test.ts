import { describe, expect, it } from "vitest";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import type { ArrayVolume } from "../../../src/io/array-source.js";
import { volumeFromArray } from "../../../src/io/volume-from-array.js";
import { voxelsOf } from "../../support/nifti.js";
import { splitmix64 } from "../../support/random.js";
import { refusal } from "../../support/refusal.js";

const NUMBERS = [0, 1, 1, 7, 0, 127, 127, 0, 0, 3, 2, 1];
const BIG = NUMBERS.map(BigInt);

const ARRAYS = {
  uint8: Uint8Array.from(NUMBERS),
  "uint8 (clamped)": Uint8ClampedArray.from(NUMBERS),
  int8: Int8Array.from(NUMBERS),
  uint16: Uint16Array.from(NUMBERS),
  int16: Int16Array.from(NUMBERS),
  uint32: Uint32Array.from(NUMBERS),
  int32: Int32Array.from(NUMBERS),
  uint64: BigUint64Array.from(BIG),
  int64: BigInt64Array.from(BIG),
  float32: Float32Array.from(NUMBERS),
  float64: Float64Array.from(NUMBERS),
};

describe("volumeFromArray", () => {
  it.each(Object.entries(ARRAYS))("reads %s", async (name, data) => {
    const volume = await volumeFromArray({ data, shape: [3, 2, 2] });
    expect(voxelsOf(volume)).toEqual(NUMBERS);
    expect(volume).toMatchObject({ shape: [3, 2, 2], spacing: [1, 1, 1], affine: null, source: null });
    expect(volume.dataType).toBe(name.split(" ")[0]);
  });

  it("reads 2D, a view into a larger buffer, and an array of many pieces", async () => {
    const flat = await volumeFromArray({ data: ARRAYS.uint8, shape: [4, 3], spacing: [2, 3] });
    expect(flat).toMatchObject({ shape: [4, 3], spacing: [2, 3] });
    expect(voxelsOf(flat)).toEqual(NUMBERS);
    const view = new Uint16Array(Uint16Array.from([9, 9, ...NUMBERS, 9]).buffer, 4, 12);
    expect(voxelsOf(await volumeFromArray({ data: view, shape: [3, 2, 2] }))).toEqual(NUMBERS);
    const random = splitmix64(8);
    const large = Float64Array.from({ length: 70 * 60 * 50 }, () => Math.floor(3 * random()));
    expect(voxelsOf(await volumeFromArray({ data: large, shape: [70, 60, 50] }))).toEqual([...large]);
  });

  it("keeps copies, so that what the caller changes later does not matter", async () => {
    const [shape, spacing, affine] = [
      [3, 2, 2],
      [1, 2, 3],
      [1, 0, 0, 5, 0, 1, 0, 6, 0, 0, 1, 7, 0, 0, 0, 1],
    ];
    const volume = await volumeFromArray({ data: ARRAYS.uint8, shape, spacing, affine });
    const before = structuredClone(volume);
    for (const array of [shape, spacing, affine]) array.fill(99);
    expect(volume).toEqual(before);
  });

  it("uses the engine that is given and leaves nothing in its arena", async () => {
    const engine = await createEngine();
    const used = engine.arena.used;
    await volumeFromArray({ data: ARRAYS.uint8, shape: [3, 2, 2] }, engine);
    expect(engine.arena.highWater).toBeGreaterThan(used);
    const negative = { data: Int16Array.of(0, -5), shape: [2, 1] };
    await refusal(() => volumeFromArray(negative, engine), "INVALID_VOLUME", /-5.*no label/);
    await refusal(() => volumeFromArray({ data: Float32Array.of(0, 0.5), shape: [2, 1] }), "INVALID_VOLUME", /0\.5/);
    expect(engine.arena.used).toBe(used);
  });

  const AFFINE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const data = ARRAYS.uint8;
  it.each<readonly [string, Record<string, unknown>, RegExp]>([
    ["a plain array", { data: NUMBERS, shape: [3, 2, 2] }, /typed array.*Uint16Array\.from/],
    ["a DataView", { data: new DataView(new ArrayBuffer(12)), shape: [3, 2, 2] }, /typed array/],
    ["no data", { data: null, shape: [3, 2, 2] }, /typed array/],
    ["one dimension", { data, shape: [12] }, /shape is \[12\], expected two or three/],
    ["four dimensions", { data, shape: [3, 2, 2, 1] }, /two or three/],
    ["a length of 0", { data: new Uint8Array(0), shape: [3, 0, 2] }, /\[3, 0, 2\]/],
    ["a broken length", { data, shape: [2.5, 2, 2] }, /\[2\.5, 2, 2\]/],
    ["a shape that is none", { data, shape: "3x2x2" }, /shape is 3x2x2/],
    ["a shape of other size", { data, shape: [3, 2, 3] }, /3 × 2 × 3 has 18 voxels, but the array holds 12/],
    ["a long row", { data: new Uint8Array(65_536), shape: [65_536, 1] }, /at most 65535.*transpose/],
    [
      "a spacing of 0",
      { data, shape: [3, 2, 2], spacing: [1, 0, 1] },
      /spacing is \[1, 0, 1\], expected 3 numbers above 0/,
    ],
    ["a spacing of NaN", { data, shape: [3, 2, 2], spacing: [1, Number.NaN, 1] }, /NaN/],
    ["a spacing too many", { data, shape: [4, 3], spacing: [1, 1, 1] }, /expected 2 numbers/],
    ["a nested affine", { data, shape: [3, 2, 2], affine: [AFFINE.slice(0, 4)] }, /sixteen.*affine\.flat\(\)/],
    ["an affine with NaN", { data, shape: [3, 2, 2], affine: AFFINE.with(3, Number.NaN) }, /sixteen finite/],
  ])("refuses %s", async (_, array, message) => {
    await refusal(() => volumeFromArray(array as unknown as ArrayVolume), "INVALID_VOLUME", message);
  });
});
