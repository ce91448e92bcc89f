import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import { STRATEGY_NAMES } from "../../../../src/matching/registry.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import type { Taxonomy } from "../../../../src/results/taxonomy/taxonomy.js";
import type { PlainVolume } from "../../../oracle/label-volume.js";
import { drawVolume } from "../../../support/draw-volume.js";
import { arbitraryPair, SEEDED } from "../../../support/volumes.js";

async function taxonomyOf(reference: string, prediction: string, options: EvaluateOptions = {}) {
  const inputs = { reference: drawVolume([reference]), prediction: drawVolume([prediction]) };
  return taxonomy(inputs, { metrics: ["iou"], ...options });
}

async function taxonomy(inputs: Parameters<typeof evaluate>[0], options: EvaluateOptions) {
  const { groups } = await evaluate(inputs, { input: "unmatched", globalMetrics: [], ...options });
  const { taxonomy: found, pq } = groups.ungrouped;
  if (found === undefined) throw new Error("no taxonomy");
  return { ...found, pq: pq ?? Number.NaN };
}

/** The labels of each kind that has any. */
function labels(side: Taxonomy["references"] | Taxonomy["predictions"]): Record<string, readonly number[]> {
  return Object.fromEntries(Object.entries(side).flatMap(([name, { n, labels: own }]) => (n > 0 ? [[name, own]] : [])));
}

/** The costs that are not 0. */
function costs({ pq_cost }: Taxonomy) {
  return Object.fromEntries(Object.entries(pq_cost).filter(([, cost]) => cost !== 0));
}

