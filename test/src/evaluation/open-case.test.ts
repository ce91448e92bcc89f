import { describe, expect, it } from "vitest";
import {
  type EvaluateInputs,
  type EvaluateOptions,
  type EvaluationResult,
  evaluate,
  explore,
  isVoxmatchError,
  type OpenCase,
  openCase,
  toJson,
} from "../../../src/index.js";
import { goldenAnswers, goldenVolume, syntheticCases } from "../../support/golden.js";
import { optionsOf } from "../../support/panoptica-options.js";
import { refusal } from "../../support/refusal.js";

/** Beside what the golden answers ask: everything that is kept or shared between calls. */
const MORE: readonly EvaluateOptions[] = [
  {},
  { metrics: ["iou", "hd95", "nsd"], globalMetrics: ["assd"] },
  { metrics: ["iou", "hd95", "nsd"], globalMetrics: ["assd"], hd95: "directed", nsd: "directed", nsdTolerance: 3 },
  { metrics: ["nsd", "cldsc"], strategy: "union", threshold: 0.2, globalSpace: "voxel", globalMetrics: ["hd", "assd"] },
  { regions: true, metrics: ["dsc", "assd"], explain: true },
  { groups: "each", autc: "exact", minVoxels: 5 },
  { groups: "each", matchingMetric: "assd", threshold: 4, strategy: "many-to-one" },
  { groups: { low: [1, 2], same: { labels: [1, 2, 3], merge: true } }, metrics: ["hd"], lesionDilation: 1 },
  { groups: { low: [1, 2], same: { labels: [1, 2, 3], merge: true } }, ignoreLabel: 1, touchingLabels: "merge" },
  { input: "matched", metrics: ["hd"] },
  { input: "unmatched", strategy: "merge", threshold: 0.1, decisionMetric: "hd", decisionThreshold: 30 },
  {},
];

/** The report without how long it took. */
const textOf = (result: EvaluationResult) => toJson({ ...result, timings: {} });

/** The outcome of a call: the report, or the error's message. */
async function outcome(work: Promise<EvaluationResult>): Promise<string> {
  return work.then(textOf).catch((error: unknown) => {
    if (isVoxmatchError(error)) return `${error.code}: ${error.message}`;
    throw error;
  });
}

async function checkSame(opened: OpenCase, inputs: EvaluateInputs, options: EvaluateOptions): Promise<void> {
  expect(await outcome(opened.evaluate(options)), JSON.stringify(options)).toBe(
    await outcome(evaluate(inputs, options)),
  );
}

describe.each([...syntheticCases(), "spine"])("%s, opened once", (folder) => {
  it("gives evaluate's result byte for byte, after any earlier question", async () => {
    const answers = goldenAnswers(folder);
    const { files } = answers[0];
    const inputs = {
      reference: await goldenVolume(files.reference),
      prediction: await goldenVolume(files.prediction),
    };
    const opened = await openCase(inputs);
    const asked = answers.filter(
      ({ files: own }) => own.reference === files.reference && own.prediction === files.prediction,
    );
    const golden = asked.map(({ config }) => optionsOf(config, inputs.reference.shape.length));
    // Not all of them for the spine, whose ten metrics take seconds each.
    const some = folder === "spine" ? golden.slice(0, 4) : golden;
    for (const options of [...MORE, ...some]) await checkSame(opened, inputs, options);
    await opened.close();
  });
});

/** Two references; the first is split in the prediction, the second merged with a bit of background. */
const SHAPE = [8, 3, 2];
const reference = { data: Uint8Array.from({ length: 48 }, (_, i) => [1, 1, 1, 1, 0, 0, 2, 2][i % 8]), shape: SHAPE };
const prediction = { data: Uint8Array.from({ length: 48 }, (_, i) => [3, 3, 0, 4, 0, 5, 5, 5][i % 8]), shape: SHAPE };

