import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import { type Counts, partMatchingScore, partQuality } from "../../../../src/overlap/parts/part-score.js";
import type { GroupResult } from "../../../../src/results/result-types.js";
import { labelComponents } from "../../../oracle/label-components.js";
import type { PlainVolume } from "../../../oracle/label-volume.js";
import { type ClassedMask, classIou, panopticaScore, partpqScore } from "../../../oracle/part-scores.js";
import { drawCase } from "../../../support/draw-volume.js";
import { arbitraryPair, SEEDED } from "../../../support/volumes.js";

/** Thing 1 with parts 2 and 3. */
const GROUPS = { thing: { thing: 1, parts: [2, 3] } } as const;

/** Every overlapping pair is a match, so that scores and qualities of all of them are listed. */
const EVERY_PAIR: EvaluateOptions = {
  groups: GROUPS,
  strategy: "many-to-many",
  threshold: 0,
  thresholdRule: "inclusive",
  metrics: ["iou", "dsc"],
  globalMetrics: [],
};

async function pairOf(reference: string, prediction: string, options: EvaluateOptions): Promise<GroupResult> {
  const { groups } = await evaluate(drawCase([reference], [prediction]), { ...EVERY_PAIR, ...options });
  return groups.thing;
}

/** |A|, |B| and |A ∩ B| of each class, the thing's own first, and of the whole mask. */
const counts = (reference: number, prediction: number, intersection: number): Counts => ({
  reference,
  prediction,
  intersection,
});
const iou = ({ reference, prediction, intersection }: Counts) => intersection / (reference + prediction - intersection);

