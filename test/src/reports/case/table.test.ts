import { describe, expect, it } from "vitest";
import { toTable } from "../../../../src/reports/case/table.js";
import type { EvaluationResult } from "../../../../src/results/evaluation-result.js";
import { sampleResult } from "../../../support/sample-result.js";

const widest = (text: string) => Math.max(...text.split("\n").map((line) => [...line].length));

describe("toTable", () => {
  it("shows what was compared, how, and what came out", async () => {
    expect(
      toTable(await sampleResult({ metrics: ["iou", "dsc", "cedi"], globalMetrics: ["dsc"] })),
    ).toMatchInlineSnapshot(`
      "voxmatch 0.1.0

        reference   an array
        prediction  an array
        grid        20 × 1 × 1 voxels of 0.5 × 1 × 2 mm
        instances   labels, numbered independently in both volumes (unmatched)
        matching    one-to-one, intersection over union > 0.4

      ────────────────────────────────────────────────────────────────────────────────
        ungrouped                                          2 references, 2 predictions

           PQ      SQ      RQ   precision   recall      TP      FP      FN
        0.250   0.500   0.500       0.500    0.500       1       1       1

        metric                               matched (n = 1)     PQ  foreground
        IOU     Intersection over union        0.500 ± 0.000  0.250
        DSC     Dice similarity coefficient    0.667 ± 0.000  0.333       0.308
        CEDI    Centre distance (mm)             0.00 ± 0.00

        Foreground: 8 voxels in the reference, 5 in the prediction

        Kinds of error
          references   1 none, 1 absent
          predictions  1 none, 1 absent
          PQ lost to   absent (ref.) 0.350, outlines 0.250, absent (pred.) 0.083

        Matches, worst first
          reference  predictions    IOU    DSC  CEDI  mm³  centre (voxel)
                  1  1            0.500  0.667  0.00    4  3, 0, 0

        Missed 1
          reference  mm³  centre (voxel)
                  2    4  11, 0, 0

        Spurious 1
          prediction  mm³  centre (voxel)
                   2    3  17, 0, 0
      "
    `);
  });

  it("says why a value is undefined", async () => {
    const table = toTable(await sampleResult({}, 0));
    expect(table).toContain("– undefined: the prediction has no instance of this group");
    expect(table).not.toContain("NaN");
    expect(table).toContain("Missed 2");
  });

  it("gives the reason that the result itself states", async () => {
    const result = await sampleResult();
    const group = { ...result.groups.ungrouped, pq: null, pq_reason: "many-to-many has no single TP" };
    const table = toTable({ ...result, groups: { ungrouped: group } as unknown as EvaluationResult["groups"] });
    expect(table).toContain("– undefined: many-to-many has no single TP");
  });

  it("names numbers that it has no place for, so that none is lost", async () => {
    const result = await sampleResult();
    const group = { ...result.groups.ungrouped, autc_rq: 0.625 };
    expect(toTable({ ...result, groups: { ungrouped: group } })).toContain("AUTC\u00a0of\u00a0RQ\u00a00.625");
  });

  it("shortens names of metrics where they do not fit, but not their units", async () => {
    const metrics = ["iou", "hd95", "boundaryIou"] as const;
    const table = toTable(await sampleResult({ metrics, globalMetrics: metrics }));
    expect(table).toMatch(/ {2}HD95 {9}Hausdorff distance.*… \(mm\) /);
    expect(widest(table)).toBe(80);
  });

  it.each([80, 120, 140])("stays within %i columns", async (width) => {
    const result = await sampleResult();
    const group = result.groups.ungrouped;
    expect(widest(toTable(result, { width }))).toBe(width);
    expect(widest(toTable({ ...result, groups: { lesion: group, node: group } }, { width }))).toBe(width);
  });

  it("compares groups line by line, and leaves their details to JSON where they are many", async () => {
    const result = await sampleResult();
    const names = Array.from({ length: 9 }, (_, i) => `vertebra ${i}`);
    const table = toTable({
      ...result,
      groups: Object.fromEntries(names.map((name) => [name, result.groups.ungrouped])),
    });
    for (const name of names) expect(table.split(name)).toHaveLength(2);
    expect(table).toContain("in the JSON report");
  });

  it("says why a group of many is undefined", async () => {
    const { groups } = await sampleResult({ groups: { none: [7] } });
    const many = Array.from({ length: 9 }, (_, i) => [`group ${i}`, groups.none]);
    const table = toTable({ ...(await sampleResult()), groups: Object.fromEntries(many) });
    expect(table.split("– undefined: neither volume has an instance of this group")).toHaveLength(2);
  });

  it("says so where there is no group at all", async () => {
    expect(toTable({ ...(await sampleResult()), groups: {} })).toContain("Neither volume has a label");
  });

  it("marks with the style that it is given, without moving a column", async () => {
    const mark = (text: string) => `«${text}»`;
    const result = await sampleResult();
    const styled = toTable(result, { style: { strong: mark, faint: mark, good: mark, bad: mark } });
    expect(styled).toContain("«0.250»");
    expect(styled.replace(/[«»]/g, "")).toBe(toTable(result));
  });
});
