import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DataType } from "../../../base/types.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { VolumeEncoder } from "../../../bindings/read/volume-encoder.js";
import { copyVoxelsOut } from "../../../bindings/volumes/arena-volume.js";
import { type Decoded, decodeLabel } from "../../oracle/decode-labels.js";
import { describeBuilds } from "../../support/builds.js";
import { voxelsOf } from "../../support/nifti.js";
import { refusal } from "../../support/refusal.js";
import { SEEDED } from "../../support/volumes.js";

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

interface Rule {
  readonly roundLabels?: boolean;
  readonly negativeLabel?: number | null;
  readonly slope?: number;
  readonly intercept?: number;
}

/** Decodes numbers through the scanner that every file and array passes. */
function scan(engine: Engine, dataType: keyof typeof ARRAYS, values: readonly number[], rule: Rule = {}) {
  const mark = engine.arena.mark();
  try {
    const data = new ARRAYS[dataType](values);
    const { slope = 1, intercept = 0, ...others } = rule;
    const shape = values.length > 60_000 ? [100, values.length / 100, 1] : [values.length, 1, 1];
    const scanner = new VolumeEncoder(engine, shape, { dataType, littleEndian: true, slope, intercept, ...others });
    scanner.push(new Uint8Array(data.buffer));
    const { voxels, rounding } = scanner.finish();
    return { labels: voxelsOf({ ...copyVoxelsOut(engine, voxels), shape }), rounding };
  } finally {
    engine.arena.release(mark);
  }
}

const nearWhole = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
    fc.integer({ min: -60, max: 0 }),
    fc.boolean(),
  )
  .map(([n, power, isAbove]) => n + (isAbove ? 1 : -1) * 2 ** power);

const anyNumber = fc.oneof(
  nearWhole,
  fc.double({ min: -10, max: 10 }),
  fc.constantFrom(-0, -1e-9, -1, 2 ** 32, 2 ** 40, Number.NaN, Infinity, -Infinity),
);

describeBuilds("decode-labels", (engine) => {
  it("takes the numbers that the definition takes, and refuses the others", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyNumber,
        fc.boolean(),
        fc.constantFrom(null, -1, -7),
        fc.constantFrom("float32", "float64"),
        async (value, roundLabels, negativeLabel, dataType) => {
          const stored = dataType === "float32" ? Math.fround(value) : value;
          const expected: Decoded = decodeLabel(stored, roundLabels, negativeLabel);
          const decode = () => scan(engine(), dataType, [1, stored, 0], { roundLabels, negativeLabel });
          if ("refused" in expected) {
            const kinds = {
              fraction: /no whole number/,
              negative: /(is|are) negative/,
              "too large": /(is|are) above 4294967295/,
              "not a number": /(is|are) NaN/,
            };
            const error = await refusal(decode, "INVALID_VOLUME", kinds[expected.refused]);
            expect(error.details.voxel).toEqual([1, 0, 0]);
            return;
          }
          const rounding = expected.off > 0 ? { voxels: 1, farthest: expected.off } : null;
          expect(decode()).toEqual({ labels: [1, expected.label, 0], rounding });
        },
      ),
      { ...SEEDED, numRuns: 1500 },
    );
  });

  it("rounds to what was stored before a slope and an intercept, in every type", () => {
    for (const dataType of Object.keys(ARRAYS) as (keyof typeof ARRAYS)[]) {
      for (const [slope, intercept] of [
        [1 / 3, 0],
        [0.1, 0],
        [1 / 65535, 0],
        [3 / 126, 3],
        [1e-3, 5],
      ]) {
        const stored = [0, 1, 2, 3, 5].map((label) => Math.round((label - intercept) / slope));
        const isNear = stored.every((value, i) => Math.abs(slope * value + intercept - [0, 1, 2, 3, 5][i]) < 1e-6);
        const isHeld = isNear && stored.every((value) => new ARRAYS[dataType]([value])[0] === value);
        if (!isHeld) continue;
        expect(scan(engine(), dataType, stored, { slope, intercept }).labels).toEqual(
          stored.map((value) => Math.round(slope * value + intercept)),
        );
      }
    }
  });

  it("counts what it refuses over the whole volume, and names the farthest", async () => {
    const values = Array.from({ length: 70_000 }, (_, i) => (i % 1000 === 7 ? 1.25 : i === 40_000 ? 1.5 : i % 3));
    const error = await refusal(
      () => scan(engine(), "float32", values),
      "INVALID_VOLUME",
      /^71 of 70000 voxels are no whole/,
    );
    expect(error.details).toMatchObject({ voxel: [0, 400, 0], value: 1.5, fractions: 71 });
    const signed = Array.from({ length: 60_000 }, (_, i) => (i % 500 === 499 ? -(1 + (i === 20_499 ? 4 : 0)) : i % 2));
    for (const dataType of ["int8", "int16", "int32", "float64"] as const) {
      const negative = await refusal(
        () => scan(engine(), dataType, signed),
        "INVALID_VOLUME",
        /^120 of 60000 voxels are negative/,
      );
      expect(negative.details).toMatchObject({ voxel: [20_499, 0, 0], value: -5 });
      expect(negative.message).toContain("ignoreLabel -5");
    }
  });

  it("reads a negative number as a label where it is asked for, but no other number as that label", async () => {
    for (const dataType of ["int8", "int16", "int32", "float32", "float64"] as const) {
      expect(scan(engine(), dataType, [-1, 0, 2], { negativeLabel: -1 }).labels).toEqual([2 ** 32 - 1, 0, 2]);
      await refusal(() => scan(engine(), dataType, [-2, 0, 2], { negativeLabel: -1 }), "INVALID_VOLUME", /-2/);
    }
    await refusal(() => scan(engine(), "uint32", [2 ** 32 - 1], { negativeLabel: -1 }), "INVALID_VOLUME", /above/);
    expect(scan(engine(), "uint32", [2 ** 32 - 2], { negativeLabel: -1 }).labels).toEqual([2 ** 32 - 2]);
  });

  describe("messages", () => {
    const said = async (dataType: DataType & keyof typeof ARRAYS, values: readonly number[]) =>
      (await refusal(() => scan(engine(), dataType, values), "INVALID_VOLUME", /./)).message;

    it("tell a probability map, an intensity image and NaN outside a mask apart", async () => {
      expect(await said("float32", [0.5, 0.25, 0, 1])).toMatch(/from 0 to 1, so this looks like a probability map/);
      expect(await said("float32", [0.5, 900.25])).toMatch(/looks like an intensity image or a heatmap/);
      expect(await said("int16", [-1024, 3, 40])).toMatch(/CT in Hounsfield units/);
      expect(await said("float64", [Number.NaN, 3, 1])).toMatch(/1 of 3 voxels is NaN.*where background should be/);
      expect(await said("float64", [2 ** 40])).not.toMatch(/probability|intensity/);
    });
  });
});
