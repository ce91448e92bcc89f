/**
 * Writes the example pair (reference.nii.gz, prediction.nii.gz) next to this script, and the pairs of the guides into scenes/:
 * `npm run build`, then `node examples/make-example.mjs`. A test compares the committed voxels with what the scripts make.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { encodeNifti } from "../dist/src/index.js";
import { load } from "./load.mjs";

const { AFFINE, examplePair, SHAPE, SPACING } = await load("example-pair.ts");
const { paint, SCENES } = await load("scenes.ts");

for (const [name, data] of Object.entries(examplePair())) {
  write(`${name}.nii.gz`, { data, shape: SHAPE, spacing: SPACING, affine: AFFINE });
}
mkdirSync(new URL("scenes/", import.meta.url), { recursive: true });
for (const [name, scene] of Object.entries(SCENES)) {
  for (const side of ["reference", "prediction"]) {
    write(`scenes/${name}-${side}.nii.gz`, { ...scene, data: paint(scene, scene[side]) });
  }
}

function write(name, volume) {
  const file = gzipSync(encodeNifti(volume), { level: 9 });
  writeFileSync(new URL(name, import.meta.url), file);
  console.log(`${name}: ${file.length} bytes`);
}
