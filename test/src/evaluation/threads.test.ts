import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Volume } from "../../../base/types.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { explore } from "../../../src/evaluation/explore.js";
import { openCase } from "../../../src/evaluation/open-case.js";
import type { WorkOptions } from "../../../src/evaluation/work-options.js";
import { METRIC_KEYS } from "../../../src/metrics/registry.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { toJson } from "../../../src/reports/case/json.js";
import { arbitraryMasks } from "../../support/blocks.js";
import { goldenVolume, syntheticCases } from "../../support/golden.js";
import { arbitraryPair } from "../../support/volumes.js";

const THREADS = [2, 3, 5];

const OPTIONS: Readonly<Record<string, EvaluateOptions>> = {
  counts: { input: "semantic", explain: true },
  everything: {
    input: "semantic",
    threshold: 0.1,
    metrics: METRIC_KEYS,
    globalMetrics: METRIC_KEYS,
    autc: "exact",
    regions: true,
  },
  decision: { input: "unmatched", matchingMetric: "assd", threshold: 3, decisionMetric: "nsd", decisionThreshold: 0.5 },
  groups: { input: "semantic", groups: "each", connectivity: "faces", metrics: ["iou", "hd95", "cldsc"] },
};

interface Inputs {
  readonly reference: Volume | { data: Uint8Array | Int32Array | Uint32Array; shape: readonly number[] };
  readonly prediction: Volume | { data: Uint8Array | Int32Array | Uint32Array; shape: readonly number[] };
}

/** The whole result but for the times. */
async function textOf(inputs: Inputs, options: EvaluateOptions, work: WorkOptions): Promise<string> {
  return toJson({ ...(await evaluate(inputs, options, work)), timings: {} });
}

async function goldenPair(folder: string): Promise<Inputs> {
  const of = (side: string) => goldenVolume(`${folder}/${side}.nii.gz`);
  return { reference: await of("reference"), prediction: await of("prediction") };
}

describe.each(syntheticCases())("%s", (folder) => {
  it.each(Object.entries(OPTIONS))("says the same for every number of threads, bit for bit: %s", async (_, options) => {
    const inputs = await goldenPair(folder);
    const expected = await textOf(inputs, options, { threads: 1 });
    expect(expected.length).toBeGreaterThan(500);
    for (const threads of THREADS) expect(await textOf(inputs, options, { threads })).toBe(expected);
  });
});

describe("threads", () => {
  it("say the same of random volumes", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPair(3), fc.constantFrom(...Object.values(OPTIONS)), async ([g, p], options) => {
        const volumeOf = ({ shape, labels }: typeof g) => ({ data: Uint32Array.from(labels), shape });
        const inputs = { reference: volumeOf(g), prediction: volumeOf(p) };
        const expected = await textOf(inputs, options, { threads: 1 });
        for (const threads of THREADS) expect(await textOf(inputs, options, { threads })).toBe(expected);
      }),
      { seed: 20_261_126, numRuns: 60 },
    );
  });

  it("say the same of random masks, whose voxels are bits", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryMasks(), fc.constantFrom(...Object.values(OPTIONS)), async ([g, p], options) => {
        const volumeOf = ({ shape, labels }: typeof g) => ({ data: Uint32Array.from(labels), shape });
        const inputs = { reference: volumeOf(g), prediction: volumeOf(p) };
        const expected = await textOf(inputs, options, { threads: 1 });
        for (const threads of THREADS) expect(await textOf(inputs, options, { threads })).toBe(expected);
      }),
      { seed: 20_261_126, numRuns: 60 },
    );
  });

  it("say the same where the volumes have other labels than each other, or the second is refused", async () => {
    const shape = [40, 30, 20];
    const of = (label: (i: number) => number) => ({
      data: Int32Array.from({ length: 24_000 }, (_, i) => label(i)),
      shape,
    });
    const reference = of((i) => Number(i % 7 < 3));
    const seconds = [of((i) => (i % 5 < 2 ? 1 + (i % 2) : 0)), of((i) => 2 * Number(i % 5 < 2)), of(() => 0)];
    for (const prediction of seconds) {
      for (const options of Object.values(OPTIONS)) {
        const expected = await textOf({ reference, prediction }, options, { threads: 1 });
        expect(await textOf({ reference, prediction }, options, { threads: 2 })).toBe(expected);
      }
    }
    const negative = of((i) => (i === 23_999 ? -1 : Number(i % 5 < 2)));
    const refusal = expect.objectContaining({ code: "INVALID_VOLUME" });
    await expect(evaluate({ reference, prediction: negative }, {}, { threads: 2 })).rejects.toEqual(refusal);
    const again = { reference, prediction: reference };
    const expected = await textOf(again, OPTIONS.counts, { threads: 1 });
    expect(await textOf(again, OPTIONS.counts, { threads: 2 })).toBe(expected);
  });

  it("say the same of a mask that is large enough to be packed on all of them", async () => {
    // Arrays of 12 MiB and more are packed in pieces: here in five, of which the last is short. Few instances, as all else is quick.
    const shape = [512, 512, 50];
    const data = new Uint8Array(512 * 512 * 50);
    const barsEvery = (step: number) => {
      const bars = data.slice();
      for (let i = 0; i < bars.length; i += step) bars.fill(1, i, i + 300);
      return { data: bars, shape };
    };
    const inputs = { reference: barsEvery(13_001), prediction: barsEvery(13_901) };
    const expected = await textOf(inputs, OPTIONS.counts, { threads: 1 });
    for (const threads of THREADS) expect(await textOf(inputs, OPTIONS.counts, { threads })).toBe(expected);
  });

  it("say the same through openCase and explore", async () => {
    const inputs = await goldenPair(syntheticCases()[0]);
    const grid = { thresholds: [0.1, 0.5] };
    const rows = await explore(inputs, grid, { threads: 1 });
    expect(await explore(inputs, grid, { threads: 3 })).toEqual(rows);
    const opened = await openCase(inputs);
    expect(await opened.explore(grid, { threads: 2 })).toEqual(rows);
    const result = await opened.evaluate(OPTIONS.everything, { threads: 3 });
    expect(toJson({ ...result, timings: {} })).toBe(await textOf(inputs, OPTIONS.everything, { threads: 1 }));
    await opened.close();
  });

  it("abort before they start if the signal is aborted", async () => {
    const inputs = await goldenPair(syntheticCases()[0]);
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    const given = evaluate(inputs, {}, { threads: 2, signal: controller.signal });
    await expect(given).rejects.toThrow("enough");
  });

  it.each([
    [{ thread: 2 }, 'Did you mean "threads"?'],
    [{ threads: 0 }, 'Option threads is 0, but must be "auto" or a whole number from 1 to 64.'],
    [{ threads: 1.5 }, "Option threads is 1.5"],
    [{ threads: "many" }, 'Option threads is "many"'],
    [{ onProgress: 3 }, "must be a function"],
    [{ signal: {} }, "must be an AbortSignal"],
  ])("refuses %j", async (work, message) => {
    const inputs = await goldenPair(syntheticCases()[0]);
    const refusal = expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(message) });
    await expect(evaluate(inputs, {}, work as WorkOptions)).rejects.toEqual(refusal);
    await expect(explore(inputs, {}, work as WorkOptions)).rejects.toEqual(refusal);
  });
});
