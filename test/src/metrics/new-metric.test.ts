import { afterEach, expect, it, vi } from "vitest";

const OPTIONS = {
  input: "unmatched",
  decisionMetric: "overlapCoefficient",
  decisionThreshold: 0.5,
} as const;

const ROWS = "../../../src/metrics/rows.js";

/** The package with one metric more, as if its row had been added to the registry. */
async function withNewMetric() {
  vi.resetModules();
  vi.doMock(ROWS, async (original) => {
    const { METRICS } = await original<typeof import("../../../src/metrics/rows.js")>();
    const overlapCoefficient = {
      ...METRICS.iou,
      name: "Overlap coefficient",
      definition: "|A ∩ B| / min(|A|, |B|)",
      isDefault: false,
      isPanoptic: false,
      from: {
        counts: ({
          reference,
          prediction,
          intersection,
        }: Record<"reference" | "prediction" | "intersection", number>) =>
          intersection / Math.min(reference, prediction),
      },
    };
    return { METRICS: { ...METRICS, overlapCoefficient } };
  });
  return packageAsItIs();
}

async function packageAsItIs() {
  const { evaluate } = await import("../../../src/evaluation/evaluate.js");
  const { toTable } = await import("../../../src/reports/case/table.js");
  const { volumeFromArray } = await import("../../../src/io/volume-from-array.js");
  const volume = (data: number[]) => volumeFromArray({ shape: [8, 1], spacing: [1, 1], data: Uint8Array.from(data) });
  const inputs = {
    reference: await volume([1, 1, 1, 1, 0, 2, 2, 0]),
    prediction: await volume([0, 1, 1, 1, 1, 0, 0, 2]),
  };
  return { evaluate, toTable, inputs };
}

afterEach(() => {
  vi.doUnmock(ROWS);
  vi.resetModules();
});

it("leaves every default output as it was", async () => {
  const outputOf = async ({ evaluate, toTable, inputs }: Awaited<ReturnType<typeof packageAsItIs>>) => {
    const { timings, options, ...result } = await evaluate(inputs);
    return {
      result,
      metrics: [options.metrics, options.globalMetrics],
      text: toTable({ ...result, options, timings: {} }),
    };
  };
  const before = await outputOf(await packageAsItIs());
  expect(await outputOf(await withNewMetric())).toEqual(before);
});

it("is measured, decides and costs what it says, by its row alone", async () => {
  const { evaluate, inputs } = await withNewMetric();
  // Safe: the mocked registry has the key.
  const options = { ...OPTIONS, metrics: ["iou", "overlapCoefficient"] } as unknown as Parameters<typeof evaluate>[1];
  const { groups, definitions } = await evaluate(inputs, options);
  const group = groups.ungrouped as unknown as Record<string, unknown>;
  // |A ∩ B| = 3 of |A| = |B| = 4.
  expect(group.sq_overlapCoefficient).toBe(3 / 4);
  expect(definitions).toHaveProperty("overlapCoefficient");
  // A metric from counts is known of a repaired table too, so that no cost is left out.
  expect(groups.ungrouped.taxonomy?.pq_cost).not.toHaveProperty("absent_ref_reason");
});