describe("scores of things with parts, by hand", () => {
  it.each([
    {
      name: "a part in the prediction only",
      reference: "1111",
      prediction: "112.",
      // Thing 2 of 4 and 2: 2/4. Part 2 on one side only: 0. Mean of two classes.
      partpq: (2 / 4 + 0) / 2,
      // Whole masks share 3 of 4 and 3: 3/4, halved because the reference has no parts.
      panoptica: 3 / 4 / 2,
      // Whole and classes added up: shared 3 + 2 + 0, sizes 4 + 4 + 0 and 3 + 2 + 1: 5 / (8 + 6 − 5).
      stacked: 5 / 9,
    },
    {
      name: "a part in the reference only",
      reference: "1122",
      prediction: "111.",
      // Thing 2 of 2 and 3: 2/3. Part 2: 0.
      partpq: (2 / 3 + 0) / 2,
      // 3 of 4 and 3, halved.
      panoptica: 3 / 4 / 2,
      // Shared 3 + 2 + 0, sizes 4 + 2 + 2 and 3 + 3 + 0: 5 / (8 + 6 − 5).
      stacked: 5 / 9,
    },
    {
      name: "two parts in the reference only",
      reference: "11123",
      prediction: "11111",
      // Thing 3 of 3 and 5; two classes of 0.
      partpq: (3 / 5 + 0 + 0) / 3,
      // Whole masks are equal; halved, however many parts the other side has.
      panoptica: 1 / 2,
      // Shared 5 + 3, sizes 5 + 3 + 1 + 1 and 5 + 5: 8 / (10 + 10 − 8).
      stacked: 8 / 12,
    },
    {
      name: "two parts in the prediction only",
      reference: "11111",
      prediction: "11123",
      partpq: (3 / 5 + 0 + 0) / 3,
      panoptica: 1 / 2,
      stacked: 8 / 12,
    },
    {
      name: "a part in neither",
      reference: "1111",
      prediction: "11..",
      partpq: 2 / 4,
      panoptica: 2 / 4,
      // Shared 2 + 2, sizes 4 + 4 and 2 + 2: 4 / (8 + 4 − 4).
      stacked: 4 / 8,
    },
    {
      name: "different parts on the two sides",
      reference: "11222",
      prediction: "1133.",
      // Thing 2/2, part 2 and part 3 on one side only: 0 each.
      partpq: (1 + 0 + 0) / 3,
      // 4 of 5 and 4: 4/5; both sides have parts, so no half, but two part types that count 0.
      panoptica: (4 / 5 + 0 + 0) / 3,
      // Shared 4 + 2 + 0 + 0, sizes 5 + 2 + 3 + 0 and 4 + 2 + 0 + 2: 6 / (10 + 8 − 6).
      stacked: 6 / 12,
    },
    {
      name: "one part in both, another in the prediction only",
      reference: "111122.",
      prediction: ".111223",
      // Thing 3 of 4 and 3: 3/4. Part 2: 2/2. Part 3: 0.
      partpq: (3 / 4 + 1 + 0) / 3,
      // Whole: 5 of 6 and 6: 5/7.
      panoptica: (5 / 7 + 1 + 0) / 3,
      // Shared 5 + 3 + 2 + 0, sizes 6 + 4 + 2 + 0 and 6 + 3 + 2 + 1: 10 / (12 + 12 − 10).
      stacked: 10 / 14,
    },
    {
      name: "the same mask, its parts exchanged",
      reference: "1123",
      prediction: "1132",
      partpq: (1 + 0 + 0) / 3,
      panoptica: (1 + 0 + 0) / 3,
      // Shared 4 + 2 + 0 + 0, sizes 4 + 2 + 1 + 1 on either side: 6 / (8 + 8 − 6).
      stacked: 6 / 10,
    },
  ])("$name", async ({ reference, prediction, partpq, panoptica, stacked }) => {
    const ours = await pairOf(reference, prediction, { partScore: "partpq" });
    expect(ours.matches[0].score).toBeCloseTo(partpq, 15);
    expect(ours.reference_instances[0].sq).toBeCloseTo(partpq, 15);
    const theirs = await pairOf(reference, prediction, { partScore: "panoptica" });
    expect(theirs.matches[0].score).toBeCloseTo(panoptica, 15);
    expect(theirs.reference_instances[0].sq).toBeCloseTo(stacked, 15);
  });

  it("Dice as IoU", async () => {
    // Thing 2·2 / (2 + 3), part 2 in the reference only.
    const ours = await pairOf("1122", "111.", { partScore: "partpq", matchingMetric: "dice" });
    expect(ours.matches[0].score).toBeCloseTo((4 / 5 + 0) / 2, 15);
    expect(ours.reference_instances[0].sq_dsc).toBeCloseTo((4 / 5 + 0) / 2, 15);
    // Whole 2·3 / (4 + 3), halved.
    const theirs = await pairOf("1122", "111.", { partScore: "panoptica", matchingMetric: "dice" });
    expect(theirs.matches[0].score).toBeCloseTo(6 / 7 / 2, 15);
  });

  it("a mask against itself scores 1 with any parts", async () => {
    for (const drawn of ["111", "1122", "2112", "1123", "2.1"]) {
      for (const partScore of ["partpq", "panoptica"] as const) {
        const { matches, pq, reference_instances } = await pairOf(drawn, drawn, {
          partScore,
          strategy: "one-to-one",
          threshold: 0.5,
        });
        expect(matches.map(({ score }) => score)).toEqual([1]);
        expect(reference_instances.map(({ sq }) => sq)).toEqual([1]);
        expect(pq).toBe(1);
      }
    }
  });

  it("classes that neither mask has do not count", () => {
    const byClass = [counts(4, 4, 3), counts(0, 0, 0), counts(2, 0, 0)];
    const whole = counts(6, 4, 4);
    // Thing 3/5, part 2 in neither, part 3 in the reference only.
    expect(partMatchingScore(iou, "partpq", whole, byClass)).toBeCloseTo((3 / 5 + 0) / 2, 15);
    expect(partQuality(iou, "partpq", whole, byClass)).toBeCloseTo((3 / 5 + 0) / 2, 15);
    // Whole 4/6, halved.
    expect(partMatchingScore(iou, "panoptica", whole, byClass)).toBeCloseTo(4 / 6 / 2, 15);
  });
});

describe("where one side has no parts at all", () => {
  // Two things with parts; the predictions have the right outline and no part.
  const REFERENCE = "1122.2211";
  const PREDICTION = "1111.1111";

  it("PartPQ is that of the thing's own voxels and a missing part", async () => {
    // Each: thing 2 of 2 and 4, 2/4; part 2: 0. 1/4 is below 0.3 and above 0.2.
    const options = { strategy: "one-to-one", partScore: "partpq" } as const;
    const low = await pairOf(REFERENCE, PREDICTION, { ...options, threshold: 0.2 });
    expect(low).toMatchObject({ tp: 2, fp: 0, fn: 0, sq: 1 / 4, rq: 1, pq: 1 / 4 });
    const row = { label: 2, is_thing: false, n: 2, n_ref: 2, n_pred: 0, iou: 0, dsc: 0 };
    expect(low.parts?.[1]).toEqual(row);
    const high = await pairOf(REFERENCE, PREDICTION, { ...options, threshold: 0.3 });
    expect(high).toMatchObject({ tp: 0, fp: 2, fn: 2, pq: 0 });
  });

  it("panoptica's score is half of the whole mask's", async () => {
    // Whole masks are equal: 1/2. Quality: shared 4 + 2 + 0, sizes 4 + 2 + 2 and 4 + 4 + 0: 6 / (8 + 8 − 6).
    const options = { strategy: "one-to-one", partScore: "panoptica", thresholdRule: "inclusive" } as const;
    const found = await pairOf(REFERENCE, PREDICTION, { ...options, threshold: 0.5 });
    expect(found).toMatchObject({ tp: 2, fp: 0, fn: 0, sq: 6 / 10, pq: 6 / 10 });
    const strict = await pairOf(REFERENCE, PREDICTION, { ...options, thresholdRule: "strict", threshold: 0.5 });
    expect(strict).toMatchObject({ tp: 0, fp: 2, fn: 2, pq: 0 });
  });

  it("is the same with the sides exchanged, but for who lacks the part", async () => {
    for (const partScore of ["partpq", "panoptica"] as const) {
      const options = { strategy: "one-to-one", threshold: 0.2, partScore } as const;
      const there = await pairOf(REFERENCE, PREDICTION, options);
      const back = await pairOf(PREDICTION, REFERENCE, options);
      expect(back.pq).toBe(there.pq);
      expect(back.parts?.[1]).toEqual({ ...there.parts?.[1], n_ref: 0, n_pred: 2 });
    }
  });
});

