import { expect, it } from "vitest";
import { nearOffsets } from "../../../bindings/distances/neighbour-offsets.js";
import type { Triple } from "../../../bindings/volumes/run-volume.js";

const read = (weights: Triple, unit: number) => {
  const { bytes, count } = nearOffsets(weights, unit);
  const view = new DataView(bytes.buffer);
  const at = (i: number) => [0, 4, 8].map((field) => view.getInt32(24 * i + field, true));
  return Array.from({ length: count }, (_, i) => ({
    offset: at(i),
    isLast: view.getInt32(24 * i + 12, true) === 1,
    distance: view.getFloat64(24 * i + 16, true),
  }));
};

it.each<[Triple, number]>([
  [[1, 1, 1], 1],
  [[64, 64, 225], 0.01],
  [[900, 4, 1], 0.25],
  [[1, 1, 4_000_000], 1],
])("lists the shortest offsets of weights %j and none twice", (weights, unit) => {
  const list = read(weights, unit);
  const lengthOf = (offset: readonly number[]) =>
    Math.sqrt(offset.reduce((sum, d, axis) => sum + weights[axis] * d * d, 0) * unit);
  expect(list[0]).toEqual({ offset: [0, 0, 0], isLast: true, distance: 0 });
  for (const [i, { offset, isLast, distance }] of list.entries()) {
    expect(distance).toBe(lengthOf(offset));
    expect(isLast).toBe(list[i + 1]?.distance !== distance);
    expect(distance).toBeGreaterThanOrEqual(list[Math.max(0, i - 1)].distance);
  }
  const known = new Set(list.map(({ offset }) => offset.join()));
  expect(known.size).toBe(list.length);
  // Offsets that are not in the list are no shorter than its last.
  const last = list[list.length - 1].distance;
  for (let z = -9; z <= 9; z++)
    for (let y = -9; y <= 9; y++)
      for (let x = 0; x <= 9; x++)
        if (!known.has([x, y, z].join())) expect(lengthOf([x, y, z])).toBeGreaterThanOrEqual(last);
});

it("answers for the grid that it is asked about", () => {
  const [first, second] = [read([1, 1, 4], 1), read([4, 1, 1], 1)];
  expect(second).not.toEqual(first);
  expect(read([1, 1, 4], 1)).toEqual(first);
});