describe("taxonomyOf, by hand", () => {
  it("finds nothing wrong with a perfect prediction", async () => {
    const found = await taxonomyOf("11.2.333", "77.8.999");
    expect(labels(found.references)).toEqual({ none: [1, 2, 3] });
    expect(labels(found.predictions)).toEqual({ none: [7, 8, 9] });
    expect(costs(found)).toEqual({});
    expect(found.significant_share).toBe(0.1);
  });

  it("charges what matched pairs lose to outlines, and instances that nothing overlaps to their side", async () => {
    // IoU(1, 1) = 3/4. TP 1, FN 1, FP 1: PQ = (3/4) / (1 + 1/2 + 1/2) = 3/8.
    const found = await taxonomyOf("1111.22....", "111.....333");
    expect(labels(found.references)).toEqual({ none: [1], absent: [2] });
    expect(labels(found.predictions)).toEqual({ none: [1], absent: [3] });
    expect(found.pq).toBe(3 / 8);
    expect(costs(found)).toEqual({
      // 1 / 2
      outlines: 1 / 2 - 3 / 8,
      // (3/4 + 1) / (2 + 0 + 1/2)
      absent_ref: 1.75 / 2.5 - 3 / 8,
      // (3/4) / (1 + 1/2)
      absent_pred: 0.75 / 1.5 - 3 / 8,
    });
  });

  it("tells fragments that complement each other from duplicates", async () => {
    // |1| = 10. Prediction 1: 4 inside; 2: 4 inside; 3: 2 inside, 8 outside. IoU 4/10, 4/10, 2/18.
    // Union of 1 and 2: 8/10; with 3: 10/18, less. At 0.5 nothing matches.
    const found = await taxonomyOf("1111111111..........", "111122223333333333..");
    expect(labels(found.references)).toEqual({ split: [1] });
    expect(labels(found.predictions)).toEqual({ fragment: [1, 2], duplicate: [3] });
    expect(found.pq).toBe(0);
    expect(costs(found)).toEqual({
      // One prediction of IoU 8/10, and no other.
      split: 8 / 10,
      // The same with prediction 3 in addition: (8/10) / (1 + 1/2).
      fragment: 8 / 10 / 1.5,
    });
    // With 0.3 the larger-labelled half and the duplicate are false positives: (4/10) / (1 + 2/2).
    const low = await taxonomyOf("1111111111..........", "111122223333333333..", { threshold: 0.3 });
    expect(low.pq).toBeCloseTo(0.2, 15);
    // (4/10) / (1 + 1/2)
    expect(low.pq_cost.duplicate).toBeCloseTo(0.4 / 1.5 - 0.2, 15);
  });

  it("divides a merged prediction along its references, what lies outside in proportion", async () => {
    // References of 4 and 4; prediction 1 covers both and 2 voxels between: IoU 4/10 each, so PQ = 0 at 0.5.
    // Divided: each half gets 4 + 1 voxels, IoU 4/5: PQ = (4/5 + 4/5) / 2.
    const found = await taxonomyOf("1111..2222", "1111111111");
    expect(labels(found.references)).toEqual({ merged: [1, 2] });
    expect(labels(found.predictions)).toEqual({ merged: [1] });
    expect(costs(found)).toEqual({ merged: 4 / 5 });
  });

  it("does not count the piece of a merged prediction that is no find", async () => {
    // Prediction 1: all 8 of reference 1, 2 of 8 of reference 2. IoU 8/10, 2/16. PQ = (8/10) / (1 + 1/2).
    // Divided: 8/8 and 2/8; the second does not match and is dropped: PQ = 1 / (1 + 1/2).
    const found = await taxonomyOf("1111111122222222", "1111111111......");
    expect(labels(found.predictions)).toEqual({ merged: [1] });
    expect(found.pq).toBeCloseTo(0.8 / 1.5, 15);
    expect(found.pq_cost.merged).toBeCloseTo(0.2 / 1.5, 15);
  });

  it("keeps one piece of a division of which nothing is a find", async () => {
    // IoU 2/12 and 2/12, and 3 is perfect: PQ = 1 / (1 + 1/2 + 2/2). Divided, 2/10 and 2/10 do not match either; without any
    // piece the false positive would be gone, and PQ 1/2.
    const found = await taxonomyOf("1111111111.2222222222.33", "........1111..........33");
    expect(labels(found.predictions)).toEqual({ none: [3], merged: [1] });
    expect(found.pq).toBe(1 / 2.5);
    expect(found.pq_cost.merged).toBe(0);
  });

  it("calls what is split and merged at once mixed, and repairs it at both ends", async () => {
    // References of 6 and 6; prediction 1: 4 of the first; prediction 2: 2 of the first and 6 of the second.
    // IoU 4/6 and 6/8: PQ = 17/24. Divided and joined both references are whole.
    const found = await taxonomyOf("111111222222", "111122222222");
    expect(labels(found.references)).toEqual({ mixed: [1, 2] });
    expect(labels(found.predictions)).toEqual({ mixed: [1, 2] });
    expect(found.pq).toBeCloseTo(17 / 24, 15);
    expect(found.pq_cost.mixed).toBeCloseTo(7 / 24, 15);
  });

  it("takes an overlap of exactly one tenth as significant, and less as a touch", async () => {
    const reference = "1111111111..........";
    const tenth = await taxonomyOf(reference, ".........1111111111.");
    expect(labels(tenth.references)).toEqual({ inaccurate: [1] });
    const touch = await taxonomyOf(`${"1".repeat(11)}.........`, "..........1111111111");
    // 1 of 11 and 1 of 10 voxels: the prediction is covered by a tenth.
    expect(labels(touch.references)).toEqual({ inaccurate: [1] });
    const less = await taxonomyOf(`${"1".repeat(11)}..........`, `${".".repeat(10)}${"1".repeat(11)}`);
    expect(labels(less.references)).toEqual({ absent: [1] });
    expect(labels(less.predictions)).toEqual({ absent: [1] });
  });

  it("gives reasons where there is no cost", async () => {
    const many = await taxonomyOf("11", "11", { strategy: "many-to-many" });
    expect(many.pq_cost).toMatchObject({ split: null, split_reason: expect.stringContaining("many-to-many") });
    const distance = await taxonomyOf("11", "11", { matchingMetric: "cedi", threshold: 3 });
    expect(distance.pq_cost).toMatchObject({
      absent_ref: null,
      absent_ref_reason: expect.stringContaining("cedi needs voxels"),
    });
    const nothing = await taxonomyOf("..", "11");
    expect(nothing.pq_cost).toMatchObject({ absent_pred: null, absent_ref: 0 });
  });

  it("repairs matched input by giving the new prediction the reference's label", async () => {
    const found = await taxonomyOf("1111.222", "1133.4..", { input: "matched" });
    // IoU 2/4; FN 1, FP 2: PQ = (2/4) / (1 + 1/2 + 2/2) = 1/5. Joined: 1 / (1 + 1/2 + 1/2) = 1/2.
    expect(found.pq).toBe(1 / 5);
    expect(found.pq_cost.split).toBeCloseTo(1 / 2 - 1 / 5, 15);
    // Prediction 4 becomes reference 2: (2/4 + 1) / (2 + 1/2).
    expect(found.pq_cost.outlines).toBeCloseTo(1.5 / 2.5 - 1 / 5, 15);
  });

  it("repairs things with parts where their parts are known", async () => {
    // Thing 1 with part 2 on either end: found in two components.
    const groups = { thing: { thing: [1], parts: [2] } };
    const inputs = { reference: drawVolume(["1122.1122"]), prediction: drawVolume(["1122....."]) };
    const { groups: found } = await evaluate(inputs, { groups });
    // PQ = 1 / (1 + 1/2).
    expect(found.thing.taxonomy?.pq_cost).toMatchObject({ absent_ref: 1 - 1 / 1.5, outlines: 0, merged: 0 });
    const merged = await evaluate(
      { reference: drawVolume(["1122.1122"]), prediction: drawVolume(["112211122"]) },
      { groups },
    );
    expect(merged.groups.thing.taxonomy?.pq_cost).toMatchObject({
      merged: null,
      merged_reason: expect.stringContaining("parts"),
    });
  });
});

