import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { METRIC_KEYS, type MetricKey, metricOf, segmentationQualityKey } from "../../../src/metrics/registry.js";
import type { GroupResult } from "../../../src/results/result-types.js";
import { SPACINGS } from "../../support/distance-volumes.js";
import { evaluateLabels } from "../../support/evaluate-labels.js";
import { expectClose } from "../../support/expect-close.js";
import { splitmix64 } from "../../support/random.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

type Triple = readonly [number, number, number];

interface Scene {
  readonly shape: Triple;
  readonly spacing: Triple;
  readonly reference: (x: number, y: number, z: number) => number;
  readonly prediction: (x: number, y: number, z: number) => number;
}

/** Two noisy boxes a few voxels apart, well inside the volume. */
const arbitraryScene: fc.Arbitrary<Scene> = fc
  .record({
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    spacing: fc.constantFrom(...SPACINGS),
    size: fc.tuple(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 4 })),
    shift: fc.tuple(fc.integer({ min: -1, max: 1 }), fc.integer({ min: -1, max: 1 }), fc.integer({ min: 0, max: 1 })),
  })
  .map(({ seed, spacing, size, shift }) => {
    const shape: Triple = [13, 11, 9];
    const random = splitmix64(seed);
    const noise = makeVolume(shape, () => random());
    const inside = (at: Triple) => at.every((v, axis) => v >= 0 && v < shape[axis]);
    const noiseAt = ([x, y, z]: Triple) => (inside([x, y, z]) ? noise.labels[x + 13 * (y + 11 * z)] : 1);
    const box = (at: Triple, low: number) =>
      Number(at.every((v, axis) => v >= 3 && v < 3 + size[axis]) && noiseAt(at) > low);
    return {
      shape,
      spacing,
      reference: (x, y, z) => box([x, y, z], 0.1),
      prediction: (x, y, z) => box([x - shift[0], y - shift[1], z - shift[2]], 0.15),
    };
  });

function evaluateScene({ shape, spacing, reference, prediction }: Scene): Promise<GroupResult> {
  return evaluateLabels({
    shape,
    spacing,
    reference: makeVolume(shape, reference).labels,
    prediction: makeVolume(shape, prediction).labels,
  });
}

function valuesOf(result: GroupResult, keys: readonly MetricKey[]): number[] {
  return keys.flatMap((key) => [
    result[segmentationQualityKey(key) as "sq"] ?? Number.NaN,
    result[`global_bin_${key}`] ?? Number.NaN,
  ]);
}

function expectSame(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expectClose(found[i], value);
}

const moved = (scene: Scene, change: (at: Triple) => Triple): Pick<Scene, "reference" | "prediction"> => ({
  reference: (x, y, z) => scene.reference(...change([x, y, z])),
  prediction: (x, y, z) => scene.prediction(...change([x, y, z])),
});

async function check(keys: readonly MetricKey[], change: (scene: Scene) => Scene, scale = 1): Promise<void> {
  const scaled = (values: number[]) => values.map((value) => value * scale);
  await fc.assert(
    fc.asyncProperty(arbitraryScene, async (scene) => {
      const [before, after] = [await evaluateScene(scene), await evaluateScene(change(scene))];
      expectSame(valuesOf(after, keys), scaled(valuesOf(before, keys)));
    }),
    { ...SEEDED, numRuns: 30 },
  );
}

const LENGTHS = METRIC_KEYS.filter((key) => metricOf(key).unit === "mm");
const RATIOS = METRIC_KEYS.filter((key) => metricOf(key).unit === "1");
/** Thinning peels the sides in a fixed order, so a mirrored mask may have another skeleton. */
const DIRECTIONLESS = METRIC_KEYS.filter((key) => key !== "cldsc");

describe("what must not change a metric", () => {
  it("moving both volumes, also to a volume's edge", async () => {
    await check(METRIC_KEYS, (scene) => ({ ...scene, ...moved(scene, ([x, y, z]) => [x - 2, y - 1, z - 1]) }));
    await check(METRIC_KEYS, (scene) => ({ ...scene, ...moved(scene, ([x, y, z]) => [x + 2, y + 2, z + 3]) }));
  });

  it("mirroring an axis", async () => {
    await check(DIRECTIONLESS, (scene) => ({ ...scene, ...moved(scene, ([x, y, z]) => [12 - x, y, z]) }));
    await check(DIRECTIONLESS, (scene) => ({ ...scene, ...moved(scene, ([x, y, z]) => [x, 10 - y, 8 - z]) }));
  });

  it("exchanging axes together with their spacings", async () => {
    const turn = ([x, y, z]: Triple): Triple => [y, z, x];
    await check(DIRECTIONLESS, (scene) => ({
      shape: turn(scene.shape),
      spacing: turn(scene.spacing),
      ...moved(scene, ([a, b, c]) => [c, a, b]),
    }));
  });

  it("room around both", async () => {
    await check(METRIC_KEYS, (scene) => ({
      ...scene,
      shape: [40, 20, 15],
      ...moved(scene, ([x, y, z]) => [x - 20, y - 5, z - 3]),
    }));
  });

  it("exchanging reference and prediction, for the symmetric metrics", async () => {
    await check(
      METRIC_KEYS.filter((key) => key !== "rvd" && key !== "rvae"),
      (scene) => ({ ...scene, reference: scene.prediction, prediction: scene.reference }),
    );
  });
});

describe("the spacing", () => {
  it.each([2, 0.3])("times %d multiplies lengths by it and leaves ratios alone", async (factor) => {
    const scaled = (scene: Scene): Scene => {
      const [x, y, z] = scene.spacing;
      return { ...scene, spacing: [x * factor, y * factor, z * factor] };
    };
    await check(LENGTHS, scaled, factor);
    await check(RATIOS, scaled);
  });
});

it("a volume compared with itself is perfect", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryScene, async (scene) => {
      const result = await evaluateScene({ ...scene, prediction: scene.reference });
      for (const key of METRIC_KEYS) {
        // A skeleton may be empty, which leaves centreline Dice without a value.
        const perfect = metricOf(key).unit === "1" && metricOf(key).direction === "higher" ? 1 : 0;
        const expected = key === "cldsc" && Number.isNaN(result.sq_cldsc) ? Number.NaN : perfect;
        expect(result[segmentationQualityKey(key) as "sq"], key).toBe(expected);
        expect(result[`global_bin_${key}`], key).toBe(expected);
      }
    }),
    { ...SEEDED, numRuns: 30 },
  );
});
