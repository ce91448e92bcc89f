import type { CaseRecord, FailedCase } from "../../src/cohort/case-record.js";
import { Random } from "../../src/cohort/statistics/random.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { caseOf } from "./records.js";

/** Cohorts in which the wrong model would win, were cases without a number left out. */

const OPTIONS = { metrics: ["iou", "dsc", "hd95"], input: "semantic", autc: "exact" } as const;
const SIZE = 16;

/** A box of some slices along x in a small volume; empty if it has none. */
function box(first: number, width: number) {
  const data = new Uint8Array(SIZE ** 3);
  for (let z = 4; z < 12; z++) {
    for (let y = 4; y < 12; y++) data.fill(1, first + SIZE * (y + SIZE * z), first + width + SIZE * (y + SIZE * z));
  }
  return { data, shape: [SIZE, SIZE, SIZE], spacing: [1, 1, 2] };
}

async function record(
  id: string,
  model: string,
  reference: ReturnType<typeof box>,
  prediction: ReturnType<typeof box>,
) {
  const { inputs, groups } = await evaluate({ reference, prediction }, OPTIONS, { threads: 1 });
  return { case: id, model, columns: {}, status: "done", inputs, groups } satisfies CaseRecord;
}

export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = new Random(seed);
  return list
    .map((item) => ({ item, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Sick and healthy patients: `careful` finds nothing in the healthy, `alarmist` a lesion in every one. Else equal but for one case. */
export async function healthy(sick: number, well: number): Promise<CaseRecord[]> {
  const records: CaseRecord[] = [];
  for (let c = 0; c < sick + well; c++) {
    const [id, isSick] = [`c${c}`, c < sick];
    const reference = isSick ? box(4, 8) : box(0, 0);
    records.push(await record(id, "careful", reference, isSick ? box(4, 6) : box(0, 0)));
    records.push(await record(id, "alarmist", reference, isSick ? box(4, c === 0 ? 7 : 6) : box(2, 5)));
  }
  return records;
}

/** `lazy` is perfect in two cases and predicts nothing in the others; `honest` is good in all. */
export async function lazy(cases: number): Promise<CaseRecord[]> {
  const records: CaseRecord[] = [];
  for (let c = 0; c < cases; c++) {
    records.push(await record(`c${c}`, "honest", box(4, 8), box(4, c < 2 ? 7 : 6)));
    records.push(await record(`c${c}`, "lazy", box(4, 8), c < 2 ? box(4, 8) : box(0, 0)));
  }
  return records;
}

/** A case with one instance on each side and a panoptic quality. */
export const pqOf = (model: string, i: number, pq: number, columns: Record<string, string> = {}) =>
  caseOf(`c${String(i).padStart(3, "0")}`, { g: { iou: [pq], fp: 0, fn: 0 } }, { model, columns });

/** `C` has a prediction for the second half of the cases alone, in which `B` beats `A`; over all of them `A` is the best. */
export function halfSubmitted(cases: number): { readonly two: CaseRecord[]; readonly third: CaseRecord[] } {
  const half = cases / 2;
  const two = Array.from({ length: cases }, (_, i) => [
    pqOf("A", i, i < half ? 0.9 : 0.7),
    pqOf("B", i, i < half ? 0.3 : 0.8),
  ]).flat();
  return { two, third: Array.from({ length: half }, (_, i) => pqOf("C", half + i, 0.9)) };
}

/** Models whose quality differs by far more than their noise. */
export function distinct(models: number, cases: number, seed: number): CaseRecord[] {
  const random = new Random(seed);
  return Array.from({ length: models }, (_, m) =>
    Array.from({ length: cases }, (_, c) => pqOf(`t${m}`, c, 0.9 - 0.02 * m + (0.001 * random.next()) / 2 ** 32)),
  ).flat();
}

/**
 * A challenge: sites, patients of two cases, references without a lesion; team 0 is the best and the last one the worst. Team 1
 * lacks `missing` cases, and a file of team 2 is cut off.
 */
export function teams(count: number, cases: number, missing: number, seed: number): CaseRecord[] {
  const random = new Random(seed);
  const chance = () => random.next() / 2 ** 32;
  return Array.from({ length: count }, (_, t) =>
    Array.from({ length: cases }, (_, c): CaseRecord[] => {
      const columns = { site: `site${c % 3}`, patient: `p${Math.floor(c / 2)}` };
      const [id, model] = [`c${String(c).padStart(3, "0")}`, `team${t}`];
      const lesions = c % 6 === 5 ? 0 : 3;
      const quality = 0.85 - (0.5 * t) / count + 0.1 * chance();
      const found = chance() < 0.1 + (0.5 * t) / count ? lesions - 1 : lesions;
      const fp = chance() < 0.1 + (0.4 * t) / count ? 1 : 0;
      if (t === 1 && c < missing) return [];
      if (t === 2 && c === 7) return [cutOff(id, model, columns)];
      const iou = Array(Math.max(0, found)).fill(quality);
      return [caseOf(id, { g: { iou, fp, fn: lesions - iou.length } }, { model, columns })];
    }).flat(),
  ).flat();
}

function cutOff(id: string, model: string, columns: Record<string, string>): FailedCase {
  const files = { reference: `truth/${id}.nii`, prediction: `${model}/${id}.nii` };
  const error = { code: "INVALID_FILE", message: `${files.prediction} is cut off.`, details: {} };
  return { case: id, model, columns, status: "failed", cause: "unreadable", files, error };
}
