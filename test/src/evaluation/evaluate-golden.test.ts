import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { GroupResult } from "../../../src/results/result-types.js";
import {
  type GoldenAnswer,
  type GoldenGroup,
  goldenAnswers,
  goldenNumber,
  goldenVolume,
  syntheticCases,
} from "../../support/golden.js";
import { METRICS, optionsOf } from "../../support/panoptica-options.js";

/** panoptica stacks a thing and its parts as channels, so that every voxel of them counts twice. We count voxels once. */
const COUNTS_TWICE = /^(global_bin_|instance_vo)/;

/**
 * References that tie for one prediction (52 of 211 voxels each): the smaller label wins, but panoptica numbers
 * components with the last axis fastest and so picks the other. First voxel of panoptica's choice → of ours.
 */
const TIES: Readonly<Record<string, Readonly<Record<number, number>>>> = { "synthetic/flat2d/semantic": { 4628: 43 } };

/** The values that the package computes by these answers' options. */
function isCovered({ config, error }: GoldenAnswer): boolean {
  return (
    // panoptica raises, so there is nothing to compare with.
    error === undefined &&
    config.autc === undefined &&
    (config.decision_metric === undefined || config.decision_metric in METRICS) &&
    config.config_name === undefined &&
    config.regions === undefined
  );
}

function compare(found: GroupResult, golden: GoldenGroup, answer: GoldenAnswer): void {
  const expected = golden.result;
  for (const key of ["n_ref_instances", "tp", "fp", "fn"] as const) expect(found[key], key).toBe(expected[key]);
  // panoptica joins the predictions of a reference before it counts them.
  expect(found.tp + found.fp, "n_pred_instances").toBe(expected.n_pred_instances);
  const known = Object.keys(expected).filter((key) => key in found && !key.startsWith("n_"));
  for (const key of known) {
    if (found.parts && COUNTS_TWICE.test(key)) continue;
    expectClose(found[key as "rq"] ?? Number.NaN, goldenNumber(expected[key]), key);
  }
  expect(known).toContain("rq");
  // Where panoptica's own values change when a volume is mirrored, the pack has computed them by panoptica's definition.
  for (const key of ["sq", "sq_dsc"] as const) {
    const independent = answer.independent?.[key];
    if (independent === undefined) expect(known).toContain(key);
    else expectClose(found[key] ?? Number.NaN, independent, key);
  }

  if (golden.per_instance !== undefined) compareInstances(found, golden);
  // The pack lists the matches before the decision.
  if (golden.matches_first_voxels !== undefined && answer.config.decision_metric === undefined) {
    expect(firstVoxelPairs(found)).toEqual(sortedPairs(golden.matches_first_voxels));
  }
}

/**
 * Sizes and metrics of the matched references. panoptica numbers components with the last axis fastest, so first
 * voxels identify them; where the pack has no first voxels of pairs, those of the references belong to another
 * numbering, and the two sides are compared in the order of size and IoU.
 */
function compareInstances(found: GroupResult, golden: GoldenGroup): void {
  const voxels = golden.matches_first_voxels && golden.matched_reference_first_voxels;
  const matched = found.reference_instances.filter((row) => row.is_matched === 1);
  const { per_instance = {} } = golden;
  const { IOU = [], CEDI = [] } = per_instance;
  const order = golden.matched_reference_voxel_counts.map((_, i) => i);
  if (voxels) {
    matched.sort((a, b) => voxels.indexOf(a.first_voxel) - voxels.indexOf(b.first_voxel));
    expect(matched.map((row) => row.first_voxel)).toEqual(voxels);
  } else {
    const sizes = golden.matched_reference_voxel_counts;
    const by = (a = 0, b = 0) => a - b;
    matched.sort(
      (a, b) => a.instance_voxel_count_ref - b.instance_voxel_count_ref || by(a.sq, b.sq) || by(a.sq_cedi, b.sq_cedi),
    );
    order.sort(
      (a, b) => by(sizes[a], sizes[b]) || by(Number(IOU[a]), Number(IOU[b])) || by(Number(CEDI[a]), Number(CEDI[b])),
    );
  }
  const channels = found.parts ? 2 : 1;
  expect(matched.map((row) => row.instance_voxel_count_ref * channels)).toEqual(
    order.map((i) => golden.matched_reference_voxel_counts[i]),
  );
  for (const [name, key] of Object.entries(METRICS)) {
    const values = per_instance[name];
    if (values === undefined) continue;
    const quality = key === "iou" ? "sq" : (`sq_${key}` as const);
    matched.forEach((row, i) => {
      expectClose(row[quality] ?? Number.NaN, goldenNumber(values[order[i]]), `${quality} of reference ${row.label}`);
    });
  }
}

