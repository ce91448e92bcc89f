import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commandIn, recordsOfFile } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { run, voxmatch } = commandIn(folder);
const OPTIONS = ["--input", "semantic", "--threads", "1"];
const FOLDERS = ["--references", "kits/gt", "--predictions", "kits/pr"];

beforeAll(() => {
  writeSmallCohort(folder, 3);
  for (const id of ["000", "001", "002"]) {
    mkdirSync(join(folder, "kits", "gt", `case_${id}`), { recursive: true });
    mkdirSync(join(folder, "kits", "pr"), { recursive: true });
    renameSync(join(folder, "ref", `${id}.nii.gz`), join(folder, "kits", "gt", `case_${id}`, "segmentation.nii.gz"));
    renameSync(join(folder, "pred", `${id}.nii.gz`), join(folder, "kits", "pr", `prediction_${id}.nii.gz`));
  }
});

describe("voxmatch run over folders", () => {
  it("says what it paired before it begins, and evaluates all of it", () => {
    const { status, stdout, stderr } = run(...FOLDERS, ...OPTIONS, "--out", "results");
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(
      /^Paired 3 predictions with their references: 3 by names without the words and folders of data sets, such as case, volume and anat\. Case case_000: kits\/pr\/prediction_000\.nii\.gz against kits\/gt\/case_000\/segmentation\.nii\.gz\. \(--dry-run lists all\.\)\n0 of 3 cases\n/,
    );
    expect(stdout).toContain("3 cases: 3 evaluated, 0 failed.");
    expect(recordsOfFile(join(folder, "results", "cases.jsonl")).map((record) => record.case)).toEqual([
      ...["case_000", "case_001", "case_002"],
    ]);
  });

  it("lists the cases in a dry run, as a manifest that gives the same records", () => {
    const { status, stdout } = run(...FOLDERS, "--dry-run");
    expect(status).toBe(0);
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      "case,reference,prediction",
      "case_000,kits/gt/case_000/segmentation.nii.gz,kits/pr/prediction_000.nii.gz",
    ]);
    writeFileSync(join(folder, "listed.csv"), stdout);
    expect(run("listed.csv", ...OPTIONS, "--out", "results").stderr).toBe("3 of 3 cases, finished before\n");
    const patterns = ["--pattern", "case_{case}/segmentation", "--prediction-pattern", "prediction_{case}.nii.gz"];
    expect(run(...FOLDERS, ...patterns, "--dry-run").stdout).toContain("\n000,kits/gt/case_000/segmentation.nii.gz,");
  });

  it("stops with status 2 where nothing belongs together, before it writes anything", () => {
    const { status, stdout, stderr } = run(
      "--references",
      "kits/gt",
      "--predictions",
      "kits/gt/case_000",
      "--out",
      "none",
    );
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("No prediction in kits/gt/case_000 belongs to a reference in kits/gt.");
    expect(stderr).toContain('--pattern "{case}/{case}-seg.nii.gz"');
    expect(run("listed.csv").stderr).toContain("Say where the results go: --out results.");
    expect(run("listed.csv", "--pattern", "{case}", "--out", "none").status).toBe(2);
  });

  it("writes nnU-Net's summary, and takes it as a manifest", () => {
    run("listed.csv", ...OPTIONS, "--global-metrics", "dsc", "--out", "dice");
    const { status, stderr } = voxmatch("export", "dice", "--format", "nnunet-summary", "--output", "summary.json");
    expect(status, stderr).toBe(0);
    const { stdout } = run("summary.json", "--dry-run");
    expect(stdout.split("\n")[1]).toBe("case_000,kits/gt/case_000/segmentation.nii.gz,kits/pr/prediction_000.nii.gz");
  });
});
