import { expect, it } from "vitest";
import type { GroupResult } from "../../../../src/results/result-types.js";
import { countKinds, kindsOf, statusesOf } from "../../../../src/results/taxonomy/instance-kinds.js";

const GROUP = {
  taxonomy: {
    references: { split: { n: 1, labels: [7] }, none: { n: 1, labels: [3] }, absent: { n: 1, labels: [5] } },
    predictions: { fragment: { n: 2, labels: [1, 2] }, none: { n: 1, labels: [4] } },
  },
  reference_instances: [
    { label: 3, is_matched: 1 },
    { label: 5, is_matched: 0 },
    { label: 7, is_matched: 0 },
  ],
  predicted_instances: [
    { label: 1, is_matched: 0 },
    { label: 2, is_matched: 0 },
    { label: 4, is_matched: 1 },
  ],
} as unknown as GroupResult;

it("each instance has its status", () => {
  expect(statusesOf(GROUP)).toEqual({
    reference: ["matched", "missed", "missed"],
    prediction: ["spurious", "spurious", "matched"],
  });
});

it("each instance has the kind whose list names its label", () => {
  expect(kindsOf(GROUP)).toEqual({
    reference: ["none", "absent", "split"],
    prediction: ["fragment", "fragment", "none"],
  });
  expect(kindsOf({ ...GROUP, taxonomy: undefined })).toBeNull();
});

it("kinds are counted, also those that no instance has", () => {
  const counts = countKinds(GROUP, "reference");
  expect([counts.get("split"), counts.get("none"), counts.get("mixed")]).toEqual([1, 1, 0]);
  expect(countKinds(GROUP, "prediction").get("fragment")).toBe(2);
  expect([...countKinds({} as GroupResult, "prediction").values()].every((n) => n === 0)).toBe(true);
});
