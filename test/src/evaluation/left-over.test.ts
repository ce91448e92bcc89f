import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { openCase } from "../../../src/evaluation/open-case.js";
import { niftiFile } from "../../support/nifti.js";
import { splitmix64 } from "../../support/random.js";
import { refusal } from "../../support/refusal.js";
import { drawn } from "../../support/rows.js";
import { SEEDED } from "../../support/volumes.js";

const reference = drawn("1122", "..44");
const prediction = drawn("1122", "...5");

describe("labels of no group, and groups of no voxel", () => {
  const groups = { a: [1], b: { labels: [2], merge: true }, c: [7, 8] };

  it("are listed with their voxels and side, and noted", async () => {
    const { unassigned, emptyGroups, notes } = await evaluate({ reference, prediction }, { groups });
    expect(unassigned).toEqual([
      { label: 4, voxels: 2, side: "reference" },
      { label: 5, voxels: 1, side: "prediction" },
    ]);
    expect(emptyGroups).toEqual(["c"]);
    expect(notes).toEqual([
      "Not evaluated, as no group names them: label 4 (voxels: 2 of the reference); label 5 (voxels: 1 of the prediction).",
      "Without a voxel in either volume: the groups c (labels 7, 8).",
    ]);
  });

  it("are refused under strictLabels, also by a case that is open", async () => {
    const strict = { groups, strictLabels: true };
    const error = await refusal(
      () => evaluate({ reference, prediction }, strict),
      "INVALID_VOLUME",
      /label 4.*groups c/,
    );
    expect(error.details).toMatchObject({ emptyGroups: ["c"] });
    const opened = await openCase({ reference, prediction });
    expect((await opened.evaluate({ groups })).emptyGroups).toEqual(["c"]);
    await refusal(() => opened.evaluate(strict), "INVALID_VOLUME", /strictLabels/);
    await opened.close();
    const all = { groups: { a: [1, 2, 4, 5] }, strictLabels: true };
    expect((await evaluate({ reference, prediction }, all)).notes).toEqual([]);
  });

  it("are none without groups, with a group for each label, and of what is ignored", async () => {
    for (const options of [{}, { groups: "each" as const }]) {
      const result = await evaluate({ reference, prediction }, options);
      expect([result.unassigned, result.emptyGroups]).toEqual([[], []]);
    }
    const ignored = await evaluate({ reference, prediction }, { groups: { a: [1, 2, 5] }, ignoreLabel: 4 });
    expect(ignored.unassigned).toEqual([]);
  });

  it("hold, with the voxels of groups, all of the foreground", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.subarray([1, 2, 3, 4, 5], { minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        async (seed, named, most) => {
          const random = splitmix64(seed);
          const volume = () => ({
            shape: [70, 5, 3],
            data: Uint8Array.from({ length: 70 * 15 }, () => Math.max(0, Math.floor(random() * (most + 3)) - 2)),
          });
          const pair = { reference: volume(), prediction: volume() };
          const { unassigned, groups: found } = await evaluate(pair, { groups: { named } });
          for (const side of ["reference", "prediction"] as const) {
            const left = unassigned.filter((row) => row.side === side).reduce((sum, { voxels }) => sum + voxels, 0);
            const key = side === "reference" ? "global_bin_volume_ref" : "global_bin_volume_pred";
            expect(left + found.named[key]).toBe(pair[side].data.filter((label) => label > 0).length);
          }
        },
      ),
      SEEDED,
    );
  });

  it("say where a preset is for data of another year", async () => {
    const before = await evaluate({ reference: drawn("1122", "..44"), prediction }, { preset: "brats" });
    expect(before.notes.join(" ")).toContain("choose the preset brats-pre-2023");
    const since = await evaluate(
      { reference: drawn("1122", "..33"), prediction: drawn("1122") && drawn("1122", "..33") },
      { preset: "brats-pre-2023" },
    );
    expect(since.notes.join(" ")).toContain("choose the preset brats.");
    // Label 4 next to 3 is the resection cavity of 2024: a label of no group, and nothing else.
    const cavity = await evaluate(
      { reference: drawn("1123", "..44"), prediction: drawn("1123", "....") },
      { preset: "brats" },
    );
    expect(cavity.notes.join(" ")).not.toContain("preset");
    expect(cavity.unassigned).toEqual([{ label: 4, voxels: 2, side: "reference" }]);
  });
});

