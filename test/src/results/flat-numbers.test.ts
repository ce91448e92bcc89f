import { expect, it } from "vitest";
import { flatNumbers } from "../../../src/results/flat-numbers.js";
import type { GroupResult } from "../../../src/results/result-types.js";

it("flat numbers are all that a table has columns for, by their keys, and nothing else", () => {
  const group = {
    tp: 2,
    pq: null,
    pq_reason: "a reason",
    matches: [{ reference: 1 }],
    scores: { mcc: 0.5, aji: null },
    brats: { lesion_wise_dice: 0.25, lesion_wise_hd95: 3, n_lesions: 7 },
  } as unknown as GroupResult;
  expect(flatNumbers(group)).toEqual([
    ["tp", 2],
    ["pq", null],
    ["mcc", 0.5],
    ["aji", null],
    ["lesion_wise_dice", 0.25],
    ["lesion_wise_hd95", 3],
  ]);
  expect(flatNumbers({ tp: 2 } as unknown as GroupResult)).toEqual([["tp", 2]]);
});
