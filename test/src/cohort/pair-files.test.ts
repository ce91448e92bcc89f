import { describe, expect, it } from "vitest";
import { isVolumeName, pairFolders, tellReference } from "../../../src/cohort/pair-files.js";

const files = (...names: string[]) => names.map((name) => ({ name }));
const namesOf = (pairs: ReturnType<typeof pairFolders>["pairs"]) =>
  pairs.map(({ name, reference, prediction }) => [name, reference.name, prediction.name]);

describe("pairFolders", () => {
  it("pairs equal names, in the order of their numbers", () => {
    const names = ["case10.nii.gz", "case2.nii.gz"];
    const { pairs, alone } = pairFolders(files(...names), files(...names));
    expect(namesOf(pairs)).toEqual([
      ["case2", "case2.nii.gz", "case2.nii.gz"],
      ["case10", "case10.nii.gz", "case10.nii.gz"],
    ]);
    expect(alone).toEqual([]);
  });

  it("pairs names that differ by a word for the side or by compression", () => {
    const { pairs } = pairFolders(
      files("007_ref.nii.gz", "gt-b.nii", "c.nii"),
      files("007_pred.nii", "b-seg.nii.gz", "c.nii.gz"),
    );
    expect(namesOf(pairs)).toEqual([
      ["007", "007_ref.nii.gz", "007_pred.nii"],
      ["b", "gt-b.nii", "b-seg.nii.gz"],
      ["c", "c.nii", "c.nii.gz"],
    ]);
  });

  it("leaves alone what has no partner or more than one, and what is no volume", () => {
    const { pairs, alone } = pairFolders(
      files("a.nii", "b.nii", "readme.txt"),
      files("b_pred.nii", "b_auto.nii", "c.nii"),
    );
    expect(pairs).toEqual([]);
    expect(alone.map(({ name }) => name)).toEqual(["a.nii", "b.nii", "b_pred.nii", "b_auto.nii", "c.nii"]);
  });

  it("never gives one prediction to two references", () => {
    const { pairs, alone } = pairFolders(files("a_ref.nii", "a_gt.nii"), files("a_pred.nii"));
    expect(pairs).toEqual([]);
    expect(alone).toHaveLength(3);
  });
});

describe("tellReference", () => {
  it("knows a side by a word in either name", () => {
    const [one, other] = files("seg.nii.gz", "gt.nii.gz");
    expect(tellReference(one, other)).toEqual({ reference: other, prediction: one });
    const [plain, told] = files("patient.nii", "patient_pred.nii");
    expect(tellReference(told, plain)).toEqual({ reference: plain, prediction: told });
  });

  it("says nothing where the names do not", () => {
    const [one, other] = files("a.nii", "b.nii");
    expect(tellReference(one, other)).toBeNull();
    expect(tellReference({ name: "a_ref.nii" }, { name: "b_ref.nii" })).toBeNull();
  });
});

it("knows volumes by their ending", () => {
  expect(["a.nii", "a.NII.GZ", "a.nii.bz2", "nii"].map(isVolumeName)).toEqual([true, true, false, false]);
});
