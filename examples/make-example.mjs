/**
 * Writes the example pair (reference.nii.gz, prediction.nii.gz) beside this script: `npm run build`, then
 * `node examples/make-example.mjs`. A test compares the committed voxels with what example-pair.ts makes.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { encodeNifti } from "../dist/src/index.js";

const entry = fileURLToPath(new URL("example-pair.ts", import.meta.url));
const { outputFiles } = buildSync({ entryPoints: [entry], format: "esm", target: "es2022", write: false });
const source = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`;
const { AFFINE, examplePair, SHAPE, SPACING } = await import(source);

for (const [name, data] of Object.entries(examplePair())) {
  const file = gzipSync(encodeNifti({ data, shape: SHAPE, spacing: SPACING, affine: AFFINE }), { level: 9 });
  writeFileSync(new URL(`${name}.nii.gz`, import.meta.url), file);
  console.log(`${name}.nii.gz: ${(file.length / 1024).toFixed(1)} kB`);
}
