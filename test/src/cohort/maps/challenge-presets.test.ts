import { describe, expect, it } from "vitest";
import { type CaseRecord, encodeCaseRecord, parseCaseRecord } from "../../../../src/cohort/case-record.js";
import { mapRecordOf } from "../../../../src/cohort/maps/map-record.js";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import { evaluateMap } from "../../../../src/maps/evaluate-map.js";
import type { MapOptions } from "../../../../src/maps/options/types.js";

/** The voxels of a row that are not 0, by their places. */
type Row = Readonly<Record<number, number>>;

/** Values along x of a volume; each is repeated over the cross-section, or stands in its middle alone. */
function volume(row: Row, [nx, ny, nz]: readonly [number, number, number], isMiddle: boolean): Float32Array {
  const data = new Float32Array(nx * ny * nz);
  for (let i = 0; i < data.length; i++) {
    const [y, z] = [Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    if (!isMiddle || (y === ny >> 1 && z === nz >> 1)) data[i] = row[i % nx] ?? 0;
  }
  return data;
}

/** Places first … last of a row, all of one value. */
const span = (first: number, last: number, value = 1): Row =>
  Object.fromEntries(Array.from({ length: last - first + 1 }, (_, i) => [first + i, value]));

interface Case {
  readonly lesions: Row;
  readonly map: Row;
}

/** What a cohort scores, by the way of every run: results, records as text, summary. */
async function scoresOf(cases: readonly Case[], shape: readonly [number, number, number], options: MapOptions) {
  const records = await Promise.all(
    cases.map(async ({ lesions, map }, i): Promise<CaseRecord> => {
      const scored = await evaluateMap(
        {
          map: { data: volume(map, shape, true), shape },
          reference: { data: Uint8Array.from(volume(lesions, shape, false)), shape },
        },
        { kind: "probability", ...options },
      );
      const record = mapRecordOf(scored);
      const inputs = { reference: record.inputs.reference, prediction: record.inputs.map };
      const done = {
        case: String(i),
        model: null,
        columns: {},
        status: "done",
        inputs,
        groups: {},
        map: record,
      } as const;
      return parseCaseRecord(encodeCaseRecord(done));
    }),
  );
  const { maps } = summarizeCohort(records, { resamples: 99 });
  return Object.fromEntries(maps?.detection.map(({ score, value }) => [score, value]) ?? []);
}

const ROW = [24, 1, 1] as const;

describe("cohorts by the rules of a challenge", () => {
  it("picai: every positive value, IoU from 0.1 on, most pairs first, further hits are no false positives", async () => {
    const cases: readonly Case[] = [
      // 2 of 4 voxels: IoU ½.
      { lesions: span(2, 5), map: span(4, 5, 0.8) },
      // No lesion: a false positive.
      { lesions: {}, map: span(9, 9, 0.85) },
      // 1 of 10 voxels: IoU 0.1, which is enough; and a false positive far away.
      { lesions: span(0, 9), map: { ...span(3, 3, 0.9), ...span(20, 21, 0.7) } },
      // Missed.
      { lesions: span(1, 3), map: {} },
      // IoU 2/6 with 0.5 and 3/6 with 0.4: the larger takes the lesion, whose confidence is the lower one; the other is ignored.
      { lesions: span(1, 6), map: { ...span(1, 2, 0.5), ...span(4, 6, 0.4) } },
    ];
    const scores = await scoresOf(cases, ROW, { preset: "picai" });
    // 0.9 found, 0.85 false, 0.8 found, 0.7 false, 0.4 found; four lesions.
    const ap = (1 + 2 / 3 + 3 / 5) / 4;
    // Cases with a lesion score 0.8, 0.9, 0, 0.5, the one without 0.85: one of four pairs is in the right order.
    expect(scores.lesion_ap).toBeCloseTo(ap, 7);
    expect(scores.case_auroc).toBe(1 / 4);
    expect(scores.picai_score).toBeCloseTo((1 / 4 + ap) / 2, 7);
    expect(scores.lesion_sensitivity).toBe(3 / 4);
    expect(scores.fp_per_case).toBe(2 / 5);
    // Up to 1/8 false positive a case nothing is false: one lesion. At ¼ of 5 cases one may be: two. From ½ on all three.
    expect([0.125, 0.25, 0.5, 8].map((rate) => scores[`froc_sens_at_${rate}`])).toEqual([1 / 4, 2 / 4, 3 / 4, 3 / 4]);
  });

  it("luna16: within the lesion's radius, the highest of several, seven rates by interpolation", async () => {
    // 27 voxels: a sphere of them has the radius (3 · 27 / 4π)^⅓ = 1.86.
    const lesions = span(3, 5);
    const cases: readonly Case[] = [
      // 1 voxel from the centre; and 5.
      { lesions, map: { 5: 0.9, 9: 0.95 } },
      // 2 from the centre, though it touches the lesion: false.
      { lesions, map: { 6: 0.8 } },
      // Both hit; the lesion is found with the higher, and the other counts for nothing. What is below ½ is no candidate.
      { lesions, map: { 3: 0.6, 5: 0.7, 10: 0.4 } },
    ];
    const scores = await scoresOf(cases, [12, 3, 3], { preset: "luna16" });
    // 0.95 false (1/3 a case, 0), 0.9 found (1/3, 1/3), 0.8 false (2/3, 1/3), 0.7 found (2/3, 2/3): linear along the diagonal, then level.
    const at = (rate: number) => Math.min(rate, 2 / 3);
    const rates = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8];
    for (const rate of rates) expect(scores[`froc_sens_at_${rate}`]).toBeCloseTo(at(rate), 12);
    expect(scores.froc_score).toBeCloseTo((7 / 8 + 4 * (2 / 3)) / 7, 12);
    expect(scores.fp_per_case).toBe(2 / 3);
  });

  it("camelyon16: the highest voxel lies in the lesion, six rates from ¼ on, by interpolation", async () => {
    const cases: readonly Case[] = [
      // Overlaps the first lesion, but its highest voxel lies beside it: false. The second is found.
      { lesions: { ...span(1, 3), ...span(7, 9) }, map: { 3: 0.6, 4: 0.9, 8: 0.7 } },
      // Twice: the higher counts.
      { lesions: span(5, 8), map: { 5: 0.55, 7: 0.8 } },
      // A slide without a lesion.
      { lesions: {}, map: { 2: 0.65 } },
    ];
    const scores = await scoresOf(cases, ROW, { preset: "camelyon16" });
    // 0.9 false (1/3 a slide, 0), 0.8 found (1/3, 1/3), 0.7 found (1/3, 2/3), 0.65 false (2/3, 2/3).
    expect(scores["froc_sens_at_0.25"]).toBeCloseTo((2 / 3) * (1 / 4 / (1 / 3)), 12);
    for (const rate of [0.5, 1, 2, 4, 8]) expect(scores[`froc_sens_at_${rate}`]).toBeCloseTo(2 / 3, 12);
    expect(scores).not.toHaveProperty("froc_sens_at_0.125");
    expect(scores.froc_score).toBeCloseTo((1 / 2 + 5 * (2 / 3)) / 6, 12);
  });
});
