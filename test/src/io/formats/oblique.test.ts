import { describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { segFile } from "../../../support/dicom-files.js";
import { metaImageFile, nrrdFile, testVoxels } from "../../../support/format-files.js";

const VOXELS = testVoxels("uint16");

/** Columns are the directions of voxel axes: turns by −15° about y, 20° about x and 30° about z; and its mirror image. */
const TURNED = [
  [0.8807769672, 0.4063011953, 0.2432103468],
  [-0.4698463104, 0.8137976813, 0.3420201433],
  [-0.0589608233, -0.4155149486, 0.9076733712],
] as const;
const MIRRORED = [TURNED[0], TURNED[1], TURNED[2].map((part) => -part)];
const SPACING = [0.7, 1.3, 2.1];

function metaImage(directions: readonly (readonly number[])[]): Uint8Array {
  const lines = [
    `TransformMatrix = ${directions.flat().join(" ")}`,
    "Offset = -12.5 33.25 7",
    `ElementSpacing = ${SPACING.join(" ")}`,
  ];
  return metaImageFile(VOXELS, { lines });
}

function nrrd(space: string, directions: readonly (readonly number[])[]): Uint8Array {
  const steps = directions.map((each, axis) => `(${each.map((part) => part * SPACING[axis]).join(",")})`);
  const lines = [`space: ${space}`, `space directions: ${steps.join(" ")}`, "space origin: (-12.5,33.25,7)"];
  return nrrdFile(VOXELS, { lines });
}

/** Three frames along the normal, last one first. */
function segmentation(): Uint8Array {
  const frames = [2, 0, 1].map((k) => ({
    segment: 1,
    position: [-12.5, 33.25, 7].map((at, i) => Number((at + 2.5 * k * TURNED[2][i]).toFixed(6))),
    pixels: [1, 0, 0, 1, 1, k === 0 ? 1 : 0],
  }));
  const orientation = [...TURNED[0], ...TURNED[1]];
  return segFile({ rows: 2, columns: 3, segments: [[1, "liver"]], sliceSpacing: 2.5, orientation, frames });
}

type Points = readonly (readonly [voxel: readonly number[], left: number, posterior: number, superior: number])[];

/** Where ITK 5.2 (ITKIOMeta, ITKIONRRD) puts voxels of these files, in LPS. */
const TURNED_POINTS: Points = [
  [[0, 0, 0], -12.5, 33.25, 7],
  [[1, 0, 0], -11.88345612296, 33.53441083671, 7.17024724276],
  [[0, 1, 0], -13.11080020352, 34.30793698569, 7.44462618629],
  [[0, 0, 1], -12.62381772893, 32.37741860794, 8.90611407952],
  [[4, 3, 2], -12.11386056026, 35.81629151979, 12.82709568895],
];
const MIRRORED_POINTS: Points = [
  [[0, 0, 1], -12.37618227107, 34.12258139206, 5.09388592048],
  [[4, 3, 2], -11.61858964454, 39.30661708803, 5.20263936987],
];
const RAS_POINTS: Points = [
  [[0, 0, 0], 12.5, -33.25, 7],
  [[0, 0, 1], 12.62381772893, -32.37741860794, 8.90611407952],
  [[4, 3, 2], 12.11386056026, -35.81629151979, 12.82709568895],
];
/** By definition. ITK 5.2 negates the axis from right to left instead of that from posterior to anterior. */
const LAS_POINTS: Points = [
  [[0, 0, 0], -12.5, -33.25, 7],
  [[4, 3, 2], -11.61858964454, -39.30661708803, 5.20263936987],
];
/** Out of the elements as pydicom 3.0.2 reads them: frames sorted along the normal, spacing between rows first. ITK has this direction. */
const SEG_POINTS: Points = [
  [[0, 0, 0], -12.5, 33.25, 7],
  [[1, 0, 0], -9.8576690984, 34.4689035859, 7.7296310404],
  [[0, 1, 0], -13.4396926208, 34.8775953626, 7.6840402866],
  [[0, 0, 1], -12.647402, 32.211213, 9.269183],
  [[2, 1, 2], -8.4498348176, 35.2378275344, 13.6816693674],
];

describe("oblique files", () => {
  it.each([
    ["turned.mha", metaImage(TURNED), TURNED_POINTS],
    ["mirrored.mha", metaImage(MIRRORED), MIRRORED_POINTS],
    ["turned-lps.nrrd", nrrd("left-posterior-superior", TURNED), TURNED_POINTS],
    ["turned-ras.nrrd", nrrd("right-anterior-superior", TURNED), RAS_POINTS],
    ["mirrored-las.nrrd", nrrd("left-anterior-superior", MIRRORED), LAS_POINTS],
    ["turned.dcm", segmentation(), SEG_POINTS],
  ] as const)("%s: voxels lie where other programs put them", async (name, bytes, points) => {
    const { affine } = await readVolume(bytes, { name });
    if (affine === null) throw new Error("The file says where its voxels lie.");
    for (const [[i, j, k], left, posterior, superior] of points) {
      const found = [0, 4, 8].map(
        (row) => affine[row] * i + affine[row + 1] * j + affine[row + 2] * k + affine[row + 3],
      );
      for (const [axis, expected] of [-left, -posterior, superior].entries()) {
        expect(found[axis], `voxel ${i}, ${j}, ${k}, axis ${axis}`).toBeCloseTo(expected, name.endsWith("dcm") ? 5 : 8);
      }
    }
  });
});
