import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateMap } from "../../../src/maps/evaluate-map.js";
import type { MapOptions } from "../../../src/maps/options/types.js";
import { splitmix64 } from "../../support/random.js";
import { SEEDED } from "../../support/volumes.js";

interface Case {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
}

const OPTIONS = {
  ...{ kind: "probability", instances: true, detection: true, candidateThreshold: 0.4, pointingTolerance: 1.5 },
} as const satisfies MapOptions;

function drawCase(shape: readonly number[], seed: number): Case {
  const random = splitmix64(seed);
  const values = Float32Array.from({ length: shape.reduce((n, side) => n * side, 1) }, () => {
    // Some are tied.
    return Math.floor(24 * random()) / 24;
  });
  const labels = Uint8Array.from(values, (value) => Number(random() < 0.15 + 0.5 * value));
  return { shape, spacing: [0.5, 1, 2.5], values, labels };
}

/** The same volume with its axes in another order, and some of them reversed. */
function turned({ shape, spacing, values, labels }: Case, order: readonly number[], flips: readonly boolean[]): Case {
  const to = order.map((axis) => shape[axis]);
  const from = (i: number) => {
    const place = [i % to[0], Math.floor(i / to[0]) % to[1], Math.floor(i / to[0] / to[1])];
    const at = [0, 0, 0];
    order.forEach((axis, k) => {
      at[axis] = flips[axis] ? shape[axis] - 1 - place[k] : place[k];
    });
    return at[0] + shape[0] * (at[1] + shape[1] * at[2]);
  };
  return {
    shape: to,
    spacing: order.map((axis) => spacing[axis]),
    values: values.map((_, i) => values[from(i)]),
    labels: labels.map((_, i) => labels[from(i)]),
  };
}

async function resultOf({ shape, spacing, values, labels }: Case, options: MapOptions = OPTIONS) {
  const map = { data: values, shape, spacing };
  const reference = { data: labels, shape, spacing };
  return (await evaluateMap({ map, reference }, options)).groups.ungrouped;
}

describe("an orientation", () => {
  it("changes nothing but the numbers of first voxels", async () => {
    const orders = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
    const flips = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });
    const shapes = fc.constantFrom([7, 5, 4], [3, 9, 6], [70, 3, 2]);
    await fc.assert(
      fc.asyncProperty(
        shapes,
        orders,
        flips,
        fc.integer({ min: 0, max: 2 ** 31 }),
        async (shape, order, flip, seed) => {
          const drawn = drawCase(shape, seed);
          const [plain, other] = [await resultOf(drawn), await resultOf(turned(drawn, order, flip))];
          for (const [key, value] of Object.entries(plain)) {
            if (typeof value === "number") expect(other[key], key).toBeCloseTo(value, 10);
          }
          const sizesOf = (found: typeof plain) =>
            (found.candidates ?? []).map(({ confidence, voxels }) => [confidence, voxels].join(" ")).sort();
          expect(sizesOf(other)).toEqual(sizesOf(plain));
          expect(other.lesions?.length).toBe(plain.lesions?.length);
        },
      ),
      { ...SEEDED, numRuns: 40 },
    );
  });
});
