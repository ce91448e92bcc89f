import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/index.js";
import { STRATEGY_NAMES } from "../../../src/matching/registry.js";

/** References of two voxels in a row, and predictions of two voxels shifted by one: all overlap in one chain, IoU 1/3. */
function shiftedPairs(instances: number) {
  const shape = [1400, (2 * instances) / 1400, 1];
  const reference = Uint32Array.from({ length: 2 * instances }, (_, i) => 1 + (i >> 1));
  const prediction = Uint32Array.from({ length: 2 * instances }, (_, i) => 1 + ((i + 1) >> 1));
  return { reference: { data: reference, shape }, prediction: { data: prediction, shape } };
}

describe("70,000 instances on each side", () => {
  const n = 70_000;
  const inputs = shiftedPairs(n);
  const options = { input: "unmatched", metrics: ["iou"], globalMetrics: ["dsc"] } as const;

  it.each(STRATEGY_NAMES)("%s, one chain of equal scores", async (strategy) => {
    const { groups } = await evaluate(inputs, { ...options, strategy, threshold: 0.2 });
    const { n_ref_instances, tp, fn } = groups.ungrouped;
    expect([n_ref_instances, tp, fn]).toEqual([n, n, 0]);
  });

  it("perfect pairs: each is a component by itself", async () => {
    const perfect = { reference: inputs.reference, prediction: inputs.reference };
    const { groups } = await evaluate(perfect, options);
    expect(groups.ungrouped).toMatchObject({ tp: n, fp: 0, fn: 0 });
  });
});
