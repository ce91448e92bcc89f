import { expect, it } from "vitest";
import { groupMeans } from "../../../../src/cohort/summary/group-means.js";
import type { MetricRow } from "../../../../src/cohort/summary/summary-types.js";

const row = (model: string | null, group: string, mean: number) => ({ model, group, mean }) as MetricRow;

it("counts every group of a model alike, and leaves out those without a mean", () => {
  const rows = [row("a", "one", 0.5), row("a", "two", 1), row("b", "one", 0.25), row("b", "two", Number.NaN)];
  // (0.5 + 1) / 2 and 0.25 / 1.
  expect(groupMeans(rows)).toEqual([
    { model: "a", mean: 0.75, n_groups: 2 },
    { model: "b", mean: 0.25, n_groups: 1 },
  ]);
});

it("has no mean where no group has one, and none to give for a single group", () => {
  const [none] = groupMeans([row(null, "one", Number.NaN), row(null, "two", Number.NaN)]);
  expect(none).toEqual({ model: null, mean: Number.NaN, n_groups: 0 });
  expect(groupMeans([row(null, "one", 1)])).toEqual([]);
});
