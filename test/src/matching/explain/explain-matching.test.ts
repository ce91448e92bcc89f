import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import type { EdgeExplanation, NamedEdge } from "../../../../src/matching/explain/explanation.js";
import { STRATEGY_NAMES } from "../../../../src/matching/registry.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import type { GroupResult } from "../../../../src/results/result-types.js";
import { drawCase } from "../../../support/draw-volume.js";
import { arbitraryPair, SEEDED } from "../../../support/volumes.js";

async function explained(reference: readonly string[], prediction: readonly string[], options: EvaluateOptions) {
  const { groups } = await evaluate(drawCase(reference, prediction), { input: "unmatched", ...options, explain: true });
  return explanationOf(groups.ungrouped);
}

function explanationOf({ explanation }: GroupResult) {
  if (explanation === undefined) throw new Error("nothing was explained");
  return explanation;
}

const texts = (rows: readonly { readonly text: string }[]) => rows.map(({ text }) => text);

/** References 1 and 2 of 4 voxels, prediction 1 over 4 + 1 of them, prediction 2 over the last 3. */
const CHAIN = [["11112222"], ["11111222"]] as const;

describe("explainMatching, in words", () => {
  it("says what a threshold turned away, and by how much", async () => {
    // |1| = |2| = 4; prediction 1 has 5 voxels, prediction 2 has 3: IoU 4/5, 1/8, 3/4.
    const { edges, unmatched, threshold } = await explained(...CHAIN, { threshold: 0.75 });
    expect(threshold).toEqual({ value: 0.75, rule: "strict" });
    expect(texts(edges)).toEqual([
      "reference 1 and prediction 1 (IoU 0.8): matched",
      "reference 2 and prediction 1 (IoU 0.125): below the threshold 0.75 (strict)",
      "reference 2 and prediction 2 (IoU 0.75): exactly the threshold 0.75, which is strict",
    ]);
    expect(unmatched).toEqual({
      references: [
        {
          label: 2,
          status: "missed",
          best: { reference: 2, prediction: 2, score: 0.75 },
          reason: "below-threshold",
          text: "reference 2 is missed; its best candidate is prediction 2 (IoU 0.75): exactly the threshold 0.75, which is strict",
        },
      ],
      predictions: [
        {
          label: 2,
          status: "spurious",
          best: { reference: 2, prediction: 2, score: 0.75 },
          reason: "below-threshold",
          text: "prediction 2 is spurious; its best candidate is reference 2 (IoU 0.75): exactly the threshold 0.75, which is strict",
        },
      ],
    });
  });

  it("says of instances without any overlap that they have none", async () => {
    const { edges, unmatched } = await explained(["11.."], ["..33"], {});
    expect(edges).toEqual([]);
    expect(texts([...unmatched.references, ...unmatched.predictions])).toEqual([
      "reference 1 is missed: it overlaps no prediction",
      "prediction 3 is spurious: it overlaps no reference",
    ]);
    expect(unmatched.references[0]).toMatchObject({ best: null, reason: "no-overlap" });
  });

  it("names the winners at either end", async () => {
    const { edges } = await explained(...CHAIN, { threshold: 0.1 });
    expect(edges[1]).toMatchObject({ fate: "lost", rule: "better-at-both", is_candidate: true });
    expect(edges[1].text).toBe(
      "reference 2 and prediction 1 (IoU 0.125): lost, because prediction 2 is better for reference 2 (IoU 0.75) and " +
        "reference 1 is better for prediction 1 (IoU 0.8)",
    );
    expect(edges[1].winners).toEqual([
      { reference: 2, prediction: 2, score: 3 / 4 },
      { reference: 1, prediction: 1, score: 4 / 5 },
    ]);
  });

  it("says where the best total left the best pair out, and where greed took it", async () => {
    // References of 6 and 4 voxels, predictions of 7 and 2. (1, 1): 4/(6+7-4) = 4/9 is the best pair, but
    // (1, 2): 2/(6+2-2) = 1/3 and (2, 1): 3/(4+7-3) = 3/8 are more together: 17/24.
    const volumes = [["111111.2222"], ["221111.111."]] as const;
    const { edges } = await explained(...volumes, { threshold: 0.1 });
    expect(texts(edges)).toEqual([
      "reference 1 and prediction 1 (IoU 0.444): left out for the best total: reference 1 with prediction 2 (0.333) and " +
        "reference 2 with prediction 1 (0.375) have 0.708 together",
      "reference 1 and prediction 2 (IoU 0.333): matched",
      "reference 2 and prediction 1 (IoU 0.375): matched",
    ]);
    const greedy = await explained(...volumes, { threshold: 0.1, strategy: "greedy" });
    expect(greedy.edges.map(({ fate, rule }) => [fate, rule])).toEqual([
      ["chosen", null],
      ["lost", "better-at-reference"],
      ["lost", "better-at-prediction"],
    ]);
  });

  it("says by which label a tie was broken", async () => {
    // Two halves of one reference: IoU 2/4 each.
    const split = await explained(["1111"], ["1122"], { threshold: 0.4 });
    expect(split.edges[1].text).toBe(
      "reference 1 and prediction 2 (IoU 0.5): ties at reference 1 with prediction 1, whose label is smaller",
    );
    const merged = await explained(["1122"], ["1111"], { threshold: 0.4, strategy: "many-to-one" });
    expect(merged.edges[1]).toMatchObject({ fate: "tie", rule: "smaller-reference-label" });
  });

  it("says how a merged union grew and where it did not", async () => {
    // |1| = 8; predictions: 5 inside; 2 inside; 1 inside and 3 outside. Unions: 5/8, 7/8, 8/11.
    const { edges } = await explained(["11111111...."], ["111112233330"], { threshold: 0.5, strategy: "merge" });
    expect(texts(edges)).toEqual([
      "reference 1 and prediction 1 (IoU 0.625): matched, first of its union (IoU 0.625)",
      "reference 1 and prediction 2 (IoU 0.25): matched, because the IoU of reference 1 with its union goes from 0.625 to 0.875",
      "reference 1 and prediction 3 (IoU 0.0909): not joined, because the IoU of reference 1 with its union would go from 0.875 to 0.727",
    ]);
    const unseeded = await explained(["11111111...."], ["111112233330"], { threshold: 0.7, strategy: "merge" });
    expect(unseeded.edges[0].text).toBe(
      "reference 1 and prediction 1 (IoU 0.625): below the threshold 0.7 (strict), and no pair that passes has seeded reference 1",
    );
  });

  it("says whose fragment a prediction is, and how the union did", async () => {
    // References of 6 and 4 voxels; prediction 3 covers 1 of the first and 3 of the second.
    const volumes = [["1111112222"], ["1112233334"]] as const;
    const { edges } = await explained(...volumes, { threshold: 0.6, strategy: "union" });
    expect(texts(edges)).toEqual([
      "reference 1 and prediction 1 (IoU 0.5): matched, first of its union (IoU 0.833)",
      "reference 1 and prediction 2 (IoU 0.333): matched, as part of the union (IoU 0.833)",
      "reference 1 and prediction 3 (IoU 0.111): prediction 3 belongs to reference 2, with which it shares more voxels (3 against 1)",
      "reference 2 and prediction 3 (IoU 0.6): matched, first of its union (IoU 0.8)",
      "reference 2 and prediction 4 (IoU 0.25): matched, as part of the union (IoU 0.8)",
    ]);
    const high = await explained(...volumes, { threshold: 0.81, strategy: "union" });
    expect(high.unmatched.references.map(({ reason, text }) => [reason, text])).toEqual([
      [
        "union-below-threshold",
        "reference 2 is missed; its best candidate is prediction 3 (IoU 0.6): all fragments of reference 2 together " +
          "(IoU 0.8) are below the threshold 0.81 (strict)",
      ],
    ]);
  });

  it("says with which value a decision took a match away", async () => {
    const { edges, unmatched } = await explained(["1111"], ["1110"], {
      decisionMetric: "dsc",
      decisionThreshold: 0.9,
    });
    // Dice 2·3/(4 + 3).
    const reason = "demoted, because dsc 0.857 does not pass the decision threshold 0.9 (strict)";
    expect(edges[0]).toMatchObject({ fate: "demoted", text: `reference 1 and prediction 1 (IoU 0.75): ${reason}` });
    expect(unmatched.predictions[0].text).toBe(
      `prediction 1 is spurious; it was matched to reference 1 (IoU 0.75): ${reason}`,
    );
  });

  it("speaks of labels where matched input asks for nothing else", async () => {
    const { edges, threshold } = await explained(["1122.3"], ["12223."], {
      input: "matched",
      matchWithoutOverlap: true,
    });
    expect(threshold).toBeNull();
    expect(texts(edges)).toEqual([
      "reference 1 and prediction 1 (IoU 0.5): matched",
      "reference 1 and prediction 2 (IoU 0.25): the labels differ, and matched input pairs equal labels only",
      "reference 2 and prediction 2 (IoU 0.667): matched",
      "reference 3 and prediction 3 (IoU 0): matched, although they share no voxel",
    ]);
  });

  it("gives distances their unit", async () => {
    const { edges } = await explained(["11.."], ["1111"], { matchingMetric: "cedi", threshold: 0.5 });
    expect(texts(edges)).toEqual([
      "reference 1 and prediction 1 (centre distance 1 mm): above the threshold 0.5 mm (strict)",
    ]);
  });

  it("is absent unless it was asked for", async () => {
    const { groups } = await evaluate(drawCase(["1"], ["1"]));
    expect(groups.ungrouped).not.toHaveProperty("explanation");
  });
});