const volumeOf = ({ shape, labels: data }: PlainVolume) => ({ shape, data: Uint8Array.from(data) });

describe("taxonomyOf, on random volumes", () => {
  it("gives every instance one kind, and exchanges kinds when the sides are exchanged", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPair(6), async ([a, b]) => {
        const [one, other] = [volumeOf(a), volumeOf(b)];
        const there = await taxonomy({ reference: one, prediction: other }, { metrics: ["iou"] });
        const back = await taxonomy({ reference: other, prediction: one }, { metrics: ["iou"] });
        const all = (side: Taxonomy["references"] | Taxonomy["predictions"]) =>
          Object.values(side)
            .flatMap((each) => [...each.labels])
            .sort((x, y) => x - y);
        expect(all(there.references)).toEqual([...new Set(one.data)].filter(Boolean).sort((x, y) => x - y));
        expect(all(there.predictions)).toEqual([...new Set(other.data)].filter(Boolean).sort((x, y) => x - y));
        const { references: r, predictions: p } = there;
        expect(back.predictions.merged).toEqual(r.split);
        expect(back.references.split).toEqual(p.merged);
        expect(back.predictions.absent).toEqual(r.absent);
        expect(back.references.absent).toEqual(p.absent);
        expect(back.references.none).toEqual(p.none);
        expect(back.references.inaccurate).toEqual(p.inaccurate);
        expect(back.references.mixed).toEqual(p.mixed);
        // References under a merged prediction are, seen from the other side, its fragments.
        expect(back.predictions.fragment.n + back.predictions.duplicate.n).toBe(r.merged.n);
      }),
      { ...SEEDED, numRuns: 100 },
    );
  });

  it("costs nothing to be perfect, and never less than nothing one to one above one half", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPair(6), fc.constantFrom(0.5, 0.7), async ([a, b], threshold) => {
        const [one, other] = [volumeOf(a), volumeOf(b)];
        const perfect = await taxonomy({ reference: one, prediction: one }, { threshold });
        expect(costs(perfect)).toEqual({});
        const found = await taxonomy({ reference: one, prediction: other }, { threshold });
        for (const [name, cost] of Object.entries(found.pq_cost)) {
          if (typeof cost === "number") expect(cost, name).toBeGreaterThanOrEqual(-1e-12);
        }
      }),
      { ...SEEDED, numRuns: 150 },
    );
  });

  it("keeps PQ between 0 and 1 under every strategy", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryPair(6),
        fc.constantFrom(...STRATEGY_NAMES),
        fc.constantFrom(0, 0.1, 0.5),
        async ([a, b], strategy, threshold) => {
          const found = await taxonomy(
            { reference: volumeOf(a), prediction: volumeOf(b) },
            { strategy, threshold, metrics: ["iou"] },
          );
          for (const cost of Object.values(found.pq_cost)) {
            if (typeof cost !== "number" || Number.isNaN(found.pq)) continue;
            expect(found.pq + cost).toBeLessThanOrEqual(1 + 1e-12);
            expect(found.pq + cost).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { ...SEEDED, numRuns: 150 },
    );
  });
});
