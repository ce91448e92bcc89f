import { execFileSync } from "node:child_process";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { CaseRecord, PlannedCase } from "../../../src/cohort/case-record.js";
import { type CaseWork, evaluateCase } from "../../../src/runner/evaluate-case.js";
import { failedCase } from "../../../src/runner/failed-case.js";
import { niftiFile } from "../../support/nifti.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const root = temporaryFolder();
const work: CaseWork = { options: { input: "semantic", threshold: 0.4 }, root, hash: true, explore: false };
const planned = (prediction: string, reference = "reference.nii", more: Partial<PlannedCase> = {}): PlannedCase => ({
  ...{ case: "1", model: null, columns: { site: "A" }, reference, prediction },
  ...more,
});
const evaluated = (given: PlannedCase, more: Partial<CaseWork> = {}) => evaluateCase(given, { ...work, ...more });

beforeAll(() => {
  // Two instances, of 2 and 1 voxels.
  const file = (values: readonly number[], shape = [8, 1, 1]) =>
    niftiFile({ dataType: "uint8", shape, values, spacing: [0.5, 1, 1] });
  const write = (name: string, bytes: Uint8Array) => writeFileSync(join(root, name), bytes);
  write("reference.nii", file([0, 1, 1, 0, 0, 1, 0, 0]));
  write("prediction.nii", file([0, 1, 0, 0, 0, 0, 0, 1]));
  write("other-grid.nii", file([0, 1, 0, 0, 0, 0, 0, 1, 0], [9, 1, 1]));
  write("cut.nii", file([0, 1, 0, 0, 0, 0, 0, 1]));
  truncateSync(join(root, "cut.nii"), 355);
  execFileSync("mkfifo", [join(root, "pipe.nii")]);
});

/** The reference's facts of a failed case, by hand: two instances, 3 voxels. */
const FACTS = {
  shape: [8, 1, 1],
  spacing: [0.5, 1, 1],
  groups: { ungrouped: { n_ref_instances: 2, global_bin_volume_ref: 3 } },
};

