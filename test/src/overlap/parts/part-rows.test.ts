import { expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import { drawCase } from "../../../support/draw-volume.js";

/** Five things, every one of them matched. */
const REFERENCE = "1122.1111.1111.1222.11..";
const PREDICTION = "111..112..122..1122.1111";

async function rowsOf(options: EvaluateOptions = {}) {
  const { groups } = await evaluate(drawCase([REFERENCE], [PREDICTION]), {
    groups: { thing: { thing: 1, parts: [2, 3] } },
    threshold: 0,
    thresholdRule: "inclusive",
    ...options,
  });
  return groups.thing;
}

it("counts each class where it is: on both sides, on one, on neither", async () => {
  const { tp, parts } = await rowsOf();
  expect(tp).toBe(5);
  // Thing, by reference: 2/3 (2 of 2, 3); 2/4 (2 of 4, 2); 1/4; 1/2 (1 of 1, 2); 2/4 (2 of 2, 4).
  // Part 2: reference 1 alone 0; predictions 2 and 3 alone 0; thing 4: 2 of 3 and 2, 2/3; thing 5 neither.
  expect(parts).toEqual([
    {
      label: 1,
      is_thing: true,
      n: 5,
      n_ref: 5,
      n_pred: 5,
      iou: expect.closeTo((2 / 3 + 2 / 4 + 1 / 4 + 1 / 2 + 2 / 4) / 5, 14),
      // 4/5, 4/6, 2/5, 2/3, 4/6.
      dsc: expect.closeTo((4 / 5 + 4 / 6 + 2 / 5 + 2 / 3 + 4 / 6) / 5, 14),
    },
    {
      label: 2,
      is_thing: false,
      n: 4,
      n_ref: 2,
      n_pred: 3,
      iou: expect.closeTo((0 + 0 + 0 + 2 / 3) / 4, 14),
      dsc: expect.closeTo((0 + 0 + 0 + 4 / 5) / 4, 14),
    },
    { label: 3, is_thing: false, n: 0, n_ref: 0, n_pred: 0, iou: Number.NaN, dsc: Number.NaN },
  ]);
});

it("counts only matched references, and all predictions that one is matched to", async () => {
  // PartPQ of the five: (2/3 + 0) / 2 = 1/3, (2/4 + 0) / 2 = 1/4, (1/4 + 0) / 2 = 1/8, (1/2 + 2/3) / 2 = 7/12, 2/4.
  const { reference_instances, parts } = await rowsOf({ threshold: 0.4 });
  expect(reference_instances.map(({ is_matched }) => is_matched)).toEqual([0, 0, 0, 1, 1]);
  expect(parts?.map(({ n, n_ref, n_pred }) => [n, n_ref, n_pred])).toEqual([
    [2, 2, 2],
    [1, 1, 1],
    [0, 0, 0],
  ]);
  // One reference in three pieces, of which only the last has the part.
  const { groups } = await evaluate(drawCase(["11111122"], ["111.1.12"]), {
    groups: { thing: { thing: 1, parts: [2] } },
    strategy: "many-to-many",
    threshold: 0,
    thresholdRule: "inclusive",
  });
  expect(groups.thing.matches).toHaveLength(3);
  // Thing: 3 + 1 + 0 shared of 6 and 3 + 1 + 1, 4/7. Part 2: 1 of 2.
  expect(groups.thing.parts?.map(({ n_ref, n_pred, iou }) => [n_ref, n_pred, iou])).toEqual([
    [1, 1, 4 / 7],
    [1, 1, 1 / 2],
  ]);
});

it("is absent where the group has no parts", async () => {
  const { groups } = await evaluate(drawCase(["11"], ["11"]), { groups: { plain: [1] } });
  expect(groups.plain).not.toHaveProperty("parts");
});
