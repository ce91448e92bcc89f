import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withEngine } from "../../../bindings/pool/engine-pool.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { EvaluateInputs } from "../../../src/evaluation/open-inputs.js";
import { evaluatePass } from "../../../src/evaluation/pipeline.js";
import { runInSlabs } from "../../../src/evaluation/run-in-slabs.js";
import { encodeNifti } from "../../../src/io/nifti/write-nifti.js";
import { SCORE_KEYS } from "../../../src/metrics/table-scores/keys.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { resolveOptions } from "../../../src/options/resolve.js";
import { toJson } from "../../../src/reports/case/json.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { arbitraryMasks } from "../../support/blocks.js";
import { arbitraryPair, worstVolumes } from "../../support/volumes.js";

const COUNTS = {
  metrics: ["iou", "dsc", "rvd", "cedi"],
  globalMetrics: ["iou", "dsc"],
} as const satisfies EvaluateOptions;

/** Every way of defining instances, and what follows from counts. */
const OPTIONS: Readonly<Record<string, EvaluateOptions>> = {
  components: {},
  faces: { connectivity: "faces", threshold: 0.1, strategy: "many-to-one" },
  labels: { input: "unmatched", threshold: 0.1, autc: "exact" },
  matched: { input: "matched", minVoxels: 2 },
  each: { groups: "each", strategy: "merge", threshold: 0.2 },
  "each, by label": { groups: "each", input: "unmatched" },
  touching: { touchingLabels: "merge", connectivity: "faces", strategy: "greedy" },
  groups: { groups: { all: { labels: [1, 2, 3], merge: true }, one: [1], rest: { labels: [2, 5], single: true } } },
  parts: { groups: { thing: { thing: [1], parts: [2] }, other: [3] }, threshold: 0.1, strategy: "union" },
  void: { ignoreLabel: 3, threshold: 0.1, strategy: "one-to-many" },
  "void, cut": { ignoreLabel: 2, ignoreRule: "cut", minVolume: 2 },
  "void and labels": { ignoreLabel: 2, input: "unmatched", threshold: 0.1 },
  "void and parts": { ignoreLabel: 3, groups: { thing: { thing: [1], parts: [2] } }, threshold: 0.1 },
  scores: { scores: SCORE_KEYS, threshold: 0.2, strategy: "many-to-many" },
};

function inputsOf([reference, prediction]: readonly [PlainVolume, PlainVolume]): EvaluateInputs {
  const fileOf = ({ shape, labels }: PlainVolume) => {
    return { file: encodeNifti({ data: Uint32Array.from(labels), shape, spacing: [1, 1.5, 2] }) };
  };
  return { reference: fileOf(reference), prediction: fileOf(prediction) };
}

async function inMemory(inputs: EvaluateInputs, options: EvaluateOptions): Promise<string> {
  return toJson({ ...(await evaluate(inputs, options)), timings: {} });
}

async function inSlabs(inputs: EvaluateInputs, options: EvaluateOptions, layers: number): Promise<string> {
  const resolved = resolveOptions(options);
  return withEngine(undefined, async (engine) => {
    const result = await runInSlabs(engine, inputs, resolved, evaluatePass, {}, () => layers);
    return toJson({ ...result, timings: {} });
  });
}

describe("slabs", () => {
  it.each(Object.entries(OPTIONS))(
    "say what the whole says, byte for byte: %s",
    { timeout: 300_000 },
    async (_, chosen) => {
      const options = { ...COUNTS, ...chosen };
      await fc.assert(
        fc.asyncProperty(arbitraryPair(4), fc.integer({ min: 1, max: 4 }), async (pair, layers) => {
          const inputs = inputsOf(pair);
          expect(await inSlabs(inputs, options, layers)).toBe(await inMemory(inputs, options));
        }),
        { seed: 20_261_130, numRuns: 40 },
      );
    },
  );

  it("say the same of masks, whose voxels are bits", { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryMasks(), fc.integer({ min: 1, max: 5 }), async (pair, layers) => {
        const inputs = inputsOf(pair);
        expect(await inSlabs(inputs, COUNTS, layers)).toBe(await inMemory(inputs, COUNTS));
      }),
      { seed: 20_261_130, numRuns: 100 },
    );
  });

  it.each(Object.entries(worstVolumes()))("say the same of the worst volumes: %s", async (_, volume) => {
    const shifted = { ...volume, labels: [...volume.labels.slice(1), volume.labels[0]] };
    const inputs = inputsOf([volume, shifted]);
    for (const options of [COUNTS, { ...COUNTS, ...OPTIONS.faces }, { ...COUNTS, ...OPTIONS.labels }]) {
      expect(await inSlabs(inputs, options, 1)).toBe(await inMemory(inputs, options));
    }
  });
});
