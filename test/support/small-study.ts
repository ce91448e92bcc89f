import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNifti } from "../../src/index.js";

const SHAPE = [24, 24, 12] as const;
/** Cases by name, and in which row of boxes each model finds what. */
const CASES = ["case_1", "case_2", "case_3", "case_4"] as const;

/** Three boxes in a row; of each what a model leaves of it: all, a part, nothing. */
function volume(parts: readonly number[]): Uint8Array<ArrayBuffer> {
  const [nx, ny] = SHAPE;
  const data = new Uint8Array(nx * ny * SHAPE[2]);
  parts.forEach((length, i) => {
    for (let z = 2; z < 8; z++)
      for (let y = 2 + 8 * i; y < 7 + 8 * i; y++) for (let x = 2; x < 2 + length; x++) data[x + nx * (y + ny * z)] = 1;
  });
  return data;
}

const REFERENCES = [
  [10, 10, 10],
  [10, 8, 6],
  [12, 0, 0],
  [0, 0, 0],
];
const MODELS = {
  ours: [
    [10, 9, 8],
    [10, 8, 0],
    [12, 0, 0],
    [0, 0, 0],
  ],
  theirs: [[10, 4, 0], [3, 8, 6], null, [0, 6, 0]],
} as const;

/**
 * A study of four cases and two models in folders: `references`, `ours`, `theirs`, and a table of sites. Of `theirs` the third
 * prediction is missing; the fourth reference is empty.
 */
export function writeStudy(folder: string): void {
  const write = (side: string, name: string, parts: readonly number[]) => {
    mkdirSync(join(folder, side), { recursive: true });
    const file = encodeNifti({ data: volume(parts), shape: SHAPE, spacing: [1, 1, 2] });
    writeFileSync(join(folder, side, `${name}.nii.gz`), gzipSync(file));
  };
  CASES.forEach((name, i) => {
    write("references", name, REFERENCES[i]);
    for (const [model, parts] of Object.entries(MODELS)) {
      const own = parts[i];
      if (own !== null) write(model, name, own);
    }
  });
  const rows = CASES.map((name, i) => `${name},${i % 2 === 0 ? "Bern" : "Graz"}`);
  writeFileSync(join(folder, "sites.csv"), `case,site\n${rows.join("\n")}\n`);
}

/** An image: neighbours differ, and there are many values. */
export function writeImage(path: string, kind: "float32" | "uint16"): void {
  const values = Array.from({ length: SHAPE[0] * SHAPE[1] * SHAPE[2] }, (_, i) => (i * 7919) % 1000);
  const data = kind === "float32" ? Float32Array.from(values, (value) => value + 0.5) : Uint16Array.from(values);
  writeFileSync(path, encodeNifti({ data, shape: SHAPE, spacing: [1, 1, 2] }));
}
