import { expect, it } from "vitest";
import { regionResult } from "../../../src/results/region-rows.js";
import type { RegionRow } from "../../../src/results/result-types.js";

it("regions are averaged by each metric that was asked for, in the order of the registry", () => {
  const rows = [
    { label: 4, global_bin_iou: 0.25, global_bin_dsc: 0.5 },
    { label: 9, global_bin_iou: 0.75, global_bin_dsc: 1 },
  ] as unknown as RegionRow[];
  const result = regionResult(rows, ["dsc", "iou"]);
  expect(result).toEqual({ n_regions: 2, region_avg_dsc: 0.75, region_avg_iou: 0.5, regions: rows });
  // A metric that one region lacks has no average.
  expect(regionResult(rows, ["assd"])).toEqual({ n_regions: 2, region_avg_assd: Number.NaN, regions: rows });
});
