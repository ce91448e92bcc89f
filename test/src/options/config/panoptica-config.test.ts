import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import { METRIC_KEYS } from "../../../../src/metrics/registry.js";
import { parseConfig } from "../../../../src/options/config/parse-config.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import { goldenAnswers, goldenNumber, goldenVolume, syntheticCases } from "../../../support/golden.js";

const FOLDER = "test/fixtures/panoptica";

function load(name: string): Promise<EvaluateOptions> {
  return parseConfig(readFileSync(`${FOLDER}/${name}.yaml`, "utf8"), { name: `${name}.yaml` });
}

/** Ratios of integers differ in their last bits; panoptica multiplies the spacing in single precision. */
function toleranceOf(key: string, value: number): number {
  return key.startsWith("instance_volume") || key.includes("assd") ? 1e-6 * value : 1e-9;
}

/** Everything in panoptica's answer that our result has a key for. */
async function compare(answer: ReturnType<typeof goldenAnswers>[number], options: EvaluateOptions) {
  const reference = await goldenVolume(answer.files.reference);
  const prediction = await goldenVolume(answer.files.prediction);
  const result = await evaluate({ reference, prediction }, options);
  expect(Object.keys(result.groups)).toEqual(Object.keys(answer.groups));
  for (const [name, group] of Object.entries(answer.groups)) {
    const found = result.groups[name] as unknown as Readonly<Record<string, number>>;
    const keys = Object.keys(group.result).filter((key) => key in found);
    expect(keys).toEqual(expect.arrayContaining(["tp", "fp", "fn", "rq", "sq", "pq", "sq_dsc", "global_bin_dsc"]));
    for (const key of keys) {
      const expected = goldenNumber(group.result[key]);
      const what = `${answer.name}, ${name}, ${key}: ${found[key]}, not ${expected}`;
      if (Number.isFinite(expected))
        expect(Math.abs(found[key] - expected), what).toBeLessThanOrEqual(toleranceOf(key, expected));
      else expect(found[key], what).toBe(expected);
    }
  }
  return result;
}

describe("panoptica's own configurations", () => {
  const named = goldenAnswers("spine").filter(({ config }) => config.config_name !== undefined);
  const answers = named.filter(({ error }) => error === undefined);
  it("finds the answers", () => expect([named.length, answers.length]).toEqual([3, 2]));

  it.each(answers.map((answer) => [answer.name, answer] as const))(
    "gives panoptica's numbers: %s",
    async (_, answer) => {
      const result = await compare(answer, await load(String(answer.config.config_name)));
      expect(result.options.preset).toBe("panoptica");
      expect(result.notes[0]).toContain(`${answer.config.config_name}.yaml`);
    },
  );

  it("evaluates volumes with a label outside the groups, which panoptica refuses", async () => {
    const [answer] = named.filter(({ error }) => error !== undefined);
    expect(answer.error?.message).toContain("got label 27");
    const reference = await goldenVolume(answer.files.reference);
    const prediction = await goldenVolume(answer.files.prediction);
    const result = await evaluate({ reference, prediction }, await load(String(answer.config.config_name)));
    expect(Object.keys(result.groups)).toEqual(["endplate", "ivd", "sacrum", "vertebra"]);
    expect(result.notes.join(" ")).toContain("belong to no group");
  });

  const plain = syntheticCases()
    .flatMap((folder) => goldenAnswers(folder))
    .filter(({ name, error }) => name.endsWith("/semantic_naive_IOU_0.5") && error === undefined);
  it("finds plain answers too", () => expect(plain.length).toBeGreaterThan(5));
  it.each(plain.map((answer) => [answer.name, answer] as const))("holds for %s", async (_, answer) => {
    await compare(answer, await load("panoptica_evaluator_default"));
  });

  it("joins touching labels where SciPy is the backend", async () => {
    const scipy = goldenAnswers("spine").filter(({ config }) => config.cca === "scipy");
    expect(scipy.length).toBe(1);
    const options = await load("panoptica_evaluator_default");
    for (const answer of scipy) {
      await compare(answer, { ...options, connectivity: "faces", touchingLabels: "merge" });
    }
  });
});

