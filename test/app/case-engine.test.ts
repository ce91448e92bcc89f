import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CaseEngine } from "../../app/engine/case-engine.js";
import { KINDS, STATUSES } from "../../app/engine/outcome.js";
import type { Reply } from "../../app/engine/protocol.js";
import { quickened } from "../../app/state/quicken.js";
import { evaluate, readVolume, toJson, toTsv } from "../../src/index.js";
import { STRATEGY_NAMES } from "../../src/matching/registry.js";
import { niftiFile } from "../support/nifti.js";

const file = (name: string) => new File([readFileSync(`examples/${name}`)], name);
const [reference, prediction] = [file("reference.nii.gz"), file("prediction.nii.gz")];

function done<T>(reply: Reply<T>): T {
  if (reply.kind === "done") return reply.value;
  throw new Error(reply.kind === "failed" ? reply.failure.message : reply.kind);
}

async function openExample(): Promise<CaseEngine> {
  const engine = new CaseEngine();
  expect(done(await engine.open(reference, prediction, {}))).toMatchObject({ shape: [128, 128, 48] });
  return engine;
}

const direct = async (options: Parameters<typeof evaluate>[1]) =>
  evaluate({ reference: await readVolume(reference), prediction: await readVolume(prediction) }, options);

describe("the engine of the page", () => {
  it("answers with the numbers and rows of evaluate", async () => {
    const engine = await openExample();
    for (const options of [{}, { strategy: "union", metrics: ["iou", "hd95"], groups: "each" }] as const) {
      const { groups } = await direct(options);
      const answer = done(await engine.measure(options, null));
      expect(Object.keys(answer.groups)).toEqual(Object.keys(groups));
      const own = groups[answer.group];
      const { pq, tp, fp, fn } = answer.groups[answer.group];
      expect({ pq, tp, fp, fn }).toEqual({ pq: own.pq, tp: own.tp, fp: own.fp, fn: own.fn });
      expect([...answer.reference.labels]).toEqual(own.reference_instances.map((row) => row.label));
      expect([...answer.prediction.voxels]).toEqual(
        own.predicted_instances.map((row) => row.instance_voxel_count_pred),
      );
      expect([...(answer.reference.metrics.iou ?? [])]).toEqual(
        own.reference_instances.map((row) => row.sq ?? Number.NaN),
      );
      own.reference_instances.forEach(({ predictions }, i) => {
        const { partners, partnerOffsets } = answer.reference;
        expect([...partners.slice(partnerOffsets[i], partnerOffsets[i + 1])]).toEqual(predictions);
      });
      expect(answer.edges?.fates.filter((fate) => fate === "chosen")).toHaveLength(own.matches.length);
    }
    await engine.close();
  });

  it("answers quickly with the same counts", async () => {
    const engine = await openExample();
    const options = { preset: "panoptica", threshold: 0.3, regions: true } as const;
    const quick = done(await engine.count(quickened(options), null));
    const full = done(await engine.measure(options, null));
    const { pq, sq, rq, tp, fp, fn } = full.groups.ungrouped;
    expect(quick.groups.ungrouped).toMatchObject({ pq, sq, rq, tp, fp, fn });
    expect(quick.groups.ungrouped).not.toHaveProperty("sq_assd");
    expect(full.groups.ungrouped.sq_assd).toBeGreaterThan(0);
    await engine.close();
  });

  it("names status and kind of error of every instance, and calls only what is matched free of error", async () => {
    const engine = await openExample();
    const { reference: columns, groups, group } = done(await engine.measure({}, null));
    const of = (kind: (typeof KINDS)[number]) => [...columns.labels].filter((_, i) => KINDS[columns.kinds[i]] === kind);
    const { taxonomy, tp, fn } = groups[group];
    expect(of("split")).toEqual(taxonomy?.references.split.labels);
    expect(of("merged")).toEqual(taxonomy?.references.merged.labels);
    expect(of("absent")).toEqual(taxonomy?.references.absent.labels);
    expect(of("none")).toEqual(taxonomy?.references.none.labels);
    expect(of("inaccurate")).toEqual(taxonomy?.references.inaccurate.labels);
    const statuses = [...columns.statuses].map((code) => STATUSES[code]);
    expect(statuses.filter((status) => status === "matched").length).toBe(tp);
    expect(statuses.filter((status) => status === "missed").length).toBe(fn);
    const unmatched = statuses.flatMap((status, i) => (status === "matched" ? [] : [KINDS[columns.kinds[i]]]));
    expect(unmatched).not.toContain("none");
    await engine.close();
  });

  it("writes the reports of the command line", async () => {
    const engine = await openExample();
    const options = { groups: "each", strategy: "many-to-one" } as const;
    await engine.measure({ threshold: 0.2 }, null);
    const result = await direct(options);
    const withoutTimings = (text: string) => text.replace(/"timings": \{[^}]*\}/, "");
    expect(withoutTimings(done(await engine.report("json", options)))).toBe(withoutTimings(toJson(result)));
    expect(done(await engine.report("tsv", options))).toBe(toTsv(result));
    await engine.close();
  });

  it("gives a curve for every strategy, whose values are those of evaluations", async () => {
    const engine = await openExample();
    const curves = done(await engine.curves({ strategy: "greedy", allowManyToOne: true }, "ungrouped"));
    expect(curves.map(({ strategy }) => strategy)).toEqual(STRATEGY_NAMES);
    for (const { strategy, curve, area } of curves) {
      const at = curve.find(({ from, to }) => from <= 0.3 && 0.3 < to);
      const options = { strategy, threshold: 0.3, ...(strategy === "greedy" && { allowManyToOne: true }) };
      const { tp, pq } = (await direct(options)).groups.ungrouped;
      expect(at?.tp).toBe(tp);
      // A curve carries its sums along, so the last bit may differ.
      if (area !== null) expect(at?.pq).toBeCloseTo(Number(pq), 12);
      expect(area === null).toBe(strategy === "many-to-many");
    }
    await engine.close();
  });

  it("explains an instance in sentences", async () => {
    const engine = await openExample();
    expect(await engine.sentencesOf({ group: "ungrouped", side: "reference", label: 1 })).toEqual([]);
    const { group } = done(await engine.measure({}, null));
    const sentences = await engine.sentencesOf({ group, side: "reference", label: 5 });
    expect(sentences[0]).toMatch(/^reference 5 is missed/);
    expect(sentences.length).toBeGreaterThan(1);
    await engine.close();
  });

  it("says in the library's words what is wrong", async () => {
    const engine = new CaseEngine();
    const garbage = new File(["this is no volume at all"], "notes.nii");
    const refused = await engine.open(reference, garbage, {});
    const said = await readVolume(garbage).catch((error: Error) => error.message);
    expect(refused).toEqual({ kind: "failed", failure: { code: "INVALID_FILE", message: said, part: null } });
    expect(await engine.count({}, null)).toMatchObject({ kind: "failed", failure: { code: "INVALID_FILE" } });
    await engine.open(reference, prediction, {});
    const unknown = await engine.count({ groups: { none: [99] } }, null);
    expect(unknown.kind).toBe("done");
    expect(await engine.count({ connectivity: 8 }, null)).toMatchObject({
      kind: "failed",
      failure: { code: "INVALID_OPTION" },
    });
    await engine.close();
    expect(await engine.count({}, null)).toMatchObject({ kind: "failed", failure: { code: "CASE_CLOSED" } });
  });

  it("reads the files again where options ask for another reading", async () => {
    const blurred = { shape: [3, 2, 1], dataType: "float32", values: [1.25, 1, 0, 0, 0, 0] } as const;
    const one = new File([niftiFile(blurred)], "blurred.nii");
    const other = new File([niftiFile({ ...blurred, values: [1, 1, 0, 0, 0, 0] })], "labels.nii");
    const engine = new CaseEngine();
    const refused = await engine.open(other, one, {});
    expect(refused).toMatchObject({ kind: "failed", failure: { code: "INVALID_VOLUME" } });
    done(await engine.open(other, one, { roundLabels: true }));
    const { notes } = done(await engine.measure({ roundLabels: true }, null));
    expect(notes.join()).toMatch(/rounded to the nearest label/);
    expect(await engine.count({}, null)).toMatchObject({ kind: "failed", failure: { code: "INVALID_VOLUME" } });
    expect((await engine.count({ roundLabels: true }, null)).kind).toBe("done");
    expect(await engine.count({ roundLabels: true, maximumVoxels: 4 }, null)).toMatchObject({
      kind: "failed",
      failure: { code: "INVALID_VOLUME" },
    });
    await engine.close();
  });

  it("gives up what is being measured when told to, and when asked anew", async () => {
    const engine = await openExample();
    const options = { metrics: ["cldsc", "hd95"] } as const;
    const given = engine.measure(options, null);
    await engine.cancel();
    expect(await given).toEqual({ kind: "given-up" });
    const [first, second] = await Promise.all([
      engine.measure({ metrics: ["nsd"] }, null),
      engine.measure(options, null),
    ]);
    expect(first).toEqual({ kind: "given-up" });
    expect(done(second).groups.ungrouped.sq_hd95).toBeGreaterThan(0);
    await engine.close();
  });
});
