import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CaseRecord, encodeCaseRecord } from "../../src/cohort/case-record.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import { readVolume } from "../../src/io/read-volume.js";
import type { EvaluateOptions } from "../../src/options/registry.js";
import { splitmix64 } from "./random.js";

const SHAPE = [48, 40, 12] as const;
const SPACING = [1, 1.2, 3] as const;
const AFFINE = [-1, 0, 0, 20, 0, 1.2, 0, -30, 0, 0, 3, 10, 0, 0, 0, 1];

/** Text that would break out of a page that does not escape it. */
export const HOSTILE = `</title><script>alert("1")</script><img src=x onerror='alert(2)'>&amp;`;

const OPTIONS: EvaluateOptions = {
  input: "unmatched",
  groups: { lesions: [1, 2, 3, 4, 9], organs: [21, 22] },
  autc: "exact",
  volumeBins: [50, 150],
};

interface Ball {
  readonly label: number;
  readonly centre: readonly number[];
  readonly radius: number;
}

function paint(balls: readonly Ball[]): Uint8Array {
  const data = new Uint8Array(SHAPE[0] * SHAPE[1] * SHAPE[2]);
  for (let z = 0, i = 0; z < SHAPE[2]; z++) {
    for (let y = 0; y < SHAPE[1]; y++) {
      for (let x = 0; x < SHAPE[0]; x++, i++) {
        for (const { label, centre, radius } of balls) {
          const distance = Math.hypot(x - centre[0], 1.2 * (y - centre[1]), 3 * (z - centre[2]));
          if (distance <= radius) data[i] = label;
        }
      }
    }
  }
  return data;
}

/** A file of balls, and its path. */
function write(folder: string, name: string, balls: readonly Ball[]): string {
  const path = join(folder, name);
  const data = paint(balls);
  writeFileSync(path, encodeNifti({ data, shape: SHAPE, spacing: SPACING, affine: AFFINE }));
  return path;
}

/**
 * The records of a cohort in `folder`/cases.jsonl: models of different skill on the same references, which miss, invent
 * and shift; the last case of each failed, and one case's name is hostile.
 */
export async function makeCohort(
  folder: string,
  { cases, models }: { readonly cases: number; readonly models: readonly (string | null)[] },
): Promise<CaseRecord[]> {
  mkdirSync(folder, { recursive: true });
  const random = splitmix64(20);
  const between = (low: number, high: number) => low + (high - low) * random();
  const records: CaseRecord[] = [];
  for (let c = 0; c < cases; c++) {
    const id = c === 1 ? HOSTILE : `case-${String(c).padStart(3, "0")}`;
    const balls = [1, 2, 3, 4, 21, 22].map((label) => ({
      label,
      centre: [between(6, 42), between(6, 34), between(2, 10)],
      radius: between(3, 7),
    }));
    const reference = write(folder, `reference-${c}.nii`, balls);
    for (const [m, model] of models.entries()) {
      const slack = 0.6 + 1.1 * m;
      const shifted = balls
        .filter(() => random() > 0.06 * (m + 1))
        .map(({ label, centre, radius }) => ({
          label,
          radius: radius * between(0.9, 1.1),
          centre: centre.map((x, axis) => x + between(-slack, slack) / SPACING[axis]),
        }));
      const invented = random() > 0.6 ? [{ label: 9, centre: [between(6, 42), between(6, 34), 6], radius: 4 }] : [];
      const prediction = write(folder, `prediction-${c}-${m}.nii`, [...shifted, ...invented]);
      const key = { case: id, model, columns: { site: c % 2 === 0 ? "A" : "B" } };
      if (c === cases - 1) {
        const message = `${prediction} is cut off: <b>its header</b> promises more bytes than it holds.`;
        const error = { code: "INVALID_FILE", message, details: {} };
        records.push({ ...key, status: "failed", files: { reference, prediction }, error });
        continue;
      }
      const volumes = { reference: await readVolume(reference), prediction: await readVolume(prediction) };
      const { inputs, groups } = await evaluate(volumes, OPTIONS);
      records.push({ ...key, status: "done", inputs, groups });
    }
  }
  writeFileSync(join(folder, "cases.jsonl"), records.map(encodeCaseRecord).join(""));
  return records;
}
