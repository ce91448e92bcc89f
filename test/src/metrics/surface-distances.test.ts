import { describe, expect, it } from "vitest";
import { evaluateLabels } from "../../support/evaluate-labels.js";
import { makeVolume } from "../../support/volumes.js";

type Indicator = (x: number, y: number, z: number) => boolean;

async function measure(
  shape: readonly [number, number, number],
  spacing: readonly number[],
  inReference: Indicator,
  inPrediction: Indicator,
) {
  const labelsOf = (inside: Indicator) => makeVolume(shape, (x, y, z) => Number(inside(x, y, z))).labels;
  const pair = { shape, spacing, reference: labelsOf(inReference), prediction: labelsOf(inPrediction) };
  const [row] = (await evaluateLabels(pair)).reference_instances;
  return row;
}

describe("two parallel slabs", () => {
  // One voxel thick in z and across the whole volume, so that every voxel is surface and faces its counterpart.
  it.each([
    [[1, 1, 1], 3],
    [[0.8, 0.8, 1.5], 4],
    [[3, 2, 0.1], 7],
    [[2, 2, 5], 1],
  ] as const)("at spacing %j, %d slices apart, are that many slices apart everywhere", async (spacing, slices) => {
    // A column joins both, so that they overlap; it lies in both masks and adds distances of 0 only.
    const column: Indicator = (x, y) => x === 0 && y === 0;
    const inReference: Indicator = (x, y, z) => z === 1 || column(x, y, z);
    const inPrediction: Indicator = (x, y, z) => z === 1 + slices || column(x, y, z);
    const row = await measure([60, 50, 10], spacing, inReference, inPrediction);
    const far = slices * spacing[2];
    expect(row.sq_hd).toBeCloseTo(far, 12);
    // Of the 3000 voxels of a slab those next to the column are nearer to it than to the other slab.
    expect(row.sq_hd95).toBeCloseTo(far, 12);
    expect(row.sq_assd).toBeLessThan(far);
    expect(row.sq_assd).toBeGreaterThan(far * 0.95);
  });

  it("at each tolerance agree or do not agree, with the tolerance itself included", async () => {
    const bar = (from: number): Indicator => {
      return (x) => x >= from && x < from + 20;
    };
    // Both fill y and z. Surface voxels: the two end faces, and everything at the volume's edge, as outside is background.
    const pair = {
      shape: [30, 2, 1],
      spacing: [0.7, 1, 1],
      reference: makeVolume([30, 2, 1], (x) => Number(bar(2)(x, 0, 0))).labels,
      prediction: makeVolume([30, 2, 1], (x) => Number(bar(5)(x, 0, 0))).labels,
    };
    // All voxels are surface (y has but two), and both rows say the same. Reference 2 … 21, prediction 5 … 24, so that voxels 2, 3, 4 are 3, 2, 1
    // voxels away, and 22, 23, 24 are 1, 2, 3 away: 17 of 20 on each side are shared.
    for (const [voxels, near] of [
      [0, 34],
      [1, 36],
      [2, 38],
      [3, 40],
    ]) {
      for (const nsd of ["pooled", "directed"] as const) {
        const { reference_instances } = await evaluateLabels(pair, {
          input: "unmatched",
          metrics: ["nsd"],
          nsdTolerance: voxels * 0.7,
          nsd,
        });
        expect(reference_instances[0].sq_nsd).toBeCloseTo(near / 40, 14);
      }
    }
  });
});