describe("openCase", () => {
  it("explores as explore does, before and after evaluations", async () => {
    const opened = await openCase({ reference, prediction });
    const options = { strategies: ["one-to-one", "union"], thresholds: [0.3, 0.6], minVoxels: 2 } as const;
    const expected = await explore({ reference, prediction }, options);
    expect(expected).toHaveLength(4);
    expect(await opened.explore(options)).toEqual(expected);
    await opened.evaluate({ input: "unmatched", strategy: "union" });
    expect(await opened.explore(options)).toEqual(expected);
    await opened.close();
  });

  it("paints the instances of the result", async () => {
    const opened = await openCase({ reference, prediction });
    for (const options of [{}, { input: "unmatched" }, { groups: "each", connectivity: 6 }] as const) {
      const { groups } = await opened.evaluate(options);
      for (const side of ["reference", "prediction"] as const) {
        const { data, instances, shape, spacing } = await opened.labels(side, options);
        expect([shape, spacing]).toEqual([SHAPE, [1, 1, 1]]);
        const rows = Object.entries(groups).flatMap(([group, { reference_instances, predicted_instances }]) => {
          const ofReference = reference_instances.map((row) => ({ ...row, voxels: row.instance_voxel_count_ref }));
          const ofPrediction = predicted_instances.map((row) => ({ ...row, voxels: row.instance_voxel_count_pred }));
          const own = side === "reference" ? ofReference : ofPrediction;
          return own.map(({ label, first_voxel, voxels }) => ({ group, label, first_voxel, voxels }));
        });
        expect(instances).toEqual(rows.map(({ group, label }) => ({ group, label })));
        rows.forEach((row, i) => {
          expect(data.filter((value) => value === i + 1)).toHaveLength(row.voxels);
          expect(data.indexOf(i + 1)).toBe(row.first_voxel);
        });
        expect(data.filter((value) => value > 0)).toHaveLength(rows.reduce((sum, { voxels }) => sum + voxels, 0));
      }
    }
    await opened.close();
  });

  it("shows the earlier group where groups share voxels", async () => {
    const opened = await openCase({ reference, prediction });
    const { data, instances } = await opened.labels("reference", { groups: { second: [2], all: [1, 2] } });
    expect(instances.map(({ group }) => group)).toEqual(["second", "all", "all"]);
    expect([...data.slice(0, 8)]).toEqual([2, 2, 2, 2, 0, 0, 1, 1]);
    await opened.close();
  });

  it("paints nothing of an empty side", async () => {
    const empty = { data: new Uint8Array(48), shape: SHAPE };
    const opened = await openCase({ reference: empty, prediction: empty });
    expect(await opened.labels("reference")).toMatchObject({ data: new Uint8Array(48), instances: [] });
    await opened.close();
  });

  it("answers calls that overlap, in order, each by its own options", async () => {
    const opened = await openCase({ reference, prediction });
    const asked: EvaluateOptions[] = [{}, { input: "unmatched" }, { strategy: "union" }, { input: "matched" }, {}];
    const texts = await Promise.all(asked.map((options) => outcome(opened.evaluate(options))));
    expect(texts).toEqual(
      await Promise.all(asked.map((options) => outcome(evaluate({ reference, prediction }, options)))),
    );
    await opened.close();
  });

  it("holds no engine that others wait for", async () => {
    const many = await Promise.all(Array.from({ length: 6 }, () => openCase({ reference, prediction })));
    const { groups } = await evaluate({ reference, prediction });
    for (const opened of many) expect((await opened.evaluate()).groups).toEqual(groups);
    await Promise.all(many.map((opened) => opened.close()));
  });

  it("goes on after a refusal", async () => {
    const opened = await openCase({ reference, prediction });
    await refusal(() => opened.evaluate({ connectivity: 4 }), "INVALID_OPTION", /connectivity is 4/);
    await refusal(() => opened.evaluate({ strategy: "onetoone" as "union" }), "INVALID_OPTION", /Did you mean/);
    await checkSame(opened, { reference, prediction }, {});
    await opened.close();
  });

  it("says what is wrong with the volumes as evaluate does", async () => {
    const other = { ...prediction, spacing: [1, 1, 2] };
    const opened = await openCase({ reference, prediction: other });
    await refusal(() => opened.evaluate(), "GEOMETRY_MISMATCH", /spacings differ along z/);
    await checkSame(opened, { reference, prediction: other }, { ignoreGeometry: ["spacing"] });
    await opened.close();
    const half = { ...reference, data: new Float32Array(48).fill(0.5) };
    await refusal(() => openCase({ reference: half, prediction }), "INVALID_VOLUME", /0\.5/);
  });

  it("refuses questions once closed, and finishes those asked before", async () => {
    const opened = await openCase({ reference, prediction });
    const before = opened.evaluate();
    const closed = opened.close();
    expect((await before).groups.ungrouped.n_ref_instances).toBe(2);
    await closed;
    await refusal(() => opened.evaluate(), "CASE_CLOSED", /was closed/);
    await refusal(() => opened.labels("reference"), "CASE_CLOSED", /was closed/);
    await opened.close();
  });

  it("says how far it is, with the same result", async () => {
    const opened = await openCase(await spine());
    const options = { metrics: ["iou", "hd95", "cldsc"], matchingMetric: "assd", threshold: 5 } as const;
    const shares: number[] = [];
    const watched = await opened.evaluate(options, { onProgress: (share) => shares.push(share) });
    expect(textOf(watched)).toBe(textOf(await evaluate(await spine(), options)));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
    await opened.close();
  });

  it("aborts on request, and goes on with what was measured", async () => {
    const opened = await openCase(await spine());
    const options = { metrics: ["hd95", "cldsc"] } as const;
    const controller = new AbortController();
    const reason = new Error("another threshold was chosen");
    const given = opened.evaluate(options, { signal: controller.signal, onProgress: () => controller.abort(reason) });
    await expect(given).rejects.toBe(reason);
    await expect(opened.evaluate(options, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await checkSame(opened, await spine(), options);
    await opened.close();
  });
});

async function spine(): Promise<EvaluateInputs> {
  const folder = "spine/semantic";
  return {
    reference: await goldenVolume(`${folder}/ref.nii.gz`),
    prediction: await goldenVolume(`${folder}/pred.nii.gz`),
  };
}

describe("how an open case reads", () => {
  const shape = [4, 1];
  const fractions = { shape, data: Float32Array.of(1.25, 0, 1, 0) };
  const labels = { shape, data: Int16Array.of(1, 0, 1, -1) };
  const grid = { shape, data: Uint8Array.of(1, 0, 1, 0) };

  it("is chosen when it is opened, with what evaluate makes of it", async () => {
    const inputs = { reference: grid, prediction: fractions };
    await refusal(() => openCase(inputs), "INVALID_VOLUME", /roundLabels/);
    const opened = await openCase(inputs, { roundLabels: true });
    const direct = await evaluate(inputs, { roundLabels: true });
    expect(textOf(await opened.evaluate())).toBe(textOf(direct));
    expect(textOf(await opened.evaluate({ roundLabels: true }))).toBe(textOf(direct));
    expect(await opened.explore()).toEqual(await explore(inputs, { roundLabels: true }));
    await refusal(() => opened.evaluate({ roundLabels: false }), "INVALID_OPTION", /read with true.*openCase/);
    await opened.close();
  });

  it("includes a negative label of void, and the largest volume", async () => {
    const inputs = { reference: labels, prediction: grid };
    await refusal(() => openCase(inputs), "INVALID_VOLUME", /-1|−1/);
    const opened = await openCase(inputs, { ignoreLabel: -1, maximumVoxels: 100 });
    const direct = await evaluate(inputs, { ignoreLabel: -1, maximumVoxels: 100 });
    expect(textOf(await opened.evaluate())).toBe(textOf(direct));
    await refusal(() => opened.evaluate({ ignoreLabel: 1 }), "INVALID_OPTION", /ignoreLabel is 1.*read with -1/);
    await refusal(() => opened.evaluate({ maximumVoxels: 3 }), "INVALID_OPTION", /maximumVoxels/);
    await opened.close();
    await refusal(
      () => openCase(inputs, { threshold: 1 } as object),
      "INVALID_OPTION",
      /option of reading "threshold"/,
    );
  });

  it("leaves a label of void that is not negative free", async () => {
    const opened = await openCase({ reference: grid, prediction: grid });
    expect((await opened.evaluate({ ignoreLabel: 1 })).groups.ungrouped.tp).toBe(0);
    expect((await opened.evaluate()).groups.ungrouped.tp).toBe(2);
    await opened.close();
  });
});
