import { describe, expect, it } from "vitest";
import { parsePattern } from "../../../src/cohort/file-pattern.js";
import { nameCases, pairFolders } from "../../../src/cohort/pair-files.js";

const files = (...names: string[]) => names.map((name) => ({ name }));
const pairing = (ours: string[], theirs: string[], pattern?: string, predictionPattern?: string) => {
  const { pairs, alone, ignored } = pairFolders(files(...ours), files(...theirs), {
    ...(pattern !== undefined && { pattern: parsePattern(pattern) }),
    ...(predictionPattern !== undefined && { predictionPattern: parsePattern(predictionPattern) }),
  });
  return {
    pairs: pairs.map(({ name, reference, prediction }) => [name, reference.name, prediction.name]),
    alone: alone.map(({ name }) => name),
    ignored: ignored.map(({ name }) => name),
  };
};

/** References with their neighbours, predictions, and the pairs by case. */
const LAYOUTS: Readonly<Record<string, readonly [ours: string[], theirs: string[], pairs: string[][]]>> = {
  "BraTS 2023, modalities included": [
    ["seg", "t1c", "t1n", "t2f", "t2w"].map((kind) => `BraTS-GLI-00001-000/BraTS-GLI-00001-000-${kind}.nii.gz`),
    ["BraTS-GLI-00001-000.nii.gz"],
    [["BraTS-GLI-00001-000", "BraTS-GLI-00001-000/BraTS-GLI-00001-000-seg.nii.gz", "BraTS-GLI-00001-000.nii.gz"]],
  ],
  "BraTS 2021": [
    ["BraTS2021_00002/BraTS2021_00002_seg.nii.gz", "BraTS2021_00002/BraTS2021_00002_flair.nii.gz"],
    ["BraTS2021_00002.nii.gz"],
    [["BraTS2021_00002", "BraTS2021_00002/BraTS2021_00002_seg.nii.gz", "BraTS2021_00002.nii.gz"]],
  ],
  "KiTS, images included": [
    ["case_00000/imaging.nii.gz", "case_00000/segmentation.nii.gz", "case_00010/segmentation.nii.gz"],
    ["prediction_00000.nii.gz", "prediction_00010.nii.gz"],
    [
      ["case_00000", "case_00000/segmentation.nii.gz", "prediction_00000.nii.gz"],
      ["case_00010", "case_00010/segmentation.nii.gz", "prediction_00010.nii.gz"],
    ],
  ],
  "LiTS, images included": [
    ["segmentation-0.nii", "segmentation-10.nii", "volume-0.nii", "volume-10.nii"],
    ["test-segmentation-0.nii", "segmentation-10.nii"],
    [["10", "segmentation-10.nii", "segmentation-10.nii"]],
  ],
  "LiTS, predictions named as the volumes are": [
    ["segmentation-0.nii", "segmentation-1.nii"],
    ["volume-0.nii.gz", "volume-1.nii.gz"],
    [
      ["0", "segmentation-0.nii", "volume-0.nii.gz"],
      ["1", "segmentation-1.nii", "volume-1.nii.gz"],
    ],
  ],
  "nnU-Net, the folder of the data set": [
    ["imagesTr/la_003_0000.nii.gz", "labelsTr/la_003.nii.gz", "labelsTr/la_004.nii.gz"],
    ["la_003.nii.gz", "la_004.nii.gz"],
    [
      ["la_003", "labelsTr/la_003.nii.gz", "la_003.nii.gz"],
      ["la_004", "labelsTr/la_004.nii.gz", "la_004.nii.gz"],
    ],
  ],
  "BIDS derivatives": [
    [
      "sub-01/anat/sub-01_T1w.nii.gz",
      "sub-01/anat/sub-01_desc-manual_dseg.nii.gz",
      "sub-02/anat/sub-02_desc-manual_dseg.nii.gz",
    ],
    ["sub-01/anat/sub-01_desc-nnunet_dseg.nii.gz", "sub-02_desc-nnunet_dseg.nii.gz"],
    [
      ["sub-01", "sub-01/anat/sub-01_desc-manual_dseg.nii.gz", "sub-01/anat/sub-01_desc-nnunet_dseg.nii.gz"],
      ["sub-02", "sub-02/anat/sub-02_desc-manual_dseg.nii.gz", "sub-02_desc-nnunet_dseg.nii.gz"],
    ],
  ],
  "BIDS with sessions": [
    ["sub-01/ses-1/anat/sub-01_ses-1_dseg.nii.gz", "sub-01/ses-2/anat/sub-01_ses-2_dseg.nii.gz"],
    ["sub-01_ses-1.nii.gz", "sub-01_ses-2.nii.gz"],
    [
      ["sub-01_ses-1", "sub-01/ses-1/anat/sub-01_ses-1_dseg.nii.gz", "sub-01_ses-1.nii.gz"],
      ["sub-01_ses-2", "sub-01/ses-2/anat/sub-01_ses-2_dseg.nii.gz", "sub-01_ses-2.nii.gz"],
    ],
  ],
  TotalSegmentator: [
    ["s0000/ct.nii.gz", "s0000/segmentations/liver.nii.gz", "s0001/segmentations/liver.nii.gz"],
    ["s0000/liver.nii.gz", "s0001/liver.nii.gz"],
    [
      ["s0000/liver", "s0000/segmentations/liver.nii.gz", "s0000/liver.nii.gz"],
      ["s0001/liver", "s0001/segmentations/liver.nii.gz", "s0001/liver.nii.gz"],
    ],
  ],
  "accents composed and decomposed": [
    ["größe é 1.nii.gz"],
    ["größe é 1.nii.gz".normalize("NFD")],
    [["größe é 1", "größe é 1.nii.gz", "größe é 1.nii.gz".normalize("NFD")]],
  ],
  "capitals, where they are unique": [
    ["Case-A.nii.gz", "b.nii", "B.nii"],
    ["CASE-a.nii.gz", "b.nii.gz", "B.nii"],
    [
      ["B", "B.nii", "B.nii"],
      ["Case-A", "Case-A.nii.gz", "CASE-a.nii.gz"],
    ],
  ],
};

