import { beforeAll, describe, expect, it } from "vitest";
import type { DataType } from "../../../base/types.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { openCaseOn } from "../../../src/evaluation/open-case.js";
import type { EvaluateInputs } from "../../../src/evaluation/open-inputs.js";
import type { ReadingOptions } from "../../../src/evaluation/reading-options.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import type { EvaluationResult } from "../../../src/results/evaluation-result.js";
import { engineOf } from "../../support/builds.js";
import { niftiFile } from "../../support/nifti.js";
import { splitmix64 } from "../../support/random.js";

/** From 4 nm to 10 mm. */
const SCALES = [4e-6, 4e-4, 0.8, 10] as const;

const ARRAYS = {
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const satisfies Partial<Record<DataType, unknown>>;
type Stored = keyof typeof ARRAYS;
const TYPES = Object.keys(ARRAYS) as Stored[];

const SHAPE = [13, 9, 6];

/** Boxes of labels 1 to 3; the prediction is moved by a voxel. */
function labelsOf(seed: number, shape: readonly number[] = SHAPE): [reference: number[], prediction: number[]] {
  const random = splitmix64(seed);
  const [nx, ny, nz = 1] = shape;
  const reference = new Array<number>(nx * ny * nz).fill(0);
  for (let box = 0; box < 5; box++) {
    const [x, y, z] = [nx, ny, nz].map((size) => Math.floor(random() * size));
    const [a, b, c] = [nx, ny, nz].map((size) => 1 + Math.floor((random() * size) / 2));
    for (let i = 0; i < reference.length; i++) {
      const at = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
      const isIn = at[0] >= x && at[0] < x + a && at[1] >= y && at[1] < y + b && at[2] >= z && at[2] < z + c;
      if (isIn) reference[i] = 1 + (box % 3);
    }
  }
  return [reference, reference.map((_, i) => (i % nx === 0 ? 0 : reference[i - 1]))];
}

type Source = "array" | "file";

/** A pair of arrays, or of files of the same numbers. */
function pairOf(
  source: Source,
  type: Stored,
  values: readonly (readonly number[])[],
  { shape = SHAPE, scale = 1 }: { readonly shape?: readonly number[]; readonly scale?: number } = {},
): EvaluateInputs {
  const spacing = shape.map((_, axis) => scale * [1, 1, 2.5][axis]);
  const [x, y, z = 1] = spacing;
  const [reference, prediction] = values.map((data) => {
    if (source === "array") return { shape, spacing, data: ARRAYS[type].from(data) };
    const sform = [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0];
    return { file: niftiFile({ shape, spacing, dataType: type, values: data, sform }), hash: false, name: "x.nii" };
  });
  return { reference, prediction };
}

const OPTIONS: EvaluateOptions = { groups: "each", metrics: ["iou", "hd", "assd"], globalMetrics: ["dsc", "hd95"] };

describe.each(["release", "scalar"] as const)("kinds of input from the field (%s)", (build) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await engineOf(build);
  });

  async function evaluateOn(inputs: EvaluateInputs, options: EvaluateOptions = OPTIONS, reading: ReadingOptions = {}) {
    const mark = engine.arena.mark();
    try {
      return await (await openCaseOn(engine, inputs, reading)).evaluate(options, { threads: 1 });
    } finally {
      engine.arena.release(mark);
    }
  }

  /** Counts and qualities of the groups; lengths in voxels. */
  function numbersOf({ groups }: EvaluationResult, scale: number) {
    return Object.entries(groups).map(([name, { tp, fp, fn, sq, sq_assd, global_bin_dsc, global_bin_hd95 }]) => ({
      name,
      tp,
      fp,
      fn,
      values: [Number(sq), Number(sq_assd) / scale, Number(global_bin_dsc), Number(global_bin_hd95) / scale],
    }));
  }

  function expectSame(found: EvaluationResult, expected: EvaluationResult, scale: number): void {
    const [one, other] = [numbersOf(found, scale), numbersOf(expected, 1)];
    expect(one.map(({ values, ...counts }) => counts)).toEqual(other.map(({ values, ...counts }) => counts));
    one.forEach(({ values, name }, i) => {
      for (const [k, value] of values.entries()) {
        const wanted = other[i].values[k];
        // The spacing of files is in single precision.
        if (Number.isFinite(wanted)) expect(Math.abs(value - wanted), `${name} ${k}`).toBeLessThan(1e-6 * (1 + wanted));
        else expect(value).toBe(wanted);
      }
    });
  }

  const rows = (["array", "file"] as const).flatMap((source) =>
    TYPES.map((type, i) => [source, type, SCALES[i % SCALES.length]] as const),
  );

  it.each(rows)("%s of %s at %f mm: the same numbers as of bytes at 1 mm", async (source, type, scale) => {
    const values = labelsOf(3);
    const expected = await evaluateOn(pairOf("array", "uint8", values));
    const found = await evaluateOn(pairOf(source, type, values, { scale }));
    expectSame(found, expected, scale);
    expect(found.notes).toEqual([]);
  });

  it.each(rows.filter(([, type]) => type.startsWith("float")))(
    "%s of %s near whole numbers",
    async (source, type, scale) => {
      const values = labelsOf(4);
      const random = splitmix64(9);
      // Within 1e-5 of the label; single precision holds fewer digits.
      const near = values.map((data) => data.map((value) => value + 9e-6 * (2 * random() - 1)));
      const found = await evaluateOn(pairOf(source, type, near, { scale }));
      expectSame(found, await evaluateOn(pairOf("array", "uint8", values)), scale);
      expect(found.notes).toHaveLength(2);
      for (const note of found.notes)
        expect(note).toMatch(/\d+ voxels were no whole numbers.*by at most 0\.00000[89]\d*\.$/);
      const far = values.map((data) => data.map((value, i) => (i === 5 ? value + 0.3 : value)));
      const refused = evaluateOn(pairOf(source, type, far, { scale }));
      await expect(refused).rejects.toThrow(/1 of \d+ voxels is no whole number.*0\.3\d* away.*roundLabels/);
      const rounded = await evaluateOn(pairOf(source, type, far, { scale }), OPTIONS, { roundLabels: true });
      expectSame(rounded, await evaluateOn(pairOf("array", "uint8", values)), scale);
    },
  );

  it.each(rows)("void in %s of %s at %f mm", async (source, type, scale) => {
    const [reference, prediction] = labelsOf(5);
    const isSigned = type.startsWith("int") || type.startsWith("float");
    const [label, options] = isSigned ? [-1, { ignoreLabel: -1 }] : [200, { ignoreLabel: 200 }];
    const withVoid = (own: number) => reference.map((value, i) => (i % 13 > 8 ? own : value));
    const found = await evaluateOn(
      pairOf(source, type, [withVoid(label), prediction], { scale }),
      { ...OPTIONS, ...options },
      isSigned ? options : {},
    );
    const plain = await evaluateOn(pairOf("array", "uint8", [withVoid(200), prediction]), {
      ...OPTIONS,
      ignoreLabel: 200,
    });
    expectSame(found, plain, scale);
    const voids = ({ groups }: EvaluationResult) => Object.values(groups).map((group) => group.void_instances);
    expect(voids(found)).toEqual(voids(plain));
  });

  it.each(rows)("labels of no group in %s of %s at %f mm", async (source, type, scale) => {
    const values = labelsOf(6);
    const { unassigned, emptyGroups, notes } = await evaluateOn(pairOf(source, type, values, { scale }), {
      groups: { one: [1], none: [9] },
    });
    const count = (side: number, label: number) => values[side].filter((value) => value === label).length;
    expect(unassigned).toEqual(
      [2, 3].flatMap((label) => [
        { label, voxels: count(0, label), side: "reference" },
        { label, voxels: count(1, label), side: "prediction" },
      ]),
    );
    expect(emptyGroups).toEqual(["none"]);
    expect(notes).toHaveLength(2);
  });

  it.each(rows)("one slice in %s of %s at %f mm is a plane", async (source, type, scale) => {
    const flat = [13, 9];
    const values = labelsOf(7, flat);
    const plane = await evaluateOn(pairOf("array", "uint8", values, { shape: flat }));
    const found = await evaluateOn(pairOf(source, type, values, { shape: [...flat, 1], scale }));
    expectSame(found, plane, scale);
    expect(found.options.connectivity).toBe(8);
  });

  it.each(rows)("foregrounds apart in %s of %s at %f mm have distances", async (source, type, scale) => {
    const shape = [12, 3, 3];
    const at = (x: number) => Array.from({ length: 108 }, (_, i) => Number(i % 12 === x));
    const options = { globalMetrics: ["hd", "assd", "dsc"] } as const;
    const found = await evaluateOn(pairOf(source, type, [at(1), at(9)], { shape, scale }), options);
    const { global_bin_hd, global_bin_assd, global_bin_dsc, sq } = found.groups.ungrouped;
    expect(Number(global_bin_hd) / scale).toBeCloseTo(8, 5);
    expect(Number(global_bin_assd) / scale).toBeCloseTo(8, 5);
    expect([global_bin_dsc, sq]).toEqual([0, 0]);
  });

  it.each(SCALES)(
    "at %f mm a grid that is moved by a fiftieth of a voxel is the same, by a tenth another",
    async (scale) => {
      const values = labelsOf(8);
      const moved = (share: number) => {
        const { reference } = pairOf("file", "uint8", values, { scale });
        const sform = [scale, 0, 0, share * scale, 0, scale, 0, 0, 0, 0, 2.5 * scale, 0];
        const spacing = [scale, scale, 2.5 * scale];
        const file = niftiFile({ shape: SHAPE, spacing, values: values[1], sform });
        return { reference, prediction: { file, hash: false } };
      };
      expect((await evaluateOn(moved(0.019))).notes.join()).toMatch(
        /differ in affine by up to 0\.019\d* voxels along x/,
      );
      await expect(evaluateOn(moved(0.1))).rejects.toThrow(/displaced by 0\.1\d* voxels along x/);
    },
  );

  it.each(SCALES)("at %f mm the spacing is that of the affine, and no orientation is none", async (scale) => {
    const values = labelsOf(9);
    const spacing = [scale, scale, 2.5 * scale];
    const sform = [scale, 0, 0, 0, 0, scale, 0, 0, 0, 0, 2.5 * scale, 0];
    const file = (own: object, data: readonly number[]) => ({
      file: niftiFile({ shape: SHAPE, values: data, spacing, ...own }),
      hash: false,
    });
    const pair = (own: object, other = own) => ({
      reference: file(own, values[0]),
      prediction: file(other, values[1]),
    });
    const right = await evaluateOn(pair({ sform }));
    const wrong = await evaluateOn(pair({ sform, spacing: [1, 1, 1].map((step) => step * 3.5 * scale) }));
    expectSame({ ...wrong, notes: [] }, { ...right, notes: [] }, 1);
    expect(wrong.notes.join()).toMatch(/pixdim\[1\] is .* the sform's step along x/);
    const mirrored = [-scale, 0, 0, 5 * scale, ...sform.slice(4)];
    const unknown = await evaluateOn(pair({}, { sform: mirrored }));
    expectSame({ ...unknown, notes: [] }, { ...right, notes: [] }, 1);
    expect(unknown.notes.join()).toMatch(/says nothing of orientation/);
  });
});