describe("a case", () => {
  it("has the result of its files, which it calls as they were planned", async () => {
    const record = await evaluated(planned("prediction.nii"));
    expect(record).toMatchObject({ case: "1", model: null, columns: { site: "A" }, status: "done" });
    // {1, 2} and {1} overlap by half of their union, which is matched; {5} is missed, {7} made up.
    expect(record).toMatchObject({ groups: { ungrouped: { tp: 1, fp: 1, fn: 1, sq: 0.5 } } });
    const inputs = (record as CaseRecord & { status: "done" }).inputs;
    expect(inputs.reference).toMatchObject({ path: "reference.nii", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(inputs.prediction.path).toBe("prediction.nii");
    expect(record).not.toHaveProperty("unassigned");
    expect(record).not.toHaveProperty("exploration");
  });

  it("may come with files that were read, and without their hashes", async () => {
    const [reference, prediction] = ["reference.nii", "prediction.nii"].map((name) => readFileSync(join(root, name)));
    const bytes = { reference: new Uint8Array(reference), prediction: new Uint8Array(prediction) };
    const record = await evaluateCase(planned("b", "a"), { ...work, root: "/nowhere", hash: false }, bytes);
    expect(record).toMatchObject({ status: "done", inputs: { reference: { path: "a", sha256: null } } });
  });

  it("has what every strategy gives, on request", async () => {
    expect(await evaluated(planned("prediction.nii"), { explore: true })).toHaveProperty("exploration");
  });

  it("names labels that no group has, and groups without a voxel", async () => {
    const groups = { lesion: [2] };
    const record = await evaluated(planned("prediction.nii"), { options: { input: "semantic", groups } });
    expect(record).toMatchObject({
      unassigned: [
        { label: 1, voxels: 3 },
        { label: 1, voxels: 2 },
      ],
      emptyGroups: ["lesion"],
    });
  });
});

describe("a case with a map", () => {
  const ofMap = (record: CaseRecord) => (record as CaseRecord & { status: "done" }).map;

  beforeAll(() => {
    const file = (values: readonly number[], dataType: "uint8" | "float32" = "uint8") =>
      niftiFile({ dataType, shape: [8, 1, 1], values, spacing: [0.5, 1, 1] });
    writeFileSync(join(root, "map.nii"), file([0, 4, 2, 0, 0, 1, 0, 3], "float32"));
    writeFileSync(join(root, "mask.nii"), file([1, 1, 1, 1, 1, 1, 1, 0]));
    writeFileSync(join(root, "atlas.nii"), file([1, 1, 1, 1, 2, 2, 2, 2]));
  });

  it("has its scores in place of those of a prediction, where the map stands for one", async () => {
    const record = await evaluated(planned("map.nii", "reference.nii", { map: "map.nii" }));
    expect(record).toMatchObject({ status: "done", groups: {} });
    // 4 + 2 + 1 of the 10 lie in the reference.
    expect(ofMap(record)?.groups.ungrouped.scores.mass_accuracy).toBe(7 / 10);
    const { inputs } = record as CaseRecord & { status: "done" };
    expect([inputs.reference.path, inputs.prediction.path]).toEqual(["reference.nii", "map.nii"]);
    expect(ofMap(record)).not.toHaveProperty("regions");
  });

  it("has them beside those of its prediction, within its mask, and by the regions of its atlas", async () => {
    const files = { map: "map.nii", mask: "mask.nii", atlas: "atlas.nii" };
    const named = { atlasNames: "index\tname\n1\tleft\n2\tright\n" };
    const record = await evaluated(planned("prediction.nii", "reference.nii", files), named);
    expect(record).toMatchObject({ groups: { ungrouped: { tp: 1, fp: 1, fn: 1 } } });
    // Without the last voxel.
    expect(ofMap(record)?.groups.ungrouped.scores.mass_accuracy).toBe(1);
    const regionsOf = (found: CaseRecord) => ofMap(found)?.regions?.map(({ label, name, sum }) => [label, name, sum]);
    expect(regionsOf(record)).toEqual([
      [0, "outside", 0],
      [1, "left", 6],
      [2, "right", 1],
    ]);
    const unnamed = await evaluated(planned("prediction.nii", "reference.nii", { ...files, mask: undefined }));
    expect(regionsOf(unnamed)).toEqual([
      [0, "outside", 0],
      [1, "1", 6],
      [2, "2", 4],
    ]);
  });

  it("fails if one of its files is a pipe, or is larger than it may be", async () => {
    for (const file of ["map", "mask", "atlas"]) {
      const files = { map: "map.nii", mask: "mask.nii", atlas: "atlas.nii", [file]: "pipe.nii" };
      const record = await evaluated(planned("prediction.nii", "reference.nii", files));
      expect(record, file).toMatchObject({ status: "failed", error: { message: /^pipe\.nii is a pipe/ } });
    }
    const options = { input: "semantic", maximumVoxels: 7 } as const;
    const record = await evaluated(planned("map.nii", "reference.nii", { map: "map.nii" }), { options });
    expect(record).toMatchObject({ status: "failed" });
  });
});

describe("the notes of a case", () => {
  beforeAll(() => {
    const sform = [0.5, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
    const values = [0, 1, 0, 0, 0, 0, 0, 1];
    const bytes = niftiFile({ dataType: "uint8", shape: [8, 1, 1], values, spacing: [0.5, 1, 1], sform });
    writeFileSync(join(root, "placed.nii"), bytes);
    values[7] = 2;
    const other = niftiFile({ dataType: "uint8", shape: [8, 1, 1], values, spacing: [0.5, 1, 1], sform });
    writeFileSync(join(root, "placed-2.nii"), other);
  });

  it("are its own alone, without those of the run, and no key where there are none", async () => {
    const options = { ...work.options, notes: ["A remark of the run."] };
    const both = planned("placed.nii", "placed-2.nii");
    for (const more of [{}, { options }]) expect(await evaluated(both, more)).not.toHaveProperty("notes");
    const unplaced = [
      expect.stringMatching(/^reference\.nii: the header/),
      expect.stringMatching(/^prediction\.nii: /),
    ];
    for (const more of [{}, { options }]) {
      expect(await evaluated(planned("prediction.nii"), more)).toHaveProperty("notes", unplaced);
    }
  });
});

describe("a case that fails", () => {
  it.each([
    ["is missing", "none.nii", "missing", "FILE_ACCESS"],
    ["is cut", "cut.nii", "unreadable", "INVALID_FILE"],
    ["lies on another grid", "other-grid.nii", "grid", "GEOMETRY_MISMATCH"],
  ])("because its prediction %s keeps what its reference has", async (_, prediction, cause, code) => {
    const record = await evaluated(planned(prediction));
    const files = { reference: "reference.nii", prediction };
    expect(record).toMatchObject({ case: "1", status: "failed", cause, files, error: { code } });
    expect((record as CaseRecord & { status: "failed" }).reference).toEqual(FACTS);
  });

  it.each(["none.nii", "cut.nii"])("blames the reference %s, and has no facts of it", async (reference) => {
    const record = await evaluated(planned("prediction.nii", reference));
    expect(record).toMatchObject({ status: "failed", cause: "reference" });
    expect(record).not.toHaveProperty("reference");
  });

  it("is not read from a pipe, which may never end", async () => {
    const message = /^pipe\.nii is a pipe, and the files of a cohort must be files on a disk\./;
    const error = { code: "FILE_ACCESS", message: expect.stringMatching(message), details: { path: "pipe.nii" } };
    expect(await evaluated(planned("prediction.nii", "pipe.nii"))).toMatchObject({ cause: "reference", error });
    expect(await evaluated(planned("pipe.nii"))).toMatchObject({ status: "failed", reference: FACTS, error });
  });

  it("blames no file for options that are refused", async () => {
    const record = await evaluated(planned("prediction.nii"), { options: { threshold: 2 } });
    expect(record).toMatchObject({ cause: "system", error: { code: "INVALID_OPTION" } });
  });

  it("names its map, if it has one", () => {
    const error = new Error("Odd");
    const without = failedCase(planned("p"), error);
    expect(without).toMatchObject({ cause: "system", error: { code: "INTERNAL" } });
    expect((without as CaseRecord & { status: "failed" }).files).toEqual({
      reference: "reference.nii",
      prediction: "p",
    });
    expect(failedCase(planned("p", "r", { map: "m" }), error)).toMatchObject({ files: { map: "m" } });
  });

  it.each(["Array buffer allocation failed", "Invalid array length", "could not allocate memory"])(
    "lacks memory where the engine says: %s",
    (message) => {
      expect(failedCase(planned("p"), new RangeError(message))).toMatchObject({ error: { code: "OUT_OF_MEMORY" } });
      expect(failedCase(planned("p"), new Error(message))).toMatchObject({ error: { code: "INTERNAL" } });
    },
  );
});
