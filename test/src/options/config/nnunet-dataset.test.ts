import { describe, expect, it } from "vitest";
import { datasetOptions, isDataset } from "../../../../src/options/config/nnunet-dataset.js";
import { resolveOptions } from "../../../../src/options/resolve.js";
import { refusal } from "../../../support/refusal.js";

const NNUNET = {
  channel_names: { 0: "T1" },
  labels: { background: 0, "whole tumour": [1, 2, 3], edema: 2, ignore: 4 },
  regions_class_order: [1, 2],
  numTraining: 1,
  file_ending: ".nii.gz",
};

describe("dataset.json of nnU-Net", () => {
  it("is known by what it has next to its labels", () => {
    expect(isDataset(NNUNET)).toBe(true);
    // Shortened by hand: only labels have the background as 0.
    expect(isDataset({ labels: { background: 0, edema: 2 } })).toBe(true);
    // A group may be called labels.
    for (const other of [{ labels: [1, 2] }, { labels: { labels: [1] } }, { a: [1] }, null, [1]]) {
      expect(isDataset(other)).toBe(false);
    }
  });

  it("makes labels groups, regions merged ones, and its ignored label void", () => {
    const options = datasetOptions(NNUNET, "dataset.json");
    expect(options).toEqual({
      groups: {
        "whole tumour": { labels: [1, 2, 3], merge: true },
        edema: { labels: [2], merge: false },
      },
      ignoreLabel: 4,
      notes: ["The groups are the labels of dataset.json, whose label 4 (ignore) is void."],
    });
    expect(() => resolveOptions(options)).not.toThrow();
  });

  it("is read as the Medical Segmentation Decathlon writes it", () => {
    const decathlon = { modality: { 0: "CT" }, labels: { 0: "background", 1: "liver", 2: "cancer" } };
    expect(datasetOptions(decathlon, "d.json").groups).toEqual({
      liver: { labels: [1], merge: false },
      cancer: { labels: [2], merge: false },
    });
  });

  it("is refused where a label is none", async () => {
    const wrong = { ...NNUNET, labels: { edema: "two" } };
    await refusal(() => datasetOptions(wrong, "d.json"), "INVALID_FILE", /d\.json: the label edema is "two"/);
  });
});
