import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commandIn } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { run, voxmatch } = commandIn(folder);

describe("voxmatch export", () => {
  beforeAll(() => {
    writeSmallCohort(folder, 3);
    writeFileSync(join(folder, "pred", "002.nii.gz"), "no volume");
    expect(run("cohort.csv", "--out", "results").status).toBe(1);
  });

  it("writes a table of cases, failures included", () => {
    expect(voxmatch("export", "results", "--format", "csv", "-o", "cases.csv")).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
    const [header, ...rows] = readFileSync(join(folder, "cases.csv"), "utf8").trimEnd().split("\n");
    expect(header).toMatch(
      /^case,model,site,status,situation,error_code,error_message,group,n_ref_instances,.*,pq_counted,/,
    );
    expect(rows.map((row) => row.split(",").slice(0, 4).join())).toEqual([
      "000,,00,done",
      "001,,01,done",
      "002,,02,failed",
    ]);
  });

  it("says next to each file by which policy cases count, as voxmatch summarize counts them", () => {
    const head = JSON.parse(readFileSync(join(folder, "cases.csv.policy.json"), "utf8"));
    expect(head.choices).toMatchObject({ missing: "worst", correctEmpty: "best" });
    expect(head.policy).toMatchObject([{ n_cases: 3, n_measured: 2, n_failed: 1, n_missing: 0 }]);
    expect(voxmatch("summarize", "results", "-o", "summary.json", "-q").status).toBe(0);
    const { policy, what_counts } = JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"));
    expect(head).toMatchObject({ policy, what_counts });
    const refused = voxmatch("export", "results", "--format", "csv", "-o", "refused.csv", "--missing", "refuse");
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/1 predictions are missing.*002/)]);
    expect(existsSync(join(folder, "refused.csv"))).toBe(false);
  });

  it("says what panoptica's file cannot hold", () => {
    const { status, stderr } = voxmatch("export", "results", "--format", "panoptica-tsv", "--output", "p.tsv");
    expect(status).toBe(0);
    expect(stderr).toBe("Failed cases (1) have no row in p.tsv; a table of cases has.\n");
    expect(
      readFileSync(join(folder, "p.tsv"), "utf8")
        .split("\n")
        .map((line) => line.split("\t")[0]),
    ).toEqual(["subject_name", "000", "001", ""]);
  });

  it("writes Parquet", () => {
    expect(voxmatch("export", "results", "--format", "parquet", "--instances", "-o", "i.parquet", "-q").status).toBe(0);
    const bytes = readFileSync(join(folder, "i.parquet"));
    expect([bytes.subarray(0, 4), bytes.subarray(-4)].map(String)).toEqual(["PAR1", "PAR1"]);
  });

  it("refuses what it cannot do", () => {
    expect(voxmatch("export", "results", "--format", "xlsx", "-o", "x").stderr).toMatch(
      /Allowed choices are csv, tsv, parquet/,
    );
    const nowhere = voxmatch("export", "nothing", "--format", "csv", "-o", "x.csv");
    expect([nowhere.status, nowhere.stderr]).toEqual([2, expect.stringMatching(/nothing is no folder of a run/)]);
  });
});
