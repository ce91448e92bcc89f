import { afterEach, describe, expect, it, vi } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { openCase } from "../../../src/evaluation/open-case.js";
import type { EvaluateInputs } from "../../../src/evaluation/open-inputs.js";
import { ONE_TO_ONE } from "../../../src/matching/strategies/one-to-one.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { toJson } from "../../../src/reports/case/json.js";
import { goldenVolume } from "../../support/golden.js";

afterEach(() => {
  vi.restoreAllMocks();
});

async function spine(): Promise<EvaluateInputs> {
  return {
    reference: await goldenVolume("spine/semantic/ref.nii.gz"),
    prediction: await goldenVolume("spine/semantic/pred.nii.gz"),
  };
}

/** Without the taxonomy, which matches repaired predictions as well. */
const SURFACES = {
  taxonomy: false,
  metrics: ["iou", "hd95"],
  globalMetrics: ["assd"],
} as const satisfies EvaluateOptions;

/** Two passes: the first two groups share a label. */
const TWO_PASSES: EvaluateOptions = {
  ...SURFACES,
  groups: { all: { labels: [41, 42, 43, 44], merge: true }, first: [41, 42], rest: [43, 44] },
};

/** Makes each step report progress: every look at the clock is a second after the one before. */
function everyStepTakesLong(): void {
  let seconds = 0;
  vi.spyOn(process, "hrtime").mockImplementation(() => {
    seconds++;
    return [seconds, 0];
  });
}

describe("the pipeline", () => {
  it.each([
    ["on one thread", SURFACES, { threads: 1 }, 1],
    ["on two threads", SURFACES, { threads: 2 }, 1],
    ["with a progress callback", SURFACES, { threads: 1, onProgress: () => {} }, 1],
    ["with a decision by voxels", { ...SURFACES, decisionMetric: "nsd", decisionThreshold: 0.5 }, { threads: 2 }, 1],
    ["with three groups", TWO_PASSES, { threads: 2 }, 3],
  ] as const)("matches each group once %s", async (_, options, work, groups) => {
    const inputs = await spine();
    const match = vi.spyOn(ONE_TO_ONE, "match");
    await evaluate(inputs, options, work);
    expect(match).toHaveBeenCalledTimes(groups);
  });

  it("reports rising progress over all passes, which ends at 1", async () => {
    everyStepTakesLong();
    const shares: number[] = [];
    const watched = await evaluate(await spine(), TWO_PASSES, {
      threads: 1,
      onProgress: (share) => shares.push(share),
    });
    expect(shares.length).toBeGreaterThan(4);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBeGreaterThan(0);
    // The first pass is half of the work.
    expect(shares).toContain(0.5);
    expect(shares.at(-1)).toBe(1);
    vi.restoreAllMocks();
    const alone = await evaluate(await spine(), TWO_PASSES, { threads: 1 });
    expect(toJson({ ...watched, timings: {} })).toBe(toJson({ ...alone, timings: {} }));
  });

  it.each([
    // The last step of the matches reports 1, and so do those of the section.
    ["regions", { regions: true, metrics: ["iou", "hd95"] }, 1, 2],
    ["curves", { autc: "exact", metrics: ["iou", "cldsc"] }, 1, 2],
    // Nothing but the section is measured.
    ["merged lesions", { lesionDilation: 1 }, 0, 1],
  ] as const)("heeds the signal while it measures %s", async (_, options, share, times) => {
    const controller = new AbortController();
    const reason = new Error("enough");
    everyStepTakesLong();
    let told = 0;
    const onProgress = (found: number) => {
      if (found === share) told++;
      if (told === times) controller.abort(reason);
    };
    const given = evaluate(await spine(), options, { signal: controller.signal, onProgress });
    await expect(given).rejects.toBe(reason);
  });

  it("answers an open case as a fresh one, group by group", async () => {
    const opened = await openCase(await spine());
    const fresh = await evaluate(await spine(), TWO_PASSES);
    for (const threads of [1, 3]) {
      const kept = await opened.evaluate(TWO_PASSES, { threads });
      expect(toJson({ ...kept, timings: {} })).toBe(toJson({ ...fresh, timings: {} }));
    }
    await opened.close();
  });
});