const arbitraryOptions: fc.Arbitrary<EvaluateOptions> = fc
  .record({
    strategy: fc.constantFrom(...STRATEGY_NAMES),
    threshold: fc.constantFrom(0, 0.05, 0.1, 0.25, 0.5),
    thresholdRule: fc.constantFrom("strict" as const, "inclusive" as const),
    matchingMetric: fc.constantFrom("iou" as const, "dice" as const, "ior" as const, "iop" as const, "cedi" as const),
    manyToOne: fc.boolean(),
    decision: fc.constantFrom({}, { decisionMetric: "dsc" as const, decisionThreshold: 0.4 }),
  })
  .map(({ manyToOne, decision, ...options }) => ({
    ...options,
    ...decision,
    threshold: options.matchingMetric === "cedi" ? 20 * options.threshold : options.threshold,
    allowManyToOne: manyToOne && options.strategy === "greedy",
    input: "unmatched",
    explain: true,
  }));

describe("explainMatching, on random volumes", () => {
  it("tells of the matching as it is", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPair(6), arbitraryOptions, async ([reference, prediction], options) => {
        const volumeOf = ({ shape, labels }: typeof reference) => ({ shape, data: Uint8Array.from(labels) });
        const inputs = { reference: volumeOf(reference), prediction: volumeOf(prediction) };
        const { groups } = await evaluate(inputs, options);
        const { explain, ...silent } = options;
        const { explanation, ...rest } = groups.ungrouped;
        expect((await evaluate(inputs, silent)).groups.ungrouped).toEqual(rest);
        check(groups.ungrouped, options);
      }),
      { ...SEEDED, numRuns: 400 },
    );
  });
});

