import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { ArrayVolume } from "../../../src/io/array-source.js";
import { encodeNifti } from "../../../src/io/nifti/write-nifti.js";
import { readVolume } from "../../../src/io/read-volume.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { drawn, drawnDeep } from "../../support/rows.js";

/**
 * Where panoptica (main, commit b0ac3e4) is wrong: each test says what it does, and that we do not. The faults that the
 * preset `panoptica` reproduces, so that old numbers can be compared, are tested next to it.
 */
async function group(reference: ArrayVolume, prediction: ArrayVolume, options: EvaluateOptions = {}) {
  const { groups } = await evaluate({ reference, prediction }, options);
  return groups.ungrouped;
}

describe("labels", () => {
  it("beyond 255: panoptica relabels into bytes that overflow", async () => {
    // Three hundred instances; the prediction numbers them the other way round.
    const data = new Uint16Array(600).map((_, i) => (i % 2 === 0 ? i / 2 + 1 : 0));
    const reversed = data.map((label) => (label === 0 ? 0 : 301 - label));
    const result = await group({ data, shape: [600, 1] }, { data: reversed, shape: [600, 1] }, { input: "unmatched" });
    expect(result).toMatchObject({ tp: 300, fp: 0, fn: 0, sq: 1 });
  });

  it("128 in both volumes: panoptica adds the bytes to 0 and crops the instance away (TP 1 of 2)", async () => {
    const data = Uint8Array.of(1, 0, 0, 128);
    const volume = { data, shape: [4, 1, 1] };
    expect(await group(volume, volume, { input: "unmatched" })).toMatchObject({ tp: 2, sq: 1 });
    expect(await group(volume, volume, { input: "matched" })).toMatchObject({ tp: 2, sq: 1 });
    expect(await group(volume, volume)).toMatchObject({ tp: 2, sq: 1 });
  });
});

describe("components", () => {
  it("in 2D: panoptica joins faces only and merges touching labels, in 3D corners and does not (*)", async () => {
    const corners = ["1.", ".1"];
    const touching = ["12"];
    const count = async (volume: ArrayVolume, options: EvaluateOptions) => (await group(volume, volume, options)).tp;
    expect(await count(drawn(...corners), {})).toBe(1);
    expect(await count(drawnDeep(...corners), {})).toBe(1);
    expect(await count(drawn(...touching), {})).toBe(2);
    expect(await count(drawnDeep(...touching), {})).toBe(2);

    const preset = { preset: "panoptica" } as const;
    expect(await count(drawn(...corners), preset)).toBe(2);
    expect(await count(drawnDeep(...corners), preset)).toBe(1);
    expect(await count(drawn(...touching), preset)).toBe(1);
    expect(await count(drawnDeep(...touching), preset)).toBe(2);
  });

  it("of a part type in two pieces: panoptica gives a volume compared with itself TP 0", async () => {
    const volume = drawnDeep("1111111", "1211121", "1111111");
    const groups = { cell: { thing: 1, parts: [2] } };
    const result = await evaluate({ reference: volume, prediction: volume }, { groups });
    expect(result.groups.cell).toMatchObject({ tp: 1, fp: 0, fn: 0, sq: 1, pq: 1 });
  });
});

describe("matches", () => {
  it("of equal labels that do not overlap: panoptica counts a true positive (*)", async () => {
    const [reference, prediction] = [drawnDeep("11.."), drawnDeep("..11")];
    expect(await group(reference, prediction, { input: "matched" })).toMatchObject({ tp: 0, fp: 1, fn: 1, rq: 0 });
    const preset = { preset: "panoptica", input: "matched" } as const;
    expect(await group(reference, prediction, preset)).toMatchObject({ tp: 1, fp: 0, fn: 0, rq: 1, sq: 0 });
  });

  it("of a single instance likewise (*)", async () => {
    const inputs = { reference: drawnDeep("11.."), prediction: drawnDeep("..11") };
    const groups = { one: { labels: [1], single: true } };
    const own = await evaluate(inputs, { input: "unmatched", groups });
    expect(own.groups.one).toMatchObject({ tp: 0, fp: 1, fn: 1 });
    const theirs = await evaluate(inputs, { preset: "panoptica", input: "unmatched", groups });
    expect(theirs.groups.one).toMatchObject({ tp: 1, fp: 0, fn: 0, sq: 0 });
  });

  it("by a surface distance: panoptica's optimal matching drops perfect pairs (their cost 1 − 0 is not below 1)", async () => {
    const volume = drawnDeep("11..2", "11..2");
    const options = { input: "unmatched", matchingMetric: "assd", threshold: 1 } as const;
    expect(await group(volume, volume, options)).toMatchObject({ tp: 2, fp: 0, fn: 0 });
  });

  it("of fragments 40/33/27 that are a perfect split: none of panoptica's matchers finds it at 0.5", async () => {
    const reference = drawnDeep("1".repeat(100));
    const prediction = drawnDeep("1".repeat(40) + "2".repeat(33) + "3".repeat(27));
    for (const strategy of ["greedy", "one-to-one", "merge"] as const) {
      const options = { preset: "panoptica", input: "unmatched", strategy } as const;
      expect(await group(reference, prediction, options)).toMatchObject({ tp: 0 });
    }
    const options = { input: "unmatched", strategy: "union" } as const;
    expect(await group(reference, prediction, options)).toMatchObject({ tp: 1, fp: 0, fn: 0, sq: 1 });
  });
});

