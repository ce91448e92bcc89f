import { describe, expect, it } from "vitest";
import { withEngine } from "../../../bindings/pool/engine-pool.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { splitmix64 } from "../../support/random.js";
import { makeVolume, worstVolumes } from "../../support/volumes.js";

const arrayOf = ({ shape, labels }: PlainVolume) => ({ shape, data: Uint32Array.from(labels) });

async function evaluatePlain(reference: PlainVolume, prediction: PlainVolume, options: EvaluateOptions = {}) {
  const result = await evaluate({ reference: arrayOf(reference), prediction: arrayOf(prediction) }, options);
  return result.groups;
}

describe("labels of any size", () => {
  it("tells labels 128 in both volumes from others (panoptica's byte arithmetic loses them: 128 + 128 = 0)", async () => {
    const volume = makeVolume([8, 4, 4], (x) => (x < 3 ? 128 : x > 4 ? 5 : 0));
    const { ungrouped } = await evaluatePlain(volume, volume, { input: "unmatched" });
    expect(ungrouped).toMatchObject({ tp: 2, fp: 0, fn: 0, pq: 1 });
  });

  it("keeps labels above 255, 65535 and up to 2³² − 1 apart", async () => {
    const labels = [256, 300, 65_535, 65_536, 70_000, 0xffff_ffff];
    const volume = makeVolume([12, 3, 2], (x) => (x % 2 === 0 ? labels[x / 2] : 0));
    const { ungrouped } = await evaluatePlain(volume, volume, { input: "unmatched" });
    expect(ungrouped).toMatchObject({ tp: 6, fp: 0, fn: 0, pq: 1 });
    expect(ungrouped.reference_instances.map((row) => row.label)).toEqual(labels);
  });

  it("matches 70,000 instances", async () => {
    const volume = makeVolume([400, 175, 4], (x, y, z) =>
      (x + y + z) % 2 ? 0 : 1 + (x >> 1) + 200 * (y + 175 * (z >> 1)),
    );
    const count = new Set(volume.labels).size - 1;
    expect(count).toBe(70_000);
    const { ungrouped } = await evaluatePlain(volume, volume, { input: "unmatched" });
    expect(ungrouped).toMatchObject({ n_ref_instances: count, tp: count, fp: 0, fn: 0, pq: 1 });
  });
});

describe("volumes of any form", () => {
  it.each(Object.entries(worstVolumes()))("%s, compared with itself, is perfect", async (_name, volume) => {
    for (const input of ["semantic", "unmatched", "matched"] as const) {
      const { ungrouped } = await evaluatePlain(volume, volume, { input });
      const empty = volume.labels.every((label) => label === 0);
      expect(ungrouped.pq).toBe(empty ? Number.NaN : 1);
      expect(ungrouped.tp).toBe(ungrouped.n_ref_instances);
      expect([ungrouped.fp, ungrouped.fn]).toEqual([0, 0]);
      expect(ungrouped.global_bin_dsc).toBe(empty ? Number.NaN : 1);
    }
  });

  it("uses 8 neighbours in 2D unless told otherwise, and refuses those of 3D", async () => {
    const data = Uint8Array.of(1, 0, 0, 1);
    const volume = { data, shape: [2, 2] };
    const count = async (options: EvaluateOptions) => {
      const result = await evaluate({ reference: volume, prediction: volume }, options);
      return [result.groups.ungrouped.n_ref_instances, result.options.connectivity];
    };
    expect(await count({})).toEqual([1, 8]);
    expect(await count({ connectivity: 4 })).toEqual([2, 4]);
    await expect(count({ connectivity: 26 })).rejects.toThrow(/connectivity is 26, but a 2D volume has 4, 8/);
  });
});

describe("groups", () => {
  // Row by row: two voxels of 1, two of 2, a gap, three of 5.
  const volume = makeVolume([8, 2, 1], (x) => [1, 1, 2, 2, 0, 5, 5, 5][x]);

  it("evaluates labels together, merged, on their own and each, even where groups share labels", async () => {
    const groups = { both: [1, 2], one: { labels: [1, 2], merge: true }, organ: { labels: [5, 7], single: true } };
    const results = await evaluatePlain(volume, volume, { groups });
    expect(Object.keys(results)).toEqual(["both", "one", "organ"]);
    expect(results.both.n_ref_instances).toBe(2);
    expect(results.one.n_ref_instances).toBe(1);
    expect(results.one.reference_instances[0]).toMatchObject({ class: 0, instance_voxel_count_ref: 8 });
    expect(results.organ).toMatchObject({ n_ref_instances: 1, tp: 1 });
    const each = await evaluatePlain(volume, volume, { groups: "each" });
    expect(Object.keys(each)).toEqual(["1", "2", "5"]);
  });

  it("matches a single instance at any score", async () => {
    // One voxel of six is right: IoU = 2/(6 + 2 − 2) = 1/3, below 1/2.
    const partly = makeVolume([8, 2, 1], (x) => (x === 5 ? 5 : 0));
    const { organ } = await evaluatePlain(volume, partly, { groups: { organ: { labels: [5], single: true } } });
    expect(organ).toMatchObject({ tp: 1, fp: 0, fn: 0, sq: 1 / 3 });
  });

  it("gives a group that is absent from both volumes as empty", async () => {
    const { missing } = await evaluatePlain(volume, volume, { groups: { missing: [9] } });
    expect(missing).toMatchObject({ tp: 0, fp: 0, fn: 0, pq: Number.NaN, global_bin_dsc: Number.NaN });
  });
});

