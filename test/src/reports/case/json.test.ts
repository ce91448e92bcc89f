import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromJson, toJson } from "../../../../src/reports/case/json.js";
import type { EvaluationResult } from "../../../../src/results/evaluation-result.js";
import { refusal } from "../../../support/refusal.js";
import { sampleResult } from "../../../support/sample-result.js";
import { SEEDED } from "../../../support/volumes.js";

/** A result whose groups are replaced: the format does not care what they hold. */
async function resultWith(groups: unknown): Promise<EvaluationResult> {
  return { ...(await sampleResult()), groups: groups as EvaluationResult["groups"] };
}

const number = fc.oneof(
  fc.double({ noNaN: false }).map((value) => value + 0), // −0 + 0 is 0, which JSON can hold.
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const key = fc.constantFrom("sq", "pq", "rq", "a b", "ärger", "list", "0");
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    number,
    fc.constant(null),
    fc.boolean(),
    fc.constantFrom("text", "reason", ""),
    fc.array(number),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { noNullPrototype: true }),
  ),
}));

describe("toJson and fromJson", () => {
  it.each(["reason", "string"] as const)("give back every number, written as %s", async (numbers) => {
    const base = await resultWith({});
    fc.assert(
      fc.property(anything, (value) => {
        const result = { ...base, groups: { group: value } } as unknown as EvaluationResult;
        expect(fromJson(toJson(result, { numbers }))).toEqual(result);
      }),
      SEEDED,
    );
  });

  it.each(["reason", "string"] as const)("give back a whole result, written as %s", async (numbers) => {
    const result = await sampleResult();
    expect(fromJson(toJson(result, { numbers }))).toEqual(result);
  });

  it("writes what is no number as null with its reason", async () => {
    const json = toJson(await resultWith({ liver: { tp: 0, sq: Number.NaN, sq_assd: Number.POSITIVE_INFINITY } }));
    expect(JSON.parse(json).groups.liver).toEqual({
      tp: 0,
      sq: null,
      sq_reason: "NaN",
      sq_assd: null,
      sq_assd_reason: "Infinity",
    });
  });

  it("says which entries of a list are no numbers", async () => {
    const json = toJson(await resultWith({ liver: { curve: [1, Number.NaN], box: [[0, Number.NEGATIVE_INFINITY]] } }));
    expect(JSON.parse(json).groups.liver).toEqual({
      curve: [1, null],
      curve_reason: { "1": "NaN" },
      box: [[0, null]],
      box_reason: { "0.1": "-Infinity" },
    });
  });

  it("writes names as strings where asked to", async () => {
    const json = toJson(await resultWith({ liver: { sq: Number.NaN } }), { numbers: "string" });
    expect(JSON.parse(json).groups.liver).toEqual({ sq: "NaN" });
  });

  it("leaves a null alone whose reason is a sentence of the result's own", async () => {
    const result = await resultWith({ liver: { pq: null, pq_reason: "many-to-many has no single TP" } });
    expect(fromJson(toJson(result))).toEqual(result);
  });

  it("leaves a path alone that spells a number", async () => {
    const sample = await sampleResult();
    const reference = { ...sample.inputs.reference, path: "Infinity" };
    const result = { ...sample, inputs: { ...sample.inputs, reference } };
    expect(fromJson(toJson(result, { numbers: "string" }))).toEqual(result);
  });

  it("keeps the order of sections and ends in a newline", async () => {
    const { timings, groups, ...rest } = await sampleResult();
    const json = toJson({ timings, groups, ...rest });
    const sections = [
      "engine",
      "inputs",
      "options",
      "notes",
      "unassigned",
      "emptyGroups",
      "definitions",
      "groups",
      "timings",
    ];
    expect(Object.keys(JSON.parse(json))).toEqual(sections);
    expect(json.endsWith("}\n")).toBe(true);
  });

  it("is refused where the text is no result", async () => {
    await refusal(() => fromJson('{ "engine": {'), "INVALID_FILE", /not JSON/);
    await refusal(() => fromJson("[]"), "INVALID_FILE", /no result of voxmatch: it has no engine, inputs/);
    await refusal(() => fromJson("3"), "INVALID_FILE", /no result/);
  });
});