describe("scores of things with parts, on random volumes", () => {
  /** Components of all foreground that have a voxel of label 1, by the number of the instance. */
  function thingsOf(volume: PlainVolume): Map<number, ClassedMask> {
    const whole = { ...volume, labels: volume.labels.map((label) => Math.min(label, 1)) };
    const components = new Map<number, Map<number, number>>();
    labelComponents(whole, 26).forEach((component, voxel) => {
      if (component === 0) return;
      const mask = components.get(component) ?? new Map<number, number>();
      components.set(component, mask.set(voxel, volume.labels[voxel] - 1));
    });
    const things = [...components.values()].filter((mask) => [...mask.values()].includes(0));
    return new Map(things.map((mask, i) => [i + 1, mask]));
  }

  /** Labels 1, 2, 3 as they are; anything else is background. */
  const withThreeLabels = (volume: PlainVolume): PlainVolume => ({
    ...volume,
    labels: volume.labels.map((label) => (label <= 3 ? label : 0)),
  });
  const volumeOf = ({ shape, labels }: PlainVolume) => ({ shape, data: Uint8Array.from(labels) });
  const united = (masks: readonly (ClassedMask | undefined)[]): ClassedMask =>
    new Map(masks.flatMap((mask) => [...(mask ?? [])]));

  it("equal those of sets of voxels: scores, qualities and rows of parts", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPair(4), fc.constantFrom("partpq", "panoptica"), async (pair, partScore) => {
        const [reference, prediction] = pair.map(withThreeLabels);
        const [references, predictions] = [thingsOf(reference), thingsOf(prediction)];
        const inputs = { reference: volumeOf(reference), prediction: volumeOf(prediction) };
        const { groups } = await evaluate(inputs, { ...EVERY_PAIR, partScore, connectivity: 26 });
        const found = groups.thing;
        expect([found.n_ref_instances, found.n_pred_instances]).toEqual([references.size, predictions.size]);
        const scoreOf = partScore === "partpq" ? partpqScore : panopticaScore;
        for (const match of found.matches) {
          const [g, p] = [references.get(match.reference), predictions.get(match.prediction)];
          expect(match.score).toBeCloseTo(scoreOf(united([g]), united([p])), 12);
        }
        const matched = found.reference_instances.flatMap((row) =>
          row.is_matched
            ? [
                {
                  row,
                  g: united([references.get(row.label)]),
                  p: united(row.predictions.map((p) => predictions.get(p))),
                },
              ]
            : [],
        );
        if (partScore === "partpq")
          for (const { row, g, p } of matched) expect(row.sq).toBeCloseTo(partpqScore(g, p), 12);
        for (const [partClass, row] of (found.parts ?? []).entries()) {
          const has = (mask: ClassedMask) => [...mask.values()].includes(partClass);
          const present = matched.filter(({ g, p }) => has(g) || has(p));
          expect(row).toMatchObject({
            label: partClass + 1,
            n: present.length,
            n_ref: matched.filter(({ g }) => has(g)).length,
            n_pred: matched.filter(({ p }) => has(p)).length,
          });
          const mean = present.reduce((sum, { g, p }) => sum + classIou(g, p, partClass), 0) / present.length;
          if (present.length === 0) expect(row.iou).toBeNaN();
          else expect(row.iou).toBeCloseTo(mean, 12);
        }
      }),
      { ...SEEDED, numRuns: 120 },
    );
  });
});
