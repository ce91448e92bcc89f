import { describe, expect, it } from "vitest";
import { type CaseRecord, encodeCaseRecord, parseCaseRecord } from "../../../../src/cohort/case-record.js";
import { driversOfScore } from "../../../../src/cohort/drivers/drivers-of-score.js";
import { mapRecordOf } from "../../../../src/cohort/maps/map-record.js";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import { summaryToDelimited } from "../../../../src/cohort/summary/summary-delimited.js";
import { summaryToText } from "../../../../src/cohort/summary/text/summary-text.js";
import { evaluateMap } from "../../../../src/maps/evaluate-map.js";

const shape = [9, 1];
/** Two lesions: voxels 1–2 and 6–7. */
const REFERENCE = Uint8Array.of(0, 1, 1, 0, 0, 0, 1, 1, 0);
const ATLAS = Uint8Array.of(1, 1, 1, 1, 0, 2, 2, 2, 2);

async function recordOf(id: string, model: string | null, values: readonly number[]): Promise<CaseRecord> {
  const result = await evaluateMap(
    {
      map: { data: Float32Array.from(values), shape },
      reference: { data: REFERENCE, shape },
      atlas: { data: ATLAS, shape },
      atlasNames: "index,name\n1,NaN\n2,right\n",
    },
    { kind: "probability", detection: true, candidateThreshold: 0.2 },
  );
  const map = mapRecordOf(result);
  const inputs = { reference: map.inputs.reference, prediction: map.inputs.map };
  const record = { case: id, model, columns: {}, status: "done", inputs, groups: {}, map } as const;
  return parseCaseRecord(encodeCaseRecord(record));
}

const BOTH = [0, 0.9, 0.9, 0, 0, 0, 0.6, 0.6, 0];
const ONE = [0, 0.9, 0.9, 0, 0.7, 0, 0, 0, 0];

function failed(id: string, model: string | null): CaseRecord {
  const facts = { shape, spacing: [1, 1], groups: { ungrouped: { n_ref_instances: 2, global_bin_volume_ref: 4 } } };
  return {
    ...{ case: id, model, columns: {}, status: "failed", cause: "missing", reference: facts },
    files: { reference: "r", prediction: "m", map: "m" },
    error: { code: "FILE_ACCESS", message: "there is no such file", details: {} },
  };
}

const options = { resamples: 199 };

describe("the line of a map", () => {
  it("has each key once, and is the same when it is read and written again", async () => {
    const inputs = {
      map: { data: Float32Array.from(BOTH), shape },
      reference: { data: new Uint8Array(9), shape },
      atlas: { data: ATLAS, shape },
      atlasNames: "index,name\n1,NaN\n2,right\n",
    };
    const map = mapRecordOf(await evaluateMap(inputs, { kind: "probability", detection: true }));
    const first = await recordOf("a", null, BOTH);
    const line = encodeCaseRecord({ ...first, map } as CaseRecord);
    expect(line.split('"ap_reason"').length).toBe(2);
    expect(line).toContain('"ap":null,"ap_reason":"empty_reference"');
    expect(encodeCaseRecord(parseCaseRecord(line))).toBe(line);
  });
});

