import { describe, expect, it } from "vitest";
import { metricTitle, SUMMARY_METRICS } from "../../../src/cohort/summary/summary-metrics.js";
import { METRIC_KEYS } from "../../../src/metrics/registry.js";
import { valueName } from "../../../src/metrics/value-names.js";

describe("names of numbers", () => {
  it.each([
    ["pq", "PQ", "1"],
    ["sq_assd", "SQ by ASSD", "mm"],
    ["pq_dsc", "PQ by DSC", "1"],
    ["autc_pq_dsc", "AUTC of PQ by DSC", "1"],
    ["global_bin_hd95", "HD95 of the foreground", "mm"],
    ["region_avg_nsd", "mean NSD of regions", "1"],
    ["sq_assd_std", "deviation of SQ by ASSD", "mm"],
    ["no_such_key", "no_such_key", "1"],
  ] as const)("%s is %s", (key, name, unit) => {
    expect(valueName(key)).toEqual({ name, unit });
  });

  it("are there for everything that is summed up, differ, and have its unit", () => {
    const names = SUMMARY_METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const keys = SUMMARY_METRICS.filter(({ key, name }) => key === name);
    expect(keys).toEqual([]);
    const made = SUMMARY_METRICS.filter(({ key }) =>
      METRIC_KEYS.some((metric) => /^(sq|pq|global_bin|region_avg)_/.test(key) && key.endsWith(`_${metric}`)),
    );
    expect(made.length).toBe(37);
    for (const { key, unit } of made) expect([key, valueName(key).unit]).toEqual([key, unit]);
    expect(metricTitle("sq_assd")).toBe("SQ by ASSD (mm)");
  });
});