const same = (a: NamedEdge, b: NamedEdge) => a.reference === b.reference && a.prediction === b.prediction;

function check(group: GroupResult, options: EvaluateOptions): void {
  const { edges, unmatched } = explanationOf(group);
  const held = edges.filter(({ fate }) => fate === "chosen" || fate === "demoted");
  const chosen = edges.filter(({ fate }) => fate === "chosen");
  const plain = ({ reference, prediction, score, overlap }: EdgeExplanation) => ({
    reference,
    prediction,
    score,
    overlap,
  });
  expect(chosen.map(plain)).toEqual(group.matches);
  const labelsOf = (rows: GroupResult["reference_instances"] | GroupResult["predicted_instances"]) =>
    rows.filter((row) => row.is_matched === 0).map((row) => row.label);
  expect(unmatched.references.map(({ label }) => label)).toEqual(labelsOf(group.reference_instances));
  expect(unmatched.predictions.map(({ label }) => label)).toEqual(labelsOf(group.predicted_instances));
  for (const edge of edges) checkEdge(edge, held, options);
  for (const { reason, best } of [...unmatched.references, ...unmatched.predictions]) {
    expect(reason === "no-overlap").toBe(best === null);
  }
}

/** The fate of an edge against the definition of its strategy. */
function checkEdge(edge: EdgeExplanation, held: readonly EdgeExplanation[], options: EvaluateOptions): void {
  const sign = options.matchingMetric === "cedi" ? -1 : 1;
  const gain = (winner: NamedEdge) => sign * (winner.score - edge.score);
  const { fate, rule, winners } = edge;
  expect(edge.text).not.toMatch(/NaN|undefined|null/);
  for (const winner of winners) {
    expect(winner.reference === edge.reference || winner.prediction === edge.prediction).toBe(true);
    if (fate !== "other-reference") expect(held.some((each) => same(each, winner))).toBe(true);
  }
  const judgedTogether = options.strategy === "merge" || options.strategy === "union";
  if (!judgedTogether) {
    expect(fate === "below-threshold").toBe(edge.is_candidate === false);
    if (edge.is_candidate && fate !== "chosen" && fate !== "demoted") expect(winners.length).toBeGreaterThan(0);
  }
  if (fate === "lost" && rule !== "optimal-total") expect(winners.every((winner) => gain(winner) > 0)).toBe(true);
  if (fate === "tie") {
    expect(winners.every((winner) => Math.abs(gain(winner)) < 1e-12)).toBe(true);
    const smaller = rule === "smaller-reference-label" ? "reference" : "prediction";
    expect(winners.every((winner) => winner[smaller] < edge[smaller])).toBe(true);
  }
  if (rule === "optimal-total") {
    expect(options.strategy).toBe("one-to-one");
    expect(winners.length).toBe(2);
    const total = winners.reduce((sum, { score }) => sum + score, 0);
    if (sign === 1) expect(total).toBeGreaterThanOrEqual(edge.score - 1e-12);
  }
  if (fate === "union-not-better" && edge.union?.before != null) {
    expect(sign * (edge.union.after - edge.union.before)).toBeLessThanOrEqual(0);
  }
}
