import { describe, expect, it } from "vitest";
import { toTsv } from "../../../../src/reports/case/tsv.js";
import type { EvaluationResult } from "../../../../src/results/evaluation-result.js";
import { sampleResult } from "../../../support/sample-result.js";

function cellsOf(tsv: string): Record<string, string>[] {
  const [head, ...lines] = tsv
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  return lines.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i]])));
}

describe("toTsv", () => {
  it("writes a line for each group, its numbers under panoptica's names", async () => {
    // One match of 2 in 4 voxels: IoU 1/2; TP 1, FP 1, FN 1: RQ 1/2; 4 voxels of 1 mm³ each.
    const [row, ...others] = cellsOf(toTsv(await sampleResult()));
    expect(others).toEqual([]);
    expect(row).toMatchObject({ group: "ungrouped", tp: "1", fp: "1", fn: "1", rq: "0.5", sq: "0.5", pq: "0.25" });
    expect(row).toMatchObject({ instance_voxel_count_ref: "4", instance_volume_ref: "4" });
    expect(row).not.toHaveProperty("matches");
  });

  it("writes NaN and Infinity as such", async () => {
    const options = { edgeCases: { rvd: { predictionEmpty: Number.POSITIVE_INFINITY } } };
    const [row] = cellsOf(toTsv(await sampleResult(options, 0)));
    expect(row).toMatchObject({ prec: "NaN", sq: "0", sq_std: "NaN", sq_rvd: "Infinity" });
  });

  it("leaves a cell empty where a group has no such number", async () => {
    const result = await sampleResult();
    const group = result.groups.ungrouped;
    const groups = {
      a: { ...group, pq: null },
      b: { ...group, autc_rq: 0.5 },
    } as unknown as EvaluationResult["groups"];
    const [a, b] = cellsOf(toTsv({ ...result, groups }));
    expect([a.pq, a.autc_rq, b.pq, b.autc_rq]).toEqual(["", "", "0.25", "0.5"]);
  });

  it("keeps a group's name within its cell", async () => {
    const result = await sampleResult();
    const [row] = cellsOf(toTsv({ ...result, groups: { "left\tlung\n\\\rlower\r\n": result.groups.ungrouped } }));
    expect(row.group).toBe("left\\tlung\\n\\\\\\rlower\\r\\n");
  });
});
