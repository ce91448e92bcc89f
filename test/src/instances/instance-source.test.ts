import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Volume } from "../../../base/types.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { asRunVolume, copyVoxelsIn } from "../../../bindings/volumes/arena-volume.js";
import { copyRunsOut } from "../../../bindings/volumes/run-volume.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { volumeFromArray } from "../../../src/io/volume-from-array.js";
import { METRIC_KEYS } from "../../../src/metrics/registry.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { toJson } from "../../../src/reports/case/json.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { arbitraryMasks, asMask } from "../../support/blocks.js";

const EVERYTHING = { threshold: 0.1, metrics: METRIC_KEYS, globalMetrics: METRIC_KEYS, regions: true };

/** References have label 3, predictions 3 or 4. */
const OPTIONS: Readonly<Record<string, EvaluateOptions>> = {
  counts: { input: "semantic", explain: true },
  "all metrics, regions": { input: "semantic", ...EVERYTHING },
  "lesions grown together": { input: "semantic", lesionDilation: 1 },
  "one group, merged": { input: "semantic", groups: { all: { labels: [3, 4], merge: true } } },
  "a group for each side's label": { input: "semantic", groups: { second: [4], first: [3] } },
  "each label a group": { input: "semantic", groups: "each" },
  "an ignored label that is not there": { input: "semantic", ignoreLabel: 9 },
  "the reference's label ignored": { input: "semantic", ignoreLabel: 3 },
  "a single instance": { input: "semantic", groups: { all: { labels: [3, 4], single: true } } },
  parts: { input: "semantic", groups: { all: { thing: 3, parts: [4] } } },
  faces: { input: "semantic", connectivity: "faces" },
  unmatched: { input: "unmatched" },
  matched: { input: "matched", metrics: ["iou", "assd"] },
};

/** A mask as bits, and the same as runs. */
async function volumesOf({ shape, labels }: PlainVolume): Promise<{ bits: Volume; runs: Volume }> {
  const {
    shape: size,
    spacing,
    affine,
    dataType,
    source,
    ...voxels
  } = await volumeFromArray({
    data: Uint8Array.from(labels),
    shape,
  });
  expect(Object.keys(voxels).sort()).toEqual(["bits", "label"]);
  const engine = await createEngine({ build: "scalar" });
  const header = { shape: size, spacing, affine, dataType, source };
  const bits = { ...header, ...voxels };
  return { bits, runs: { ...header, ...copyRunsOut(engine, asRunVolume(engine, copyVoxelsIn(engine, bits))) } };
}

const textOf = async (reference: Volume, prediction: Volume, options: EvaluateOptions) =>
  toJson({ ...(await evaluate({ reference, prediction }, options)), timings: {} });

describe("an evaluation", () => {
  it.each(Object.entries(OPTIONS))("says the same of bits and of runs: %s", async (_name, options) => {
    await fc.assert(
      fc.asyncProperty(arbitraryMasks(), fc.constantFrom(3, 4), async ([g, p], label) => {
        const [reference, prediction] = [await volumesOf(asMask(g, 3)), await volumesOf(asMask(p, label))];
        const expected = await textOf(reference.runs, prediction.runs, options);
        expect(await textOf(reference.bits, prediction.bits, options)).toBe(expected);
        expect(await textOf(reference.bits, prediction.runs, options)).toBe(expected);
      }),
      { seed: 20_261_126, numRuns: 25 },
    );
  });
});
