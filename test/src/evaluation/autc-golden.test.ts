import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { GroupResult, ThresholdPoint } from "../../../src/results/result-types.js";
import { type GoldenAnswer, goldenAnswers, goldenNumber, goldenVolume, syntheticCases } from "../../support/golden.js";
import { optionsOf } from "../../support/panoptica-options.js";
import { refusal } from "../../support/refusal.js";

/** panoptica sums in another order. */
const TOLERANCE = 1e-9;

const VALUES = ["tp", "fp", "fn", "rq", "sq", "pq", "sq_dsc", "pq_dsc"] as const;
const AREAS = ["autc_rq", "autc_sq", "autc_pq", "autc_sq_dsc", "autc_pq_dsc"] as const;

function withAutc(folders: readonly string[]): (readonly [string, GoldenAnswer])[] {
  return folders
    .flatMap((folder) => goldenAnswers(folder))
    .filter(({ config }) => config.autc !== undefined)
    .map((answer) => [answer.name, answer] as const);
}

async function evaluateGolden({ files, config }: GoldenAnswer) {
  const reference = await goldenVolume(files.reference);
  const prediction = await goldenVolume(files.prediction);
  return evaluate({ reference, prediction }, optionsOf(config, reference.shape.length));
}

function expectClose(found: number | null | undefined, expected: number, what: string): void {
  if (Number.isNaN(expected)) expect(found, what).toBeNaN();
  else expect(Math.abs((found ?? Number.NaN) - expected), `${what}: ${found}`).toBeLessThanOrEqual(TOLERANCE);
}

function compare(found: GroupResult, { autc, thresholds, per_threshold }: GoldenAnswer["groups"][string]): void {
  const curve = (found.autc_curve ?? []) as readonly ThresholdPoint[];
  expect(curve.map((point) => point.threshold)).toEqual(thresholds);
  for (const point of curve) {
    const expected = per_threshold?.[point.threshold.toFixed(1)] ?? {};
    for (const key of VALUES) expectClose(point[key], goldenNumber(expected[key]), `${key} at ${point.threshold}`);
  }
  for (const key of AREAS) expectClose(found[key], goldenNumber(autc?.[key] ?? "NaN"), key);
  // panoptica gives 0 for a metric that was not asked for.
  expect(autc).toHaveProperty("autc_sq_cldsc", 0);
  expect(Object.keys(found)).not.toContain("autc_sq_cldsc");
}

const answers = withAutc([...syntheticCases(), "spine"]);
const answered = answers.filter(([, { error }]) => error === undefined);

describe("panoptica's areas under the threshold curve", () => {
  it("are found", () => {
    expect(answered.filter(([name]) => name.startsWith("synthetic/")).length).toBeGreaterThanOrEqual(14);
    expect(answered.filter(([name]) => name.startsWith("spine/")).length).toBeGreaterThanOrEqual(4);
  });

  it.each(answered)("%s", async (_name, answer) => {
    const { groups } = await evaluateGolden(answer);
    expect(Object.keys(groups)).toEqual(Object.keys(answer.groups));
    for (const [name, golden] of Object.entries(answer.groups)) compare(groups[name], golden);
  });
});

it("is refused for matched input, as by panoptica", async () => {
  const refused = answers.filter(([, { error }]) => error !== undefined);
  expect(refused.map(([name]) => name)).toEqual(["spine/matched__autc0.1"]);
  for (const [, answer] of refused) {
    await refusal(() => evaluateGolden(answer), "INVALID_OPTION", /autc needs a threshold.*matched input has none/);
  }
});
