import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { type GoldenAnswer, goldenAnswers, goldenNumber, goldenVolume, syntheticCases } from "../../support/golden.js";
import { optionsOf } from "../../support/panoptica-options.js";

/** Ties between regions go to the smaller label, which is the pack's own answer; panoptica's go as SciPy breaks them. */
async function compare(answer: GoldenAnswer, space: "voxel" | "mm"): Promise<void> {
  const rule = space === "voxel" ? "voxel_units_smallest_label" : "physical_units_smallest_label";
  const expected = answer.independent_regions?.[rule];
  const reference = await goldenVolume(answer.files.reference);
  const prediction = await goldenVolume(answer.files.prediction);
  const { groups } = await evaluate(
    { reference, prediction },
    {
      ...optionsOf(answer.config, reference.shape.length),
      regionSpace: space,
      metrics: ["iou", "dsc"],
      globalMetrics: ["iou", "dsc"],
    },
  );
  const { ungrouped } = groups;
  const firstVoxelOf = new Map(ungrouped.reference_instances.map((row) => [row.label, row.first_voxel]));
  const byVoxel = new Map(ungrouped.regions?.map((row) => [firstVoxelOf.get(row.label), row]));
  const voxels = answer.region_reference_first_voxels ?? [];
  expect(ungrouped.n_regions).toBe(ungrouped.n_ref_instances);
  if (expected === undefined) {
    // An empty side: the regions' averages are panoptica's, or there is no region to average over.
    for (const [key, value] of Object.entries(answer.groups.ungrouped.region_avg ?? {})) {
      const found = ungrouped[key as "region_avg_dsc"] ?? Number.NaN;
      expect(found, key).toBe(ungrouped.n_regions === 0 ? Number.NaN : goldenNumber(value));
    }
    return;
  }
  expect(voxels).toHaveLength(ungrouped.n_ref_instances);
  voxels.forEach((voxel, i) => {
    const row = byVoxel.get(voxel);
    expect(row?.global_bin_dsc).toBeCloseTo(expected.dsc[i], 12);
    if (expected.iou) expect(row?.global_bin_iou).toBeCloseTo(expected.iou[i], 12);
    expect((row?.tp ?? 0) + (row?.fn ?? 0)).toBe(1);
  });
  expect(ungrouped.region_avg_dsc).toBeCloseTo(expected.region_avg_dsc, 12);
}

const ofRegions = (answer: GoldenAnswer) => answer.config.regions === true && answer.error === undefined;
const synthetic = syntheticCases().flatMap((folder) => goldenAnswers(folder).filter(ofRegions));
const spine = goldenAnswers("spine").filter(ofRegions);
const all = [
  ...synthetic.map((answer) => [answer.name, answer] as const),
  ...spine.map((answer) => [answer.name, answer] as const),
];

it("finds the golden regions", () => {
  expect(synthetic.length).toBeGreaterThan(9);
  expect(spine).toHaveLength(2);
});

describe("regions nearest in voxels, as panoptica has them", () => {
  it.each(all)("%s", (_name, answer) => compare(answer, "voxel"));
});

describe("regions nearest in millimetres", () => {
  const physical = all.filter(([, answer]) => answer.independent_regions?.physical_units_smallest_label);
  it("are in the pack", () => expect(physical.length).toBeGreaterThan(2));
  it.each(physical)("%s", (_name, answer) => compare(answer, "mm"));
});
