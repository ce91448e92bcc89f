/**
 * Writes a made-up cohort: `node examples/make-cohort.mjs FOLDER` fills truth/, careful/, eager/ and lazy/ with 16 cases of one
 * to five lesions; four cases are healthy. `careful` outlines all lesions slightly off, `eager` finds all and raises false alarms,
 * `lazy` predicts large lesions only, and lacks two files. Everything follows from one seed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNifti } from "../dist/src/index.js";
import { load } from "./load.mjs";

const { paint } = await load("scenes.ts");
const [folder = "cohort"] = process.argv.slice(2);
const SCAN = { shape: [48, 48, 12], spacing: [1, 1, 2] };
const CASES = 16;
let state = 20_261_129;

const MODELS = {
  truth: (lesions) => lesions,
  careful: (lesions) => lesions.map((lesion) => shift(lesion, 1)),
  eager: (lesions) => [...lesions, ...alarms(lesions)],
  lazy: (lesions) => lesions.filter(({ size }) => size > 5),
};

for (let number = 0; number < CASES; number++) {
  const id = `case-${String(number).padStart(2, "0")}`;
  const lesions = number % 4 === 3 ? [] : makeLesions();
  for (const [model, predict] of Object.entries(MODELS)) {
    if (model === "lazy" && number > CASES - 3) continue;
    mkdirSync(join(folder, model), { recursive: true });
    const data = paint(SCAN, predict(lesions).map(boxOf));
    writeFileSync(join(folder, model, `${id}.nii.gz`), gzipSync(encodeNifti({ ...SCAN, data }), { level: 9 }));
  }
}

/** One lesion at most in each cell of a grid, so that no two touch. */
function makeLesions() {
  const cells = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter(() => random() < 0.35);
  return (cells.length === 0 ? [4] : cells).map((cell) => ({
    x: 2 + 16 * (cell % 3),
    y: 2 + 16 * Math.floor(cell / 3),
    z: 2,
    size: 3 + Math.floor(random() * 8),
  }));
}

function alarms(lesions) {
  return random() < 0.5 || lesions.length > 4 ? [{ x: 13, y: 13, z: 9, size: 2 }] : [];
}

function shift(lesion, by) {
  return { ...lesion, x: lesion.x + by };
}

function boxOf({ x, y, z, size }) {
  return [1, x, x + size - 1, y, y + size - 1, z, Math.min(z + size - 1, SCAN.shape[2] - 1)];
}

/** Seeded numbers in [0, 1) (mulberry32, by Tommy Ettinger, public domain). */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
