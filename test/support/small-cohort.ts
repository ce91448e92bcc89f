import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import { splitmix64 } from "./random.js";

const SIDE = 24;
const AFFINE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** Cubes of label 1, four a volume; those of a prediction are moved, and some are missing. */
function paint(random: () => number, isPrediction: boolean): Uint8Array {
  const data = new Uint8Array(SIDE ** 3);
  for (let cube = 0; cube < 4; cube++) {
    if (isPrediction && random() < 0.1) continue;
    const at = 1 + 5 * cube;
    const shift = isPrediction ? Math.floor(2 * random()) : 0;
    for (let z = at; z < at + 4; z++) {
      for (let y = at + shift; y < at + 4 + shift; y++)
        data.fill(1, (z * SIDE + y) * SIDE + at, (z * SIDE + y) * SIDE + at + 4);
    }
  }
  return data;
}

/**
 * Writes small pairs into `folder`/ref and `folder`/pred, as `000.nii.gz`, `001.nii.gz`, …, and lists them in
 * `folder`/cohort.csv, with a site that begins with a zero.
 */
export function writeSmallCohort(folder: string, cases: number): string {
  const random = splitmix64(7);
  for (const side of ["ref", "pred"]) mkdirSync(join(folder, side), { recursive: true });
  const rows = Array.from({ length: cases }, (_, c) => {
    const id = String(c).padStart(3, "0");
    for (const side of ["ref", "pred"]) {
      const volume = encodeNifti({
        data: paint(random, side === "pred"),
        shape: [SIDE, SIDE, SIDE],
        spacing: [1, 1, 1],
        affine: AFFINE,
      });
      writeFileSync(join(folder, side, `${id}.nii.gz`), gzipSync(volume, { level: 1 }));
    }
    return `${id},ref/${id}.nii.gz,pred/${id}.nii.gz,0${c % 3}\n`;
  });
  const path = join(folder, "cohort.csv");
  writeFileSync(path, `case,reference,prediction,site\n${rows.join("")}`);
  return path;
}
