import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { explore } from "../../../src/evaluation/explore.js";
import { openCase } from "../../../src/evaluation/open-case.js";
import { encodeNifti } from "../../../src/io/nifti/write-nifti.js";
import { recordCase } from "../../../src/runner/record-case.js";
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

describe("segments that overlap, of a case that is explored or kept open", () => {
  // The liver has three of four voxels, the tumour both of its voxels.
  const prediction = segmentation([0, 0, 1, 1, 0, 0], [1, 1, 1, 0, 0, 0], ["tumour", "liver"]);
  const files = { reference: { file: REFERENCE }, prediction: { file: prediction } };

  it("are explored as groups by their names", async () => {
    const rows = await explore(files, { strategies: ["one-to-one"], thresholds: [0.5, 0.8] });
    expect(rows.map(({ group, threshold, tp }) => [group, threshold, tp])).toEqual([
      ["liver", 0.5, 1],
      ["liver", 0.8, 0],
      ["tumour", 0.5, 1],
      ["tumour", 0.8, 1],
    ]);
  });

  it("answer an open case as they answer evaluate and explore", async () => {
    const opened = await openCase(files);
    const shares: number[] = [];
    const asked = { metrics: ["iou", "assd"] } as const;
    const result = await opened.evaluate(asked, { onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    const { timings: _, ...whole } = await evaluate(files, asked);
    expect(result).toMatchObject(whole);
    const grid = { strategies: ["one-to-one", "union"], thresholds: [0.5] } as const;
    expect(await opened.explore(grid)).toEqual(await explore(files, grid));
    expect(opened.headers[0]).toMatchObject({ shape: [6, 1, 1], segments: ["liver", "tumour"] });
    await refusal(() => opened.evaluate({ groups: { a: [1] } }), "INVALID_VOLUME", /holds 2 layers/);
    await opened.close();
    await refusal(() => opened.evaluate(), "CASE_CLOSED", /was closed/);
  });

  it("are painted in one volume, the first over the others", async () => {
    const opened = await openCase(files);
    const painted = await opened.labels("reference");
    // The liver has x 0 … 3, and the tumour's x 2 and 3 lie under it.
    expect([...painted.data]).toEqual([1, 1, 1, 1, 0, 0]);
    expect(painted.instances.map(({ group }) => group)).toEqual(["liver", "tumour"]);
    const seen = await opened.labels("prediction", {}, ({ group }) => (group === "liver" ? 1000 : 7));
    expect([...seen.data]).toEqual([1000, 1000, 1000, 7, 0, 0]);
    await opened.close();
  });

  it("keep their exploration in the record of a cohort's case", async () => {
    const planned = { case: "a", model: "m", columns: {}, reference: "r", prediction: "p" };
    const record = await recordCase(planned, files, { options: {}, explore: true });
    expect(record).toMatchObject({ status: "done", groups: { liver: { tp: 1 }, tumour: { tp: 1 } } });
    expect("exploration" in record && record.exploration?.length).toBeGreaterThan(0);
  });
});