describe("maps of a cohort", () => {
  it("joins candidates and lesions of all cases", async () => {
    const records = [await recordOf("a", null, BOTH), await recordOf("b", null, ONE)];
    const { maps } = summarizeCohort(records, options);
    const value = (score: string) => maps?.detection.find((row) => row.score === score)?.value;
    // Falling: 0.9 (two lesions), 0.7 (a false positive), 0.6 (a lesion); four lesions. AP = 2/4 · 1 + 1/4 · 3/4.
    expect(value("lesion_ap")).toBe(0.5 + 0.1875);
    expect(value("lesion_sensitivity")).toBe(0.75);
    expect(value("fp_per_case")).toBe(0.5);
    expect(["lesion_tp", "lesion_fp", "lesion_fn"].map(value)).toEqual([3, 1, 1]);
    // At ½ false positive a case all three are found; below it the two of 0.9.
    expect(value("froc_sens_at_0.125")).toBe(0.5);
    expect(value("froc_sens_at_0.5")).toBe(0.75);
    expect(maps?.n_failed).toBe(0);
    const brier = maps?.scores.find(({ score }) => score === "brier");
    // (4 · … )/9: a: 2·0.01 + 2·0.16; b: 2·0.01 + 0.49 + 2·1.
    expect(brier?.mean).toBeCloseTo((0.34 / 9 + 2.51 / 9) / 2, 6);
    expect(brier).toMatchObject({ n: 2, better: "lower" });
  });

  it("has the chance level beside each score that has one, over the cases with a value", async () => {
    const empty = await evaluateMap(
      { map: { data: Float32Array.from(BOTH), shape }, reference: { data: new Uint8Array(9), shape } },
      { kind: "probability", detection: true, candidateThreshold: 0.2 },
    );
    const first = await recordOf("a", null, BOTH);
    const healthy = { ...first, case: "b", map: mapRecordOf(empty) } as CaseRecord;
    const summary = summarizeCohort([first, parseCaseRecord(encodeCaseRecord(healthy))], options);
    const chance = (key: string) =>
      [...(summary.maps?.scores ?? []), ...(summary.maps?.detection ?? [])].find(({ score }) => score === key)?.chance;
    // Four of nine voxels in the one case that has an average precision; the other's prevalence is 0.
    expect(["ap", "rank_accuracy", "top_5_precision"].map(chance)).toEqual([4 / 9, 4 / 9, 4 / 9]);
    expect(["auroc", "mass_enrichment", "nss", "best_dice", "lesion_ap"].map(chance)).toEqual([0.5, 1, 0, null, null]);
    // One of two cases has a lesion.
    expect(["case_auroc", "case_ap"].map(chance)).toEqual([0.5, 0.5]);
    expect(summaryToText(summary)).toMatch(/score +n +mean +chance/);
    expect(summaryToDelimited(summary, { format: "csv", table: "map-scores" })).toContain(",better,chance");
    expect(summary.what_counts).not.toContain("rightly left empty");
  });

  it("counts the lesions of a case without a map as missed", async () => {
    const records = [await recordOf("a", null, BOTH), failed("b", null)];
    const summary = summarizeCohort(records, options);
    const row = summary.maps?.detection.find(({ score }) => score === "lesion_sensitivity");
    expect(row).toMatchObject({ n_cases: 2, n_lesions: 4, value: 0.5 });
    expect(summary.maps?.n_failed).toBe(1);
    expect(summary.maps?.scores.find(({ score }) => score === "auroc")?.n).toBe(1);
    // No labels are missing where none were to come.
    expect(summary.metrics).toEqual([]);
    expect(summaryToText(summary)).toContain("1 case without a map that could be used");
  });

  it("names regions as texts, and ranks them by their mean share", async () => {
    const records = [await recordOf("a", null, BOTH), await recordOf("b", null, ONE)];
    const { maps } = summarizeCohort(records, options);
    const rows = maps?.regions.map(({ name, rank_share }) => [name, rank_share]);
    expect(rows).toEqual([
      ["outside", null],
      ["NaN", 1],
      ["right", 2],
    ]);
    // Left: 1.8 of 3 and 1.8 of 2.5.
    expect(maps?.regions[1].share).toBeCloseTo((1.8 / 3 + 1.8 / 2.5) / 2, 6);
  });

  it("are among the scores that columns may explain", async () => {
    const records = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        const record = await recordOf(String(i), null, i % 2 === 0 ? BOTH : ONE);
        return { ...record, columns: { site: i % 2 === 0 ? "x" : "y" } };
      }),
    );
    const [{ rows, n }] = driversOfScore(records, { score: "brier", columns: ["site"], resamples: 99 });
    expect(n).toBe(12);
    // The site says all: every rank of x is below every one of y, and within a site all are tied.
    expect(rows[0]).toMatchObject({ column: "site", kind: "category" });
    expect(rows[0].share).toBeCloseTo(1, 12);
    expect(() => driversOfScore(records, { score: "briar", columns: ["site"] })).toThrow(/brier/);
  });

  it("compares two models by whole cases", async () => {
    const ids = ["a", "b", "c", "d", "e", "f"];
    const records = await Promise.all(ids.flatMap((id) => [recordOf(id, "one", BOTH), recordOf(id, "two", ONE)]));
    const summary = summarizeCohort(records, options);
    const row = summary.maps?.comparisons.find(({ score }) => score === "lesion_sensitivity");
    expect(row).toMatchObject({ first: "one", second: "two", n_cases: 6, difference: 0.5 });
    // Of 2⁶ ways to give the cases to the models only two are as extreme: about 2/64 of the draws, and the observed one.
    expect(row?.p).toBeGreaterThan(0.005);
    expect(row?.p).toBeLessThan(0.08);
    // By signs all 64 ways are tried.
    expect(summary.maps?.comparisons.find(({ score }) => score === "brier")?.p).toBe(2 / 64);
    expect(summaryToDelimited(summary, { format: "csv", table: "froc" }).split("\n").length).toBe(2 + 2 * 33);
    const [brief, full] = [summaryToText(summary), summaryToText(summary, { full: true })];
    expect(brief).toContain("lesion_ap");
    expect(brief).not.toContain("lesion_f1");
    expect(full).toContain("lesion_f1");
    expect(full.split("\n").length).toBeGreaterThan(1.5 * brief.split("\n").length);
  });

  it("are in the order of the registry, though the first case lacks some", async () => {
    const empty = mapRecordOf(
      await evaluateMap(
        { map: { data: Float32Array.from(BOTH), shape }, reference: { data: new Uint8Array(9), shape } },
        { kind: "probability" },
      ),
    );
    const first = await recordOf("a", null, BOTH);
    const record = parseCaseRecord(encodeCaseRecord({ ...first, map: empty } as CaseRecord));
    const { maps } = summarizeCohort([record, await recordOf("b", null, ONE)], options);
    const keys = maps?.scores.map(({ score }) => score) ?? [];
    const places = ["n_voxels", "mass_accuracy", "auroc", "dice_at_0.5", "pointing_hit", "brier"].map((key) =>
      keys.indexOf(key),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBe(0);
  });
});
