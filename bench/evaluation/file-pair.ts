import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { encodeNifti } from "../../src/index.js";
import { makePair, type PairOptions, SEED } from "../data.js";
import { describePair, SPACING, type Workload } from "../design.js";

const FOLDER = "build/bench/files";

/** A workload in two .nii.gz files. */
export interface FilePair extends Workload {
  readonly reference: string;
  readonly prediction: string;
  /** Whichever of the two is more bytes. */
  readonly larger: string;
}

/** Writes the files, if they are not there from before; the name says what they are made from. */
export function filePair(pair: PairOptions, input: Workload["input"]): FilePair {
  const name = describePair(pair);
  const stem = `${FOLDER}/${name.replace(/[^a-z0-9×]+/g, "-")}-${pair.seed ?? SEED}-${input}`;
  const [reference, prediction] = ["reference", "prediction"].map((side) => `${stem}-${side}.nii.gz`);
  if (!existsSync(reference) || !existsSync(prediction)) {
    mkdirSync(FOLDER, { recursive: true });
    const volumes = makePair(pair);
    write(reference, encodeNifti({ data: volumes.reference, shape: pair.shape, spacing: SPACING }));
    write(prediction, encodeNifti({ data: volumes.prediction, shape: pair.shape, spacing: SPACING }));
  }
  const larger = statSync(reference).size > statSync(prediction).size ? reference : prediction;
  return { name, input, pair, reference, prediction, larger };
}

/** Whole or not at all: a run that was stopped must not leave half a file behind. */
function write(path: string, bytes: Uint8Array): void {
  writeFileSync(`${path}.part`, gzipSync(bytes));
  renameSync(`${path}.part`, path);
}