describe("two boxes, one inside the other", () => {
  it("have a Hausdorff distance from corner to corner and face distances inside", async () => {
    const spacing = [0.8, 1.1, 2];
    const box = (low: number, high: number): Indicator => {
      return (x, y, z) => [x, y, z].every((v) => v >= low && v <= high);
    };
    const row = await measure([30, 30, 30], spacing, box(5, 24), box(8, 21));
    // The farthest surface voxel of the larger box is its corner, three voxels along each axis from the smaller one's.
    expect(row.sq_hd).toBeCloseTo(Math.hypot(3 * 0.8, 3 * 1.1, 3 * 2), 12);
    // From the smaller box every voxel's nearest face is along the axis with the smallest spacing that it faces.
    const edge = 14;
    const surface = edge ** 3 - (edge - 2) ** 3;
    let toLarger = 0;
    for (let z = 8; z <= 21; z++)
      for (let y = 8; y <= 21; y++)
        for (let x = 8; x <= 21; x++)
          if ([x, y, z].some((v) => v === 8 || v === 21))
            toLarger += Math.min(...[x, y, z].map((v, axis) => Math.min(v - 5, 24 - v) * spacing[axis]));
    let toSmaller = 0;
    let count = 0;
    for (let z = 5; z <= 24; z++)
      for (let y = 5; y <= 24; y++)
        for (let x = 5; x <= 24; x++)
          if ([x, y, z].some((v) => v === 5 || v === 24)) {
            // The nearest voxel of a solid box is the point clamped to it.
            toSmaller += Math.hypot(...[x, y, z].map((v, axis) => Math.max(8 - v, v - 21, 0) * spacing[axis]));
            count++;
          }
    expect(row.sq_masd).toBeCloseTo((toSmaller / count + toLarger / surface) / 2, 10);
    expect(row.sq_assd).toBeCloseTo((toSmaller + toLarger) / (count + surface), 10);
    expect(row.sq_boundaryIou).toBe(0);
    expect(row.sq_cedi).toBe(0);
  });
});

describe("two balls", () => {
  const ball = (cx: number, cy: number, cz: number, radius: number, spacing: readonly number[]): Indicator => {
    return (x, y, z) => Math.hypot((x - cx) * spacing[0], (y - cy) * spacing[1], (z - cz) * spacing[2]) <= radius;
  };

  it.each([
    [
      [1, 1, 1],
      [50, 50, 50],
    ],
    [
      [0.8, 0.8, 1.5],
      [60, 60, 34],
    ],
  ] as const)("with one centre differ by their radii at spacing %j", async (spacing, shape) => {
    const [cx, cy, cz] = shape.map((n) => (n - 1) / 2);
    const row = await measure(shape, spacing, ball(cx, cy, cz, 20, spacing), ball(cx, cy, cz, 15, spacing));
    // Surface voxels lie within one voxel's diagonal inside the sphere, so that a distance errs by at most that.
    const error = Math.hypot(...spacing);
    expect(Math.abs((row.sq_assd ?? 0) - 5)).toBeLessThan(error);
    expect(Math.abs((row.sq_hd ?? 0) - 5)).toBeLessThan(error);
    expect(Math.abs((row.sq_hd95 ?? 0) - 5)).toBeLessThan(error);
    expect(row.sq_cedi).toBeCloseTo(0, 10);
    // 2V₂ / (V₁ + V₂) with radii 20 and 15; the lattice errs by far less than one layer of voxels.
    expect(Math.abs((row.sq_dsc ?? 0) - (2 * 15 ** 3) / (20 ** 3 + 15 ** 3))).toBeLessThan(0.01);
  });

  it("of equal radius, moved along x, have a Hausdorff distance of the move", async () => {
    const row = await measure(
      [60, 46, 46],
      [1, 1, 1],
      ball(22, 22.5, 22.5, 20, [1, 1, 1]),
      ball(30, 22.5, 22.5, 20, [1, 1, 1]),
    );
    // On the axis of the move the gap between the spheres is the move itself; elsewhere it is smaller.
    expect(Math.abs((row.sq_hd ?? 0) - 8)).toBeLessThan(Math.sqrt(3));
    expect(row.sq_cedi).toBeCloseTo(8, 12);
    // The gap at angle θ from the axis is close to 8 |cos θ|, whose mean over a sphere is 4.
    expect(Math.abs((row.sq_assd ?? 0) - 4)).toBeLessThan(0.5);
  });
});