describe("what does not count", () => {
  it("removes ignored voxels of the reference from both volumes", async () => {
    // Reference 1 1 1 9 9 0 2 2; prediction 1 1 1 1 3 0 2 9. Without the 9s: 1 1 1 against 1 1 1, 2 2 against 2.
    const reference = makeVolume([8, 1, 1], (x) => [1, 1, 1, 9, 9, 0, 2, 2][x]);
    const prediction = makeVolume([8, 1, 1], (x) => [1, 1, 1, 1, 3, 0, 2, 9][x]);
    const { ungrouped } = await evaluatePlain(reference, prediction, { ignoreLabel: 9, threshold: 0.4 });
    expect(ungrouped).toMatchObject({ n_ref_instances: 2, n_pred_instances: 2, tp: 2, fp: 0, fn: 0 });
    // SQ = (3/3 + 1/2) / 2
    expect(ungrouped.sq).toBe(0.75);
  });

  it("drops instances of both sides that are too small, under every rule, and says which", async () => {
    const reference = makeVolume([9, 1, 1], (x) => [1, 1, 1, 0, 2, 0, 0, 0, 0][x]);
    const prediction = makeVolume([9, 1, 1], (x) => [1, 1, 1, 0, 2, 0, 0, 3, 3][x]);
    const all = await evaluatePlain(reference, prediction, { input: "unmatched" });
    expect(all.ungrouped).toMatchObject({ tp: 2, fp: 1, fn: 0 });
    expect(all.ungrouped.dropped).toBeUndefined();
    const { ungrouped } = await evaluatePlain(reference, prediction, { input: "unmatched", minVoxels: 2 });
    expect(ungrouped).toMatchObject({ n_ref_instances: 1, n_pred_instances: 2, tp: 1, fp: 1, fn: 0 });
    expect(ungrouped.dropped).toEqual({
      reference: [{ label: 2, voxels: 1, volume: 1 }],
      prediction: [{ label: 2, voxels: 1, volume: 1 }],
    });
    const byVolume = await evaluate(
      {
        reference: { ...arrayOf(reference), spacing: [1, 1, 2.5] },
        prediction: { ...arrayOf(prediction), spacing: [1, 1, 2.5] },
      },
      { input: "unmatched", minVolume: 5.1 },
    );
    expect(byVolume.groups.ungrouped).toMatchObject({ n_ref_instances: 1, n_pred_instances: 1, tp: 1 });
  });
});

describe("many-to-many", () => {
  it("gives counts and the graph, and says why it gives no quality", async () => {
    // References 1 and 2, both overlapped by predictions 1 and 2: four edges.
    const reference = makeVolume([4, 4, 1], (x) => 1 + (x >> 1));
    const prediction = makeVolume([4, 4, 1], (_x, y) => 1 + (y >> 1));
    const { ungrouped } = await evaluatePlain(reference, prediction, {
      input: "unmatched",
      strategy: "many-to-many",
      threshold: 0.3,
    });
    expect(ungrouped).toMatchObject({ tp: 2, fp: 0, fn: 0, n_matched_pred_instances: 2, rq: null, sq: null, pq: null });
    expect(ungrouped.pq_reason).toMatch(/many-to-many/);
    // Each pair shares 4 voxels of 8 + 8: IoU = 4/12.
    expect(ungrouped.matches).toHaveLength(4);
    expect(ungrouped.matches.every((match) => match.score === 4 / 12)).toBe(true);
  });
});

describe("memory", () => {
  it("stays that of one evaluation over 200", async () => {
    const random = splitmix64(5);
    const volume = makeVolume([20, 20, 20], () => (random() < 0.3 ? 1 + Math.floor(random() * 5) : 0));
    const run = () =>
      evaluatePlain(volume, volume, { metrics: ["iou", "assd", "cldsc"], globalMetrics: ["dsc"], regions: false });
    const highWater = () => withEngine(undefined, async ({ arena }) => [arena.highWater, arena.used]);
    await run();
    const before = await highWater();
    for (let i = 1; i < 200; i++) await evaluatePlain(volume, volume);
    await run();
    expect(await highWater()).toEqual(before);
  });
});
