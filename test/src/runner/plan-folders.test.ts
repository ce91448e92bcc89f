import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { planFolders } from "../../../src/runner/plan-folders.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const root = temporaryFolder();
let count = 0;

function folder(...names: string[]): string {
  const path = join(root, String(count++));
  mkdirSync(path);
  for (const name of names) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), "");
  }
  return path;
}

describe("planFolders", () => {
  it("pairs by name, dots and folders included, and keeps ids as they are", async () => {
    const ours = folder("007.nii.gz", "sub.01.nii.gz", "sub-02/anat/lesion_ref.nii", "notes.txt", "._007.nii.gz");
    const theirs = folder("sub.01.nii.gz", "007.nii", "sub-02/anat/lesion_pred.nii.gz");
    const { cases, missing, stray, root: base } = await planFolders(ours, [{ model: null, folder: theirs }]);
    expect(cases).toEqual(
      [
        ["007", "007.nii.gz", "007.nii"],
        ["sub-02/anat/lesion", "sub-02/anat/lesion_ref.nii", "sub-02/anat/lesion_pred.nii.gz"],
        ["sub.01", "sub.01.nii.gz", "sub.01.nii.gz"],
      ].map(([id, reference, prediction]) => ({
        case: id,
        model: null,
        columns: {},
        reference: join(ours, reference),
        prediction: join(theirs, prediction),
      })),
    );
    expect([missing, stray]).toEqual([[], []]);
    expect(base).toBe(process.cwd());
  });

  it("says what has no partner on either side, and plans references without prediction, for each model", async () => {
    const ours = folder("a.nii", "b.nii");
    const first = folder("a.nii", "c.nii");
    const second = folder("b.nii");
    const { cases, missing, stray } = await planFolders(ours, [
      { model: "first", folder: first },
      { model: "second", folder: second },
    ]);
    expect(cases.map(({ case: id, model, prediction }) => [id, model, prediction])).toEqual([
      ["a", "first", join(first, "a.nii")],
      ["b", "first", join(first, "b.nii")],
      ["a", "second", join(second, "a.nii")],
      ["b", "second", join(second, "b.nii")],
    ]);
    expect(missing).toEqual([
      { case: "b", model: "first" },
      { case: "a", model: "second" },
    ]);
    expect(stray).toEqual([join(first, "c.nii")]);
  });

  it("refuses a model's folder of which nothing belongs to a reference, and says what was looked for", async () => {
    const ours = folder("a.nii", "b.nii", "c.nii", "d.nii");
    const theirs = folder("x.nii");
    await expect(planFolders(ours, [{ model: null, folder: theirs }])).rejects.toThrow(
      /No prediction in .* belongs to a reference in .*\n {2}references: {2}a\.nii, b\.nii, c\.nii and 1 more\n {2}predictions: x\.nii\n[\s\S]*--pattern "\{case\}\/\{case\}-seg\.nii\.gz"/,
    );
    const models = [
      { model: "right", folder: folder("a.nii") },
      { model: "wrong", folder: theirs },
    ];
    await expect(planFolders(ours, models)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringMatching(
        /Names were compared as they are, and without capitals, [\s\S]*--prediction-pattern "\{case\}_pred\.nii\.gz", or list the cases in a manifest\.$/,
      ),
      details: { references: ours, predictions: theirs },
    });
    await expect(planFolders(ours, [{ model: null, folder: ours }], { pattern: "x/{case}" })).rejects.toThrow(
      /references: {2}none of the pattern/,
    );
  });

  it("says by which rules it paired, and what it left out", async () => {
    const ours = folder("case_1/segmentation.nii.gz", "case_1/imaging.nii.gz", "case_2/segmentation.nii.gz");
    const theirs = folder("case_1/segmentation.nii.gz", "prediction_2.nii.gz");
    const { found, ignored, cases } = await planFolders(ours, [{ model: null, folder: theirs }]);
    expect(cases.map((each) => each.case)).toEqual(["case_1", "case_2"]);
    expect(found).toEqual({ name: 1, layout: 1 });
    expect(ignored).toEqual([join(ours, "case_1/imaging.nii.gz")]);
  });

  it("carries a pattern's further names through as columns", async () => {
    const ours = folder("north/1_seg.nii", "south/2_seg.nii");
    const theirs = folder("1.nii", "2.nii");
    const { cases } = await planFolders(ours, [{ model: "m", folder: theirs }], { pattern: "{site}/{case}_seg" });
    expect(cases.map(({ case: id, columns }) => [id, columns])).toEqual([
      ["1", { site: "north" }],
      ["2", { site: "south" }],
    ]);
  });

  it("refuses folders that are not there, hold nothing, or two files of one name", async () => {
    const one = folder("a.nii");
    const plan = (ours: string, theirs: string) => planFolders(ours, [{ model: null, folder: theirs }]);
    const none = join(root, "none");
    await expect(plan(none, one)).rejects.toMatchObject({ code: "FILE_ACCESS", details: { path: none } });
    const bare = folder("x.txt");
    await expect(plan(one, bare)).rejects.toMatchObject({ code: "INVALID_OPTION", details: { path: bare } });
    await expect(plan(one, bare)).rejects.toThrow(`${bare} holds no volumes (.nii.gz, .nii, `);
    await expect(plan(join(root, "none"), one)).rejects.toThrow(/none cannot be read: there is no such folder/);
    await expect(plan(one, join(one, "a.nii"))).rejects.toThrow(/a\.nii cannot be read: it is no folder/);
    await expect(plan(one, folder("x.txt"))).rejects.toThrow(/holds no volumes/);
    await expect(plan(folder("a.nii", "a.nii.gz"), one)).rejects.toThrow(
      /Two cases would be called a: .*a\.nii and .*a\.nii\.gz/,
    );
  });
});
