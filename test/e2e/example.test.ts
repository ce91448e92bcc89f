import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { AFFINE, examplePair, SHAPE, SPACING } from "../../examples/example-pair.js";
import { paint, SCENES } from "../../examples/scenes.js";
import { readVolume } from "../../src/io/read-volume.js";
import { volumeFromArray } from "../../src/io/volume-from-array.js";
import { voxelsOf } from "../support/nifti.js";

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples");

it.each(["reference", "prediction"] as const)("the example's %s is what its script makes", async (side) => {
  const path = join(EXAMPLES, `${side}.nii.gz`);
  const committed = await readVolume(path);
  const made = await volumeFromArray({ data: examplePair()[side], shape: SHAPE, spacing: SPACING, affine: AFFINE });
  expect(committed.shape).toEqual(made.shape);
  expect(voxelsOf(committed)).toEqual(voxelsOf(made));
  expect(committed.affine?.map(Math.fround)).toEqual(AFFINE.map(Math.fround));
  expect(statSync(path).size).toBeLessThan(100_000);
});

it.each(Object.keys(SCENES))("the scene %s is what its script makes", async (name) => {
  const scene = SCENES[name];
  for (const side of ["reference", "prediction"] as const) {
    const committed = await readVolume(join(EXAMPLES, "scenes", `${name}-${side}.nii.gz`));
    expect(committed.spacing.slice(0, 2)).toEqual(scene.spacing.slice(0, 2));
    expect(voxelsOf(committed)).toEqual(
      voxelsOf(await volumeFromArray({ data: paint(scene, scene[side]), shape: scene.shape })),
    );
  }
});