describe("warnings", () => {
  it("tell numbers of instances from classes", async () => {
    const numbered = drawn("1.2.3.4.5", ".........", "6.7.8.9..");
    const warned = await evaluate({ reference: numbered, prediction: numbered });
    expect(warned.notes.join(" ")).toMatch(/9 of 9 labels of the reference.*--input unmatched.*--groups each/);
    for (const options of [{ input: "unmatched" }, { groups: "each" }] as const) {
      const { notes } = await evaluate(
        { reference: numbered, prediction: drawn("1.2.3.4.5", ".........", "6.7.8....") },
        options,
      );
      expect(notes).toEqual([]);
    }
  });

  it("tell an image from labels", async () => {
    const random = splitmix64(4);
    const image = { shape: [30, 30, 5], data: Uint8Array.from({ length: 4500 }, () => Math.floor(60 * random())) };
    const mask = { shape: [30, 30, 5], data: image.data.map((value) => Number(value > 40)) };
    const { notes } = await evaluate({ reference: mask, prediction: image });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^The prediction looks like an image.*59 labels in \d+ components, \d+ % of them single/);
  });

  it.each([0, 1, 2])("tell one-hot masks that are stacked along axis %i", async (axis) => {
    // Three classes in 12 × 10 voxels: class 1 left of x = 4, class 2 in a square, class 0 elsewhere.
    const classAt = (u: number, v: number) => (u < 4 ? 1 : u > 6 && v > 3 && v < 8 ? 2 : 0);
    const shape = [12, 10];
    shape.splice(axis, 0, 3);
    const data = new Uint8Array(360);
    for (let i = 0; i < data.length; i++) {
      const at = [i % shape[0], Math.floor(i / shape[0]) % shape[1], Math.floor(i / shape[0] / shape[1])];
      const [channel] = at.splice(axis, 1);
      data[i] = Number(classAt(at[0], at[1]) === channel);
    }
    const warned = new RegExp(`The prediction looks like one-hot masks of 3 classes stacked along ${"xyz"[axis]}`);
    const reference = { shape, data: data.map((value, i) => (i === 0 ? 1 - value : value)) };
    for (const input of ["semantic", "unmatched"] as const) {
      const { notes } = await evaluate({ reference, prediction: { shape, data: Float32Array.from(data) } }, { input });
      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(warned);
    }
  });

  it("leave masks of few slices alone", async () => {
    const shape = [12, 10, 3];
    // A box in a third of all voxels, through all slices; and any mask of as many voxels in one slice.
    const box = Uint8Array.from({ length: 360 }, (_, i) => Number(i % 12 < 4));
    const slice = Uint8Array.from({ length: 360 }, (_, i) => Number(i >= 120 && i < 240));
    const random = splitmix64(11);
    const some = Uint8Array.from({ length: 360 }, () => Number(random() < 0.4));
    for (const data of [box, slice, some]) {
      const { notes } = await evaluate({ reference: { shape, data }, prediction: { shape, data: data.slice() } });
      expect(notes.join()).not.toMatch(/one-hot/);
    }
  });

  it("say where both volumes are one: by array, by place, by bytes", async () => {
    const same = /compared with itself/;
    const data = Uint8Array.of(1, 0, 1, 1);
    const array = { shape: [2, 2], data };
    expect((await evaluate({ reference: array, prediction: { ...array } })).notes.join()).toMatch(same);
    expect((await evaluate({ reference: array, prediction: { shape: [2, 2], data: data.slice() } })).notes).toEqual([]);
    const bytes = gzipSync(niftiFile({ sform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }));
    const files = { reference: { file: bytes }, prediction: { file: bytes.slice() } };
    expect((await evaluate(files)).notes.join()).toMatch(/files of the same bytes.*compared with itself/);
  });
});
