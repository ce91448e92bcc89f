import { describe, expect, it } from "vitest";
import { type EvaluateOptions, evaluate } from "../../../src/index.js";

/** Draws rectangles, in order, on a 2D volume of 20 × 8: label, first and last column, first and last row. */
function draw(rectangles: readonly (readonly [number, number, number, number, number])[]) {
  const data = new Uint8Array(20 * 8);
  for (const [label, x0, x1, y0, y1] of rectangles) {
    for (let y = y0; y <= y1; y++) data.fill(label, 20 * y + x0, 20 * y + x1 + 1);
  }
  return { data, shape: [20, 8] };
}

async function run(
  reference: Parameters<typeof draw>[0],
  prediction: Parameters<typeof draw>[0],
  options: EvaluateOptions,
) {
  const inputs = { reference: draw(reference), prediction: draw(prediction) };
  return (await evaluate(inputs, { input: "unmatched", ...options })).groups.ungrouped;
}

/** Two references 6 × 6, two columns apart; one prediction 14 × 6 over both. IoU of either pair: 36 / (36 + 84 − 36). */
const TWO_REFERENCES = [
  [1, 1, 6, 1, 6],
  [2, 9, 14, 1, 6],
] as const;
const ONE_PREDICTION = [[1, 1, 14, 1, 6]] as const;
const SHARE = 36 / 84;

describe("one prediction over two references", () => {
  const at = (options: EvaluateOptions) => run(TWO_REFERENCES, ONE_PREDICTION, options);

  it("one-to-many matches it to both: TP 2, SQ 36/84, RQ 2 / (2 + 0 + 0), PQ 36/84", async () => {
    const found = await at({ strategy: "one-to-many", threshold: 0.25 });
    expect(found).toMatchObject({ tp: 2, fp: 0, fn: 0, n_matched_pred_instances: 1, sq: SHARE, rq: 1, pq: SHARE });
  });

  it.each(["one-to-one", "many-to-one", "greedy", "merge"] as const)(
    "%s matches it to the smaller label",
    async (strategy) => {
      // RQ = 1 / (1 + 0/2 + 1/2) = 1/1.5
      const found = await at({ strategy, threshold: 0.25 });
      expect(found).toMatchObject({ tp: 1, fp: 0, fn: 1, sq: SHARE, rq: 1 / 1.5, pq: SHARE / 1.5 });
      expect(found.matches).toEqual([{ reference: 1, prediction: 1, score: SHARE, overlap: 36 }]);
    },
  );

  const all = ["one-to-one", "many-to-one", "one-to-many", "many-to-many", "greedy", "merge", "union"] as const;
  it.each(all)("%s matches nothing at 0.5", async (strategy) => {
    expect(await at({ strategy, threshold: 0.5 })).toMatchObject({ tp: 0, fp: 1, fn: 2, matches: [] });
  });

  it("a threshold of exactly 36/84 is passed by the inclusive rule and not by the strict one", async () => {
    const exact = { strategy: "one-to-many", threshold: SHARE } as const;
    expect(await at({ ...exact, thresholdRule: "inclusive" })).toMatchObject({ tp: 2, fp: 0, fn: 0 });
    expect(await at({ ...exact, thresholdRule: "strict" })).toMatchObject({ tp: 0, fp: 1, fn: 2 });
  });
});

describe("a reference 14 × 6 split into 6 × 6 and 6 × 6", () => {
  const at = (options: EvaluateOptions) => run(ONE_PREDICTION, TWO_REFERENCES, options);

  it.each(["many-to-one", "merge", "union"] as const)("%s joins the two: TP 1, SQ 72/84, RQ 1", async (strategy) => {
    const found = await at({ strategy, threshold: 0.25 });
    expect(found).toMatchObject({ tp: 1, fp: 0, fn: 0, n_matched_pred_instances: 2, sq: 72 / 84, rq: 1, pq: 72 / 84 });
    expect(found.reference_instances[0].predictions).toEqual([1, 2]);
  });

  it.each(["one-to-one", "one-to-many", "greedy"] as const)("%s takes the smaller label", async (strategy) => {
    // RQ = 1 / (1 + 1/2 + 0/2)
    const found = await at({ strategy, threshold: 0.25 });
    expect(found).toMatchObject({ tp: 1, fp: 1, fn: 0, sq: SHARE, rq: 1 / 1.5 });
    expect(found.reference_instances[0].predictions).toEqual([1]);
  });

  it("greedy with allowManyToOne takes both", async () => {
    const found = await at({ strategy: "greedy", allowManyToOne: true, threshold: 0.25 });
    expect(found).toMatchObject({ tp: 1, fp: 0, fn: 0, sq: 72 / 84, rq: 1 });
  });

  it("union alone finds it at 0.5: 72/84 passes, 36/84 does not", async () => {
    expect(await at({ strategy: "union", threshold: 0.5 })).toMatchObject({ tp: 1, fp: 0, fn: 0, sq: 72 / 84 });
    for (const strategy of ["one-to-one", "many-to-one", "one-to-many", "many-to-many", "greedy", "merge"] as const) {
      expect(await at({ strategy, threshold: 0.5 })).toMatchObject({ tp: 0, fp: 2, fn: 1 });
    }
  });
});
