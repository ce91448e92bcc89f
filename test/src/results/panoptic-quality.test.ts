import { expect, it } from "vitest";
import { emptyCase, panopticQuality, recognitionQuality } from "../../../src/results/panoptic-quality.js";

it("recognition quality counts half of each error", () => {
  expect(recognitionQuality({ tp: 3, fp: 1, fn: 4 })).toBe(3 / 5.5);
  expect(recognitionQuality({ tp: 0, fp: 1, fn: 0 })).toBe(0);
  expect(recognitionQuality({ tp: 0, fp: 0, fn: 0 })).toBeNaN();
});

it("panoptic quality is the product, and without a match recognition alone", () => {
  expect(panopticQuality(0.5, 0.5, 1)).toBe(0.25);
  expect(panopticQuality(0.5, 0, 0)).toBe(0);
  expect(panopticQuality(0.5, Number.NaN, 0)).toBeNaN();
});

it.each([
  [0, 0, "bothEmpty"],
  [0, 1, "referenceEmpty"],
  [1, 0, "predictionEmpty"],
  [1, 1, "noMatch"],
] as const)("%i references and %i predictions are the case %s", (reference, prediction, name) => {
  expect(emptyCase(reference, prediction)).toBe(name);
});