describe("decisions", () => {
  const volume = drawnDeep("1111", "1111");
  const shifted = drawnDeep("111.", "111.");
  const decide = async (reference: ArrayVolume, prediction: ArrayVolume, options: EvaluateOptions) =>
    (await group(reference, prediction, { input: "unmatched", ...options })).tp;

  it("by a metric of which more is better: panoptica takes NSD as a distance and refuses what is perfect", async () => {
    expect(await decide(volume, volume, { decisionMetric: "nsd", decisionThreshold: 0.9 })).toBe(1);
    expect(await decide(volume, shifted, { decisionMetric: "dsc", decisionThreshold: 0.9 })).toBe(0);
  });

  it("by a metric of which less is better: what is perfect passes, what is far does not", async () => {
    for (const decisionMetric of ["assd", "hd", "cedi", "rvae"] as const) {
      expect(await decide(volume, volume, { decisionMetric, decisionThreshold: 0.05 }), decisionMetric).toBe(1);
      expect(await decide(volume, shifted, { decisionMetric, decisionThreshold: 0.05 }), decisionMetric).toBe(0);
    }
  });

  it("leave a single instance alone: panoptica decides it at 0, which only metrics of overlap can pass", async () => {
    const groups = { one: { labels: [1], single: true } };
    const options = { input: "unmatched", groups, decisionMetric: "assd", decisionThreshold: 0.01 } as const;
    const result = await evaluate({ reference: volume, prediction: shifted }, options);
    expect(result.groups.one.tp).toBe(1);
  });
});

describe("metrics", () => {
  it("of whole foregrounds: panoptica ignores the spacing (*)", async () => {
    const spacing = [2, 1, 1];
    const reference = { ...drawnDeep("111.."), spacing };
    const prediction = { ...drawnDeep(".111."), spacing };
    const options = { threshold: 0.3, globalMetrics: ["cedi", "hd"] } as const;
    expect(await group(reference, prediction, options)).toMatchObject({ global_bin_cedi: 2, global_bin_hd: 2 });
    const preset = { ...options, preset: "panoptica" } as const;
    expect(await group(reference, prediction, preset)).toMatchObject({ global_bin_cedi: 1, global_bin_hd: 1 });
  });

  it("without a true positive: panoptica raises for HD, HD95, CEDI and NSD", async () => {
    const metrics = ["hd", "hd95", "cedi", "nsd"] as const;
    for (const preset of ["framework", "panoptica"] as const) {
      const result = await group(drawnDeep("11.."), drawnDeep("..11"), { preset, metrics });
      expect(result).toMatchObject({ sq_hd: Infinity, sq_hd95: Infinity, sq_cedi: Number.NaN, sq_nsd: 0 });
    }
  });

  it("averaged over regions: panoptica's ASSD is a perfect 0 where the prediction is empty", async () => {
    const options = { regions: true, globalMetrics: ["assd", "dsc"] } as const;
    const result = await group(drawnDeep("11..11"), drawnDeep("......"), options);
    expect(result).toMatchObject({ n_regions: 2, region_avg_assd: Infinity, region_avg_dsc: 0 });
  });

  it("averaged over regions: panoptica's are NaN where reference labels have gaps", async () => {
    const volume = drawnDeep("55..99");
    const options = { input: "unmatched", regions: true, globalMetrics: ["dsc"] } as const;
    expect(await group(volume, volume, options)).toMatchObject({ n_regions: 2, region_avg_dsc: 1 });
  });
});

describe("volumes", () => {
  const data = Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0);
  const at = (x: number, y: number, z: number): ArrayVolume => ({
    data,
    shape: [2, 2, 2],
    affine: [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1],
  });

  it.each([
    ["shifts that cancel: panoptica sums signed differences", at(5, -5, 0)],
    ["a shift of +500 mm: panoptica takes it one way round", at(500, 0, 0)],
    ["a shift of −500 mm: and the other", at(-500, 0, 0)],
  ])("%s", async (_, moved) => {
    for (const inputs of [
      { reference: at(0, 0, 0), prediction: moved },
      { reference: moved, prediction: at(0, 0, 0) },
    ]) {
      await expect(evaluate(inputs)).rejects.toMatchObject({ code: "GEOMETRY_MISMATCH" });
      const { groups } = await evaluate(inputs, { ignoreGeometry: ["affine"] });
      expect(groups.ungrouped.tp).toBe(1);
    }
  });

  it("in files with dots in their names: panoptica refuses sub.01.nii.gz", async () => {
    const folder = mkdtempSync(join(tmpdir(), "voxmatch-names-"));
    try {
      const path = join(folder, "sub.01.nii");
      writeFileSync(path, encodeNifti({ data, shape: [2, 2, 2], spacing: [1, 1, 1] }));
      const volume = await readVolume(path);
      expect(volume).toMatchObject({ shape: [2, 2, 2], source: { path } });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
