import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import { commandIn } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { voxmatch } = commandIn(folder);
const SHAPE = [9, 2, 1];
const AFFINE = [0, -2, 0, 5, 1.5, 0, 0, -7, 0, 0, 3, 1, 0, 0, 0, 1];

function save(name: string, data: readonly number[]): string {
  writeFileSync(
    join(folder, name),
    encodeNifti({ data: Uint8Array.from(data), shape: SHAPE, spacing: [1.5, 2, 3], affine: AFFINE }),
  );
  return name;
}

/** The voxels of a file that this package wrote: 352 bytes of header, then a byte each. */
function voxelsOf(name: string): number[] {
  return [...gunzipSync(readFileSync(join(folder, "out", name)))].slice(352);
}

/** Output of an evaluation, without times. */
function groupsOf(...words: readonly string[]): unknown {
  const { status, stdout, stderr } = voxmatch("evaluate", "-r", "r.nii", "-p", "p.nii", "--format", "json", ...words);
  expect(status, stderr).toBe(0);
  const { timings, ...result } = JSON.parse(stdout);
  return result;
}

describe("voxmatch evaluate --write-matched", () => {
  // Instances 5 and 6 of the reference; of the prediction 8 is 5, 9 is made up, and 7 is too small to count.
  save("r.nii", [5, 5, 5, 0, 0, 0, 6, 6, 0, 5, 5, 5, 0, 0, 0, 6, 6, 0]);
  save("p.nii", [8, 8, 0, 0, 9, 9, 0, 0, 7, 8, 8, 0, 0, 9, 9, 0, 0, 0]);

  it("gives matched instances one number, and says what became of each, without another result", () => {
    const options = ["--input", "unmatched", "--min-voxels", "2"];
    expect(groupsOf(...options, "--write-matched", "out")).toEqual(groupsOf(...options));
    expect(readdirSync(join(folder, "out")).sort()).toEqual([
      "matched-itksnap.txt",
      "matched-slicer.ctbl",
      "matched.tsv",
      "outcome-itksnap.txt",
      "outcome-slicer.ctbl",
      "prediction-matched.nii.gz",
      "prediction-outcome.nii.gz",
      "reference-matched.nii.gz",
      "reference-outcome.nii.gz",
    ]);
    expect(voxelsOf("reference-matched.nii.gz")).toEqual([1, 1, 1, 0, 0, 0, 2, 2, 0, 1, 1, 1, 0, 0, 0, 2, 2, 0]);
    expect(voxelsOf("prediction-matched.nii.gz")).toEqual([1, 1, 0, 0, 3, 3, 0, 0, 4, 1, 1, 0, 0, 3, 3, 0, 0, 0]);
    expect(voxelsOf("reference-outcome.nii.gz")).toEqual([1, 1, 1, 0, 0, 0, 2, 2, 0, 1, 1, 1, 0, 0, 0, 2, 2, 0]);
    expect(voxelsOf("prediction-outcome.nii.gz")).toEqual([1, 1, 0, 0, 3, 3, 0, 0, 4, 1, 1, 0, 0, 3, 3, 0, 0, 0]);
    expect(
      readFileSync(join(folder, "out", "matched.tsv"), "utf8")
        .split("\n")
        .map((line) => line.split("\t")),
    ).toEqual([
      ["number", "group", "outcome", "references", "predictions"],
      ["1", "ungrouped", "matched", "5", "8"],
      ["2", "ungrouped", "missed", "6", ""],
      ["3", "ungrouped", "spurious", "", "9"],
      ["4", "ungrouped", "not_counted", "", "7"],
      [""],
    ]);
  });

  it("refuses a folder that is a file", () => {
    const { status, stderr } = voxmatch("evaluate", "-r", "r.nii", "-p", "p.nii", "--write-matched", "r.nii");
    expect(status).toBe(2);
    expect(stderr).toContain("--write-matched");
  });
});
