import { expect, it } from "vitest";
import { repairTable } from "../../../../src/results/taxonomy/repair-table.js";
import { tableOf } from "../../../support/tables.js";

/** References of 10, 20 and 30 voxels, predictions of 11, 22 and 33. */
const TABLE = tableOf(
  [10, 20, 30],
  [11, 22, 33],
  [
    [0, 0, 1],
    [0, 1, 2],
    [1, 1, 3],
    [2, 2, 4],
  ],
);
const ALL = { references: Uint32Array.of(0, 1, 2), predictions: Uint32Array.of(0, 1, 2) };
const added = (reference: number, voxels: number, overlap: number) => ({ reference, voxels, overlap, parts: null });

it("a repaired table lists old pairs before new ones, and new ones of a reference in their order", () => {
  const repaired = repairTable(TABLE, ALL, [1], [added(2, 9, 7), added(0, 8, 6), added(2, 5, 5)]);
  const { prediction, offsets, pairReference, pairPrediction, pairVoxels } = repaired;
  // Predictions 0 and 2 are kept; then come the new ones, with their references' labels.
  expect([...prediction.voxels]).toEqual([11, 33, 9, 8, 5]);
  expect([...prediction.labels]).toEqual([1, 3, 3, 1, 3]);
  expect(prediction.count).toBe(5);
  expect([...offsets]).toEqual([0, 2, 2, 5]);
  expect([...pairReference]).toEqual([0, 0, 2, 2, 2]);
  expect([...pairPrediction]).toEqual([0, 3, 1, 2, 4]);
  expect([...pairVoxels]).toEqual([1, 6, 4, 7, 5]);
});

it("a repaired table has the instances of its area alone", () => {
  const area = { references: Uint32Array.of(1, 2), predictions: Uint32Array.of(1, 2) };
  const { reference, prediction, offsets, pairReference, pairPrediction, pairVoxels } = repairTable(
    TABLE,
    area,
    [],
    [],
  );
  expect([...reference.voxels]).toEqual([20, 30]);
  expect([...prediction.voxels]).toEqual([22, 33]);
  expect([...offsets]).toEqual([0, 1, 2]);
  expect([...pairReference]).toEqual([0, 1]);
  expect([...pairPrediction]).toEqual([0, 1]);
  expect([...pairVoxels]).toEqual([3, 4]);
});