describe("folders in the usual layouts", () => {
  it.each(Object.entries(LAYOUTS))("%s", (_, [ours, theirs, pairs]) => {
    expect(pairing(ours, theirs).pairs).toEqual(pairs);
  });

  it("leave images out, and say which", () => {
    const { ignored, alone } = pairing(...(LAYOUTS["KiTS, images included"].slice(0, 2) as [string[], string[]]));
    expect(ignored).toEqual(["case_00000/imaging.nii.gz"]);
    expect(alone).toEqual([]);
  });

  it("keep what may be an image where no name says that others are labels", () => {
    expect(pairing(["ct.nii", "flair.nii"], ["ct.nii", "flair.nii"]).pairs).toHaveLength(2);
  });

  it("never pair files of two modalities, nor give one prediction to two", () => {
    expect(pairing(["sub-01_T1w_dseg.nii"], ["sub-01_T2w_dseg.nii"]).pairs).toEqual([]);
    expect(pairing(["case_1.nii", "volume_1.nii"], ["1.nii"])).toMatchObject({
      pairs: [],
      alone: ["case_1.nii", "volume_1.nii", "1.nii"],
    });
  });

  it("call cases alike for any names of predictions, so that runs of two models can be joined", () => {
    const ours = ["case_00000/segmentation.nii.gz", "case_00001/segmentation.nii.gz"];
    const theirs = [["prediction_00000.nii.gz"], ours, ["0_case/x.nii", "case_00000.nii.gz"]];
    for (const predictions of theirs) expect(pairing(ours, predictions).pairs[0][0]).toBe("case_00000");
    expect([...nameCases(files("ref.nii", "a/gt.nii", "a/ref.nii")).values()]).toEqual(["ref", "a/gt", "a/ref"]);
  });
});

describe("patterns", () => {
  it("find the case in a folder, between a prefix and a suffix, or in both sides by two patterns", () => {
    const ours = ["x1/x1-seg.nii.gz", "x2/x2-seg.nii.gz", "x2/x2-old.nii.gz", "x2/x3-seg.nii.gz"];
    expect(pairing(ours, ["x1.nii", "x2_pred.nii"], "{case}/{case}-seg.nii.gz")).toEqual({
      pairs: [
        ["x1", "x1/x1-seg.nii.gz", "x1.nii"],
        ["x2", "x2/x2-seg.nii.gz", "x2_pred.nii"],
      ],
      alone: [],
      ignored: ["x2/x2-old.nii.gz", "x2/x3-seg.nii.gz"],
    });
    expect(pairing(["pre_7_post.nii"], ["m7m.nii"], "pre_{case}_post", "m{case}m").pairs).toEqual([
      ["7", "pre_7_post.nii", "m7m.nii"],
    ]);
    expect(pairing(["p1/labels/final.nii"], ["out/deep/p1/x.nii"], "{case}/**/*", "**/{case}/x.nii").pairs).toEqual([
      ["p1", "p1/labels/final.nii", "out/deep/p1/x.nii"],
    ]);
  });

  it("call a case by its name as it stands, words for a side included", () => {
    expect(pairing(["gt_1.seg.nii"], ["gt_1.nii"], "{case}.seg.nii").pairs[0][0]).toBe("gt_1");
  });

  it("keep further names as columns, and use them where the case alone is not unique", () => {
    const ours = files("s0/segmentations/liver.nii", "s0/segmentations/spleen.nii");
    const theirs = files("s0/spleen.nii", "s0/liver.nii");
    const pattern = parsePattern("{case}/segmentations/{organ}");
    const { pairs, columns } = pairFolders(ours, theirs, { pattern });
    expect(pairs.map(({ name, prediction }) => [name, prediction.name])).toEqual([
      ["s0/liver", "s0/liver.nii"],
      ["s0/spleen", "s0/spleen.nii"],
    ]);
    expect(columns.get(ours[1])).toEqual({ organ: "spleen" });
  });

  it("need a case, and read all other signs as they are", () => {
    expect(() => parsePattern("*-seg.nii.gz")).toThrow(/must say where the case's name is/);
    expect(parsePattern("a+(b).{case}").match("a+(b).7.nii")).toEqual({ case: "7" });
    expect(parsePattern("a.{case}").match("ab7.nii")).toBeNull();
    expect(parsePattern("{case}").match("a/b.nii")).toBeNull();
  });
});
