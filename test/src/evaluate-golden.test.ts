import { describe, expect, it } from "vitest";
import type { GroupResult } from "../../src/aggregate/group-result.js";
import { evaluate } from "../../src/evaluate.js";
import type { MetricKey } from "../../src/metrics/registry.js";
import type { GroupOption } from "../../src/options/groups.js";
import type { EvaluateOptions } from "../../src/options/registry.js";
import {
  type GoldenAnswer,
  type GoldenConfig,
  type GoldenGroup,
  goldenAnswers,
  goldenNumber,
  goldenVolume,
  SPINE_ROOT,
  SYNTHETIC_ROOT,
  syntheticCases,
} from "../support/golden.js";

const METRICS: Readonly<Record<string, MetricKey>> = { DSC: "dsc", IOU: "iou", RVD: "rvd", RVAE: "rvae", CEDI: "cedi" };
const STRATEGIES = { naive: "greedy", naive_m2o: "greedy", bipartite: "one-to-one" } as const;

/** panoptica compares in voxels of 1 mm in its global centre distance, whatever the spacing. */
const IGNORES_SPACING = ["global_bin_cedi"];

/** What the package computes so far; answers that need more are tested where that is. */
function isCovered({ config }: GoldenAnswer): boolean {
  const parts = Object.values(config.groups ?? {}).some((group) => "type" in group && group.type === "part");
  return (
    !parts &&
    config.autc === undefined &&
    config.decision_metric === undefined &&
    config.regions === undefined &&
    config.config_name === undefined &&
    config.matcher !== "merge"
  );
}

function optionsOf(config: GoldenConfig, dimensions: number): EvaluateOptions {
  const matcher = config.matcher ?? "naive";
  return {
    input: config.input,
    strategy: STRATEGIES[matcher as keyof typeof STRATEGIES],
    allowManyToOne: matcher === "naive_m2o",
    matchingMetric: config.metric === "DSC" ? "dice" : "iou",
    threshold: config.threshold ?? 0.5,
    thresholdRule: config.strict ? "strict" : "inclusive",
    connectivity: dimensions === 2 ? 4 : 26,
    groups: config.groups && Object.fromEntries(Object.entries(config.groups).map(([name, group]) => [name, groupOf(group)])),
  };
}

function groupOf(group: readonly number[] | { labels?: number[]; single?: boolean; type?: string }): GroupOption {
  if (!("labels" in group) || group.labels === undefined) return group as readonly number[];
  return { labels: group.labels, single: group.single ?? false, merge: group.type === "merge" };
}

function compare(found: GroupResult, golden: GoldenGroup, config: GoldenConfig): void {
  const expected = golden.result;
  for (const key of ["n_ref_instances", "tp", "fp", "fn"] as const) expect(found[key], key).toBe(expected[key]);
  // panoptica joins the predictions of a reference before it counts them.
  expect(found.tp + found.fp, "n_pred_instances").toBe(expected.n_pred_instances);
  const known = Object.keys(expected).filter((key) => key in found && !key.startsWith("n_") && key.length > 2);
  for (const key of known) {
    if (IGNORES_SPACING.includes(key)) continue;
    expectClose(found[key as "rq"], goldenNumber(expected[key]), key);
  }
  for (const key of ["rq", "sq", "sq_std", "pq", "global_bin_dsc"]) expect(known).toContain(key);

  const matched = found.reference_instances.filter((row) => row.is_matched === 1);
  expect(matched.map((row) => row.instance_voxel_count_ref)).toEqual(golden.matched_reference_voxel_counts);
  for (const [name, key] of Object.entries(METRICS)) {
    const values = golden.per_instance[name];
    if (values === undefined) continue;
    const quality = key === "iou" ? "sq" : (`sq_${key}` as const);
    matched.forEach((row, i) => {
      expectClose(row[quality], goldenNumber(values[i]), `${quality} of reference ${row.label}`);
    });
  }
  if (golden.matches_first_voxels !== undefined) {
    expect(firstVoxelPairs(found)).toEqual(sortedPairs(golden.matches_first_voxels));
  }
  expect(config.input).toBeDefined();
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

function expectClose(found: number, expected: number, what: string): void {
  if (Number.isFinite(expected)) expect(Math.abs(found - expected), `${what}: ${found}, not ${expected}`).toBeLessThanOrEqual(1e-9);
  else expect(found, what).toBe(expected);
}

async function check(root: string, answer: GoldenAnswer): Promise<void> {
  const reference = await goldenVolume(root, answer.files.reference);
  const prediction = await goldenVolume(root, answer.files.prediction);
  const result = await evaluate({ reference, prediction }, optionsOf(answer.config, reference.shape.length));
  expect(Object.keys(result.groups)).toEqual(Object.keys(answer.groups));
  for (const [name, golden] of Object.entries(answer.groups)) compare(result.groups[name], golden, answer.config);
}

describe.each(syntheticCases())("panoptica's answers on %s", (folder) => {
  const answers = goldenAnswers(SYNTHETIC_ROOT, folder).filter(isCovered);
  it.each(answers.map((answer) => [answer.name, answer] as const))("%s", (_name, answer) => check(SYNTHETIC_ROOT, answer));
});

describe("panoptica's answers on the spine", () => {
  const answers = goldenAnswers(SPINE_ROOT, "spine").filter(isCovered);
  it("finds them", () => expect(answers.length).toBeGreaterThan(10));
  it.each(answers.map((answer) => [answer.name, answer] as const))("%s", (_name, answer) => check(SPINE_ROOT, answer));
});