function firstVoxelPairs(result: GroupResult): string[] {
  const first = (rows: GroupResult["reference_instances"] | GroupResult["predicted_instances"]) =>
    new Map(rows.map((row) => [row.label, row.first_voxel]));
  const [references, predictions] = [first(result.reference_instances), first(result.predicted_instances)];
  return sortedPairs(
    result.matches.map(({ prediction, reference }) => [
      predictions.get(prediction) ?? Number.NaN,
      references.get(reference) ?? Number.NaN,
    ]),
  );
}

function sortedPairs(pairs: readonly (readonly [number, number])[]): string[] {
  return pairs.map((pair) => pair.join(" ")).sort();
}

/** Scores are ratios of integers, so only the last bits may differ; panoptica multiplies the spacing in single precision. */
function toleranceOf(what: string, expected: number): number {
  // panoptica adds 1e-8 to a denominator of 2.
  if (what.includes("nsd")) return 1e-8;
  return what === "instance_volume_ref" ? 1e-7 * expected : 1e-9;
}

function expectClose(found: number, expected: number, what: string): void {
  const tolerance = toleranceOf(what, expected);
  if (Number.isFinite(expected)) {
    expect(Math.abs(found - expected), `${what}: ${found}, not ${expected}`).toBeLessThanOrEqual(tolerance);
  } else expect(found, what).toBe(expected);
}

async function check(answer: GoldenAnswer): Promise<void> {
  const ties = TIES[answer.name.split("_")[0]] ?? {};
  const reference = await goldenVolume(answer.files.reference);
  const prediction = await goldenVolume(answer.files.prediction);
  const spacing = answer.config.voxelspacing ?? reference.spacing;
  const result = await evaluate(
    { reference: { ...reference, spacing }, prediction: { ...prediction, spacing } },
    optionsOf(answer.config, reference.shape.length),
  );
  expect(Object.keys(result.groups)).toEqual(Object.keys(answer.groups));
  for (const [name, golden] of Object.entries(answer.groups)) {
    compare(
      result.groups[name],
      {
        ...golden,
        matches_first_voxels: golden.matches_first_voxels?.map(([p, g]) => [p, ties[g] ?? g] as const),
        matched_reference_first_voxels: golden.matched_reference_first_voxels?.map((g) => ties[g] ?? g),
      },
      answer,
    );
  }
}

const covered = syntheticCases()
  .map((folder) => [folder, goldenAnswers(folder).filter(isCovered)] as const)
  .filter(([, answers]) => answers.length > 0);

it("finds the synthetic answers", () => expect(covered.length).toBeGreaterThan(12));

describe.each(covered)("panoptica's answers on %s", (_folder, answers) => {
  it.each(answers.map((answer) => [answer.name, answer] as const))("%s", (_name, answer) => check(answer));
});

describe("panoptica's answers on the spine", () => {
  const answers = goldenAnswers("spine").filter(isCovered);
  it("finds them", () => expect(answers.length).toBeGreaterThan(10));
  it.each(answers.map((answer) => [answer.name, answer] as const))("%s", (_name, answer) => check(answer));
});
