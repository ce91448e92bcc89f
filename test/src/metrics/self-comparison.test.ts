import { describe, expect, it } from "vitest";
import { METRIC_KEYS, metricOf, segmentationQualityKey } from "../../../src/metrics/registry.js";
import { SCORES } from "../../../src/metrics/table-scores/registry.js";
import { evaluateLabels } from "../../support/evaluate-labels.js";
import { splitmix64 } from "../../support/random.js";

/** Metrics of bounds 0 and 1, of which 1 is the best. */
const BOUNDED = METRIC_KEYS.filter((key) => metricOf(key).bounds[1] === 1 && metricOf(key).direction === "higher");

/** Scores of neighbouring fields that have a best value: 1 of those to rise, 0 of those to fall. */
const RATED = SCORES.filter(({ bounds, better }) => better === "lower" || bounds[1] === 1);

/** Thin, tiny, of one slice, and such that reach every border. */
const SHAPES = [
  [1, 1, 7],
  [2, 2, 2],
  [6, 5],
  [1, 6, 5],
  [7, 4, 1],
  [3, 3, 3],
  [6, 5, 4],
  [9, 2, 3],
  [4, 4, 4],
];

/** Blobs and noise, as many labels as there are masks: each is compared with itself. */
function labelsOf(shape: readonly number[], seed: number): Uint8Array {
  const random = splitmix64(seed);
  const [nx, ny, nz = 1] = shape;
  const density = [0.1, 0.5, 0.9, 1][seed % 4];
  const labels = new Uint8Array(nx * ny * nz);
  const count = 1 + (seed % 3);
  for (let i = 0; i < labels.length; i++) {
    if (random() < density) labels[i] = 1 + Math.floor(random() * random() * count);
  }
  return labels;
}

describe("a mask compared with itself", () => {
  it("scores 1 in every bounded metric, and 0 in every distance, for 10,000 random masks", async () => {
    let masks = 0;
    for (let seed = 0; masks < 10_000; seed++) {
      const shape = SHAPES[seed % SHAPES.length];
      const labels = labelsOf(shape, seed);
      const pair = { shape, spacing: shape.map((_, axis) => 1 + axis / 2), reference: labels, prediction: labels };
      const keys = [...BOUNDED, "hd", "assd", "cedi"] as const;
      const result = await evaluateLabels(pair, {
        input: "unmatched",
        metrics: keys,
        globalMetrics: keys,
        scores: RATED.map(({ key }) => key),
        taxonomy: false,
      });
      masks += result.tp + Number(result.tp > 0);
      if (result.tp === 0) continue;
      for (const { key, better } of RATED) {
        const value = result.scores?.[key];
        // Entropies of equal sides are sums of logarithms of 1.
        expect(value, `${key} of ${shape} by seed ${seed}`).toBeCloseTo(better === "higher" ? 1 : 0, 12);
      }
      for (const key of keys) {
        const best = metricOf(key).unit === "1" ? 1 : 0;
        expect(result[`global_bin_${key}`], `${key} of the foreground of ${shape} by seed ${seed}`).toBe(best);
        for (const row of result.reference_instances) {
          const value = row[segmentationQualityKey(key) as "sq"];
          expect(value, `${key} of label ${row.label} of ${shape} by seed ${seed}`).toBe(best);
        }
      }
    }
  });
});
