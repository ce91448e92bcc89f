import { describe, expect, it } from "vitest";
import { METRIC_KEYS, metricOf } from "../../../src/metrics/registry.js";
import { fromJson, toJson } from "../../../src/reports/case/json.js";
import { sampleResult } from "../../support/sample-result.js";

describe("the definitions in a result", () => {
  it("are those of the metrics that were asked for, of instances or foregrounds, matched or decided by", async () => {
    const keysOf = async (options: Parameters<typeof sampleResult>[0]) =>
      Object.keys((await sampleResult(options)).definitions);
    expect(await keysOf({ metrics: ["dsc"], globalMetrics: ["hd"] })).toEqual(["iou", "dsc", "hd"]);
    expect(
      await keysOf({
        metrics: [],
        globalMetrics: [],
        matchingMetric: "ior",
        decisionMetric: "assd",
        decisionThreshold: 1,
      }),
    ).toEqual(["iou", "assd", "ior"]);
    expect(await keysOf({ metrics: METRIC_KEYS, matchingMetric: "nsd", threshold: 0 })).toEqual(METRIC_KEYS);
  });

  it("say which variant, tolerance and unit hold", async () => {
    const options = { metrics: METRIC_KEYS, globalMetrics: METRIC_KEYS };
    const usual = (await sampleResult(options)).definitions;
    expect(usual.iou).toBe("|A ∩ B| / |A ∪ B|");
    expect(usual.hd95).toBe(
      "95th percentile, linearly interpolated, of both directed distances pooled; surface voxels have a background " +
        "face-neighbour, outside the volume being background; distances are between voxel centres; in mm",
    );
    // The smallest spacing of the sample.
    expect(usual.nsd).toContain("share of the surface voxels of both masks within 0.5 mm of the other surface");
    expect(usual.cldsc).toContain("Lee 1994");
    expect(usual.cedi).toMatch(/centres of mass of A and B; in mm$/);

    const other = await sampleResult({
      ...options,
      hd95: "directed",
      nsd: "directed",
      nsdTolerance: 2.5,
      globalSpace: "voxel",
    });
    expect(usual.assd).toContain("mean distance of the surface voxels of both masks to the other surface");
    expect((await sampleResult({ ...options, assd: "directed" })).definitions.assd).toContain(
      "mean of the two directed",
    );
    for (const key of METRIC_KEYS) expect(usual[key].endsWith("; in mm"), key).toBe(metricOf(key).unit === "mm");
    const matched = { matchingMetric: "hd", threshold: 3, matchingSpace: "voxel" } as const;
    const { hd } = (await sampleResult({ ...options, ...matched })).definitions;
    expect(hd).toContain("in mm, where pairs are matched by it in voxels");
    expect(other.definitions.hd95).toContain("the larger of the 95th percentiles");
    expect(other.definitions.hd95).toContain("in mm, of whole foregrounds in voxels");
    expect(other.definitions.nsd).toContain("mean of the two masks' shares");
    expect(other.definitions.nsd).toContain("within 2.5 mm (of whole foregrounds 2.5 voxels)");
    const voxels = await sampleResult({ ...options, globalSpace: "voxel" });
    expect(voxels.definitions.nsd).toContain("within 0.5 mm (of whole foregrounds 0.5 voxels)");
  });

  it("name the scores asked for, the voxels that entropies are over, and units", async () => {
    const scores = ["voi_split", "fp_volume", "seg"];
    const { definitions } = await sampleResult({ scores });
    expect(definitions.voi_split).toContain("over the whole grid");
    expect(definitions.voi_split).toMatch(/; in bits$/);
    expect(definitions.fp_volume).toMatch(/; in mm³$/);
    expect(definitions.seg).toContain("more than half of the reference");
    const foreground = await sampleResult({ scores, voiBackground: "omit" });
    expect(foreground.definitions.voi_split).toContain("over the voxels of the reference's foreground");
  });

  it("are those of the registry where there is no choice", async () => {
    const { definitions } = await sampleResult({ metrics: METRIC_KEYS });
    for (const key of METRIC_KEYS.filter((key) => !["assd", "hd95", "nsd"].includes(key))) {
      expect(definitions[key].startsWith(metricOf(key).definition), key).toBe(true);
    }
  });

  it("survive JSON", async () => {
    const result = await sampleResult({ metrics: METRIC_KEYS });
    expect(fromJson(toJson(result)).definitions).toEqual(result.definitions);
  });
});