describe("the parts of panoptica's format", () => {
  const evaluator = (body: string) => parseConfig(`!Panoptica_Evaluator\n${body}`, { name: "own.yaml" });
  const matcher = "instance_matcher: !NaiveThresholdMatching {matching_metric: !Metric IOU, matching_threshold: 0.5}\n";

  it("takes panoptica's defaults for what is missing", async () => {
    const options = await evaluator("verbose: false\n");
    expect(options).toMatchObject({ preset: "panoptica", input: "matched", globalMetrics: ["dsc"] });
    expect(options.metrics).toEqual(METRIC_KEYS.filter((key) => ["dsc", "iou", "assd", "rvd"].includes(key)));
  });

  it.each([
    [
      "!NaiveThresholdMatching {matching_metric: !Metric DSC, matching_threshold: 0.25, allow_many_to_one: true}",
      {
        strategy: "greedy",
        allowManyToOne: true,
        matchingMetric: "dice",
        threshold: 0.25,
      },
    ],
    [
      "!MaxBipartiteMatching {matching_metric: !Metric IOU, matching_threshold: 0.5}",
      {
        strategy: "one-to-one",
        matchingMetric: "iou",
      },
    ],
    [
      "!MaximizeMergeMatching {matching_metric: !Metric IOU, matching_threshold: 0.75}",
      {
        strategy: "merge",
        threshold: 0.75,
      },
    ],
    [
      "!NaiveThresholdMatching {matching_metric: !Metric CEDI, matching_threshold: 4}",
      {
        matchingMetric: "cedi",
        threshold: 4,
      },
    ],
  ])("reads %s", async (text, expected) => {
    expect(await evaluator(`instance_matcher: ${text}\n`)).toMatchObject(expected);
  });

  it("knows which neighbours each backend joins", async () => {
    const backend = (name: string) =>
      evaluator(`instance_approximator: !ConnectedComponentsInstanceApproximator {cca_backend: ${name}}\n`);
    expect(await backend("!CCABackend scipy")).toMatchObject({ connectivity: "faces", touchingLabels: "merge" });
    expect(await backend("!CCABackend cc3d")).toMatchObject({ connectivity: "corners", touchingLabels: "separate" });
    expect(await backend("null")).not.toHaveProperty("connectivity");
  });

  it("reads every kind of group, and the short form", async () => {
    const { groups } = await parseConfig(
      `!SegmentationClassGroups
groups:
  ET: !LabelGroup {single_instance: false, value_labels: [3]}
  wt: !LabelMergeGroup {single_instance: false, value_labels: [1, 2, 3]}
  cell: !LabelPartGroup {thing_labels: [4], part_labels: [5, 6], single_instance: false}
  sacrum: [26, true]
  ivd: [[7, 8], false]
`,
      { name: "groups.yaml" },
    );
    expect(groups).toEqual({
      et: { labels: [3], merge: false, single: false },
      wt: { labels: [1, 2, 3], merge: true, single: false },
      cell: { thing: [4], parts: [5, 6] },
      sacrum: { labels: [26], single: true },
      ivd: { labels: [7, 8], single: false },
    });
  });

  it("reads the table of empty cases", async () => {
    const options = await evaluator(`edge_case_handler: !EdgeCaseHandler
  empty_list_std: !EdgeCaseResult ZERO
  listmetric_zeroTP_handling:
    !Metric DSC: !MetricZeroTPEdgeCaseHandling {default_result: !EdgeCaseResult ONE, normal: !EdgeCaseResult INF}
`);
    expect(options.edgeCases).toEqual({
      dsc: { bothEmpty: 1, referenceEmpty: 1, predictionEmpty: 1, noMatch: "Infinity" },
    });
    expect(options.notes?.join()).toContain("empty_list_std");
  });

  it.each([
    ["instance_matcher: !NaiveMatching {}\n", 2, "!NaiveThresholdMatching"],
    [`${matcher}expected_input: !InputType SEMANTICS\n`, 3, "Did you mean SEMANTIC?"],
    [`${matcher}decision_metric: !Metric DSC\n`, 3, "decision_threshold"],
    [`${matcher}edge_case_handlers: null\n`, 3, 'Did you mean "edge_case_handler"?'],
    ["instance_metrics: &all [*all]\n", 2, "write out"],
    ["expected_input: !InputType SEMANTIC\n", 2, "needs an instance_matcher"],
    [
      `${matcher}segmentation_class_groups: !SegmentationClassGroups\n  groups:\n    a: !LabelPartGroup {value_labels: [1]}\n`,
      5,
      "which are which",
    ],
  ])("says where it cannot follow: %s", async (body, line, text) => {
    await expect(evaluator(body)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringContaining(text),
      details: { file: "own.yaml", line },
    });
  });
});
