import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { encodeNifti } from "../../../src/io/nifti/write-nifti.js";
import { segFile } from "../../support/dicom-files.js";
import { nrrdFile } from "../../support/format-files.js";
import { refusal } from "../../support/refusal.js";

/** Six voxels in a row, in two layers that are interleaved. */
function segmentation(first: readonly number[], second: readonly number[], names: readonly string[]): Uint8Array {
  const values = first.flatMap((value, i) => [value, second[i]]);
  const lines = [
    "kinds: list domain domain domain",
    "space: RAS",
    "space directions: none (1,0,0) (0,1,0) (0,0,1)",
    "space origin: (0,0,0)",
    ...names.flatMap((name, i) => [
      `Segment${i}_Name:=${name}`,
      `Segment${i}_LabelValue:=1`,
      `Segment${i}_Layer:=${i}`,
    ]),
  ];
  return nrrdFile({ dataType: "uint8", shape: [2, 6, 1, 1], values }, { lines, encoding: "gzip" });
}

const REFERENCE = segmentation([1, 1, 1, 1, 0, 0], [0, 0, 1, 1, 0, 0], ["liver", "tumour"]);

describe("segments that overlap", () => {
  it("are groups by their names, for any layers and labels", async () => {
    // The layers are exchanged; the liver has three of four voxels, the tumour both of its voxels.
    const prediction = segmentation([0, 0, 1, 1, 0, 0], [1, 1, 1, 0, 0, 0], ["tumour", "liver"]);
    const result = await evaluate({ reference: { file: REFERENCE }, prediction: { file: prediction } });
    expect(Object.keys(result.groups)).toEqual(["liver", "tumour"]);
    expect(result.groups.liver).toMatchObject({ tp: 1, fp: 0, fn: 0, sq: 0.75 });
    expect(result.groups.tumour).toMatchObject({ tp: 1, fp: 0, fn: 0, sq: 1 });
    expect(Object.keys(result.options.groups ?? {})).toEqual(["liver", "tumour"]);
  });

  it("are missed or spurious where one file has none of that name", async () => {
    const prediction = segmentation([1, 1, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1], ["liver", "cyst"]);
    const result = await evaluate({ reference: { file: REFERENCE }, prediction: { file: prediction } });
    expect(Object.keys(result.groups)).toEqual(["liver", "tumour", "cyst"]);
    expect(result.groups.tumour).toMatchObject({ tp: 0, fp: 0, fn: 1 });
    expect(result.groups.cyst).toMatchObject({ tp: 0, fp: 1, fn: 0 });
  });

  it("are found in DICOM Segmentations once two of them share a voxel", async () => {
    const frames = [1, 2].map((segment) => ({
      segment,
      position: [0, 0, 0],
      pixels: segment === 1 ? [1, 1, 1, 1, 0, 0] : [0, 0, 1, 1, 0, 0],
    }));
    const file = segFile({
      rows: 1,
      columns: 6,
      segments: [
        [1, "liver"],
        [2, "tumour"],
      ],
      frames,
      sliceSpacing: 1,
    });
    const result = await evaluate({ reference: { file }, prediction: { file } });
    expect(result.groups.liver).toMatchObject({ tp: 1, sq: 1, instance_voxel_count_ref: 4 });
    expect(result.groups.tumour).toMatchObject({ tp: 1, sq: 1, instance_voxel_count_ref: 2 });
  });

  it("need partners by name, and files", async () => {
    const plain = encodeNifti({ shape: [6, 1, 1], spacing: [1, 1, 1], data: Uint8Array.of(1, 1, 1, 1, 0, 0) });
    const pair = { reference: { file: REFERENCE }, prediction: { file: plain } };
    await refusal(
      () => evaluate(pair),
      "INVALID_VOLUME",
      /holds 2 layers.*names no segments, so that none of the other file/,
    );
    const groups = { a: [1] };
    await refusal(
      () => evaluate({ ...pair, prediction: { file: REFERENCE } }, { groups }),
      "INVALID_VOLUME",
      /holds 2 layers/,
    );
    const asked = { reference: { file: REFERENCE, segment: "liver" }, prediction: { file: plain } };
    expect((await evaluate(asked, { ignoreGeometry: ["affine"] })).groups.ungrouped).toMatchObject({ tp: 1, sq: 1 });
    const wrong = { ...asked, prediction: { file: plain, segment: "liver" } };
    await refusal(() => evaluate(wrong), "INVALID_OPTION", /is NIfTI, in which no segment can be chosen/);
  });
});
