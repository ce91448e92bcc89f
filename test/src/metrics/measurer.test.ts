import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { METRIC_KEYS, type MetricKey, segmentationQualityKey } from "../../../src/metrics/registry.js";
import { pairMetrics } from "../../oracle/pair-metrics.js";
import { SPACINGS } from "../../support/distance-volumes.js";
import { evaluateLabels, type LabelPair } from "../../support/evaluate-labels.js";
import { expectClose } from "../../support/expect-close.js";
import type { MaskShape } from "../../support/masks.js";
import { splitmix64 } from "../../support/random.js";
import { SEEDED } from "../../support/volumes.js";

const SHAPES: readonly MaskShape[] = [
  [9, 8, 7],
  [14, 5, 3],
  [3, 12, 6],
  [40, 3, 3],
  [4, 4, 12],
  [1, 6, 9],
  [8, 9, 1],
  [12, 11],
  [70, 4],
  [1, 9],
];

/** Blocks of a few labels that reach the edges, cut into by noise; the prediction is another cut, or other blocks. */
const arbitraryLabels: fc.Arbitrary<LabelPair & { readonly shape: MaskShape }> = fc
  .record({
    shape: fc.constantFrom(...SHAPES),
    spacing: fc.constantFrom(...SPACINGS),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    noise: fc.constantFrom(0, 0.05, 0.4),
    labels: fc.integer({ min: 1, max: 4 }),
    kind: fc.constantFrom("shifted", "fragments", "other", "one voxel"),
  })
  .map(({ shape, spacing, seed, noise, labels, kind }) => {
    const random = splitmix64(seed);
    const [nx, ny, nz = 1] = shape;
    const blocks = () => {
      const out = new Uint32Array(nx * ny * nz);
      for (let label = 1; label <= labels; label++) {
        const [x0, y0, z0] = [nx, ny, nz].map((n) => Math.floor(random() * n));
        const size = kind === "one voxel" && random() < 0.5 ? 1 : 2 + Math.floor(random() * 5);
        for (let z = z0; z < Math.min(nz, z0 + size); z++)
          for (let y = y0; y < Math.min(ny, y0 + size); y++)
            out.fill(label, x0 + nx * (y + ny * z), Math.min(x0 + size, nx) + nx * (y + ny * z));
      }
      return out.map((label) => (random() < noise ? 0 : label));
    };
    const reference = blocks();
    const shift = 1 + (seed % 2) * nx;
    const prediction =
      kind === "other"
        ? blocks()
        : kind === "shifted"
          ? reference.map((_, i) => reference[Math.max(0, i - shift)])
          : reference.map((label, i) => label && 2 * label - Number(i % nx < nx / 2) + Number(random() < noise));
    return { shape, spacing: spacing.slice(0, shape.length), reference, prediction };
  });

const maskOf = (labels: ArrayLike<number>, members?: readonly number[]) =>
  Uint8Array.from(labels, (label) => Number(members ? members.includes(label) : label !== 0));

function compare(found: (key: MetricKey) => number | undefined, expected: Record<MetricKey, number>, of: string): void {
  for (const key of METRIC_KEYS) expectClose(found(key), expected[key], `${key} of ${of}`);
}

describe("every metric of instances, unions and foregrounds", () => {
  it("equals its definition, all pairs of surface voxels measured", async () => {
    let unions = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryLabels, async (pair) => {
        const result = await evaluateLabels(pair);
        const counted = pair.spacing.filter((_, axis) => pair.shape[axis] > 1);
        const tolerance = Math.min(...(counted.length > 0 ? counted : pair.spacing));
        for (const row of result.reference_instances) {
          if (row.is_matched === 0) continue;
          if (row.predictions.length > 1) unions++;
          compare(
            (key) => row[segmentationQualityKey(key) as "sq"],
            pairMetrics(
              maskOf(pair.reference, [row.label]),
              maskOf(pair.prediction, row.predictions),
              pair.shape,
              pair.spacing,
              tolerance,
            ),
            `reference ${row.label}`,
          );
        }
        const [a, b] = [maskOf(pair.reference), maskOf(pair.prediction)];
        // Whether or not they overlap.
        if (!a.some(Boolean) || !b.some(Boolean)) return;
        compare(
          (key) => result[`global_bin_${key}`],
          pairMetrics(a, b, pair.shape, pair.spacing, tolerance),
          "the foreground",
        );
      }),
      { ...SEEDED, numRuns: 250 },
    );
    expect(unions).toBeGreaterThan(50);
  });

  it("measures foregrounds in voxels on request, with a tolerance of half a voxel", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLabels, async (pair) => {
        const [a, b] = [maskOf(pair.reference), maskOf(pair.prediction)];
        // Whether or not they overlap.
        if (!a.some(Boolean) || !b.some(Boolean)) return;
        const result = await evaluateLabels(pair, { metrics: [], globalMetrics: METRIC_KEYS, globalSpace: "voxel" });
        compare((key) => result[`global_bin_${key}`], pairMetrics(a, b, pair.shape, [1, 1, 1], 0.5), "the foreground");
      }),
      { ...SEEDED, numRuns: 60 },
    );
  });
});
