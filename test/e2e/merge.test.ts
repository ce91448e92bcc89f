import { cpSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { mergeRuns } from "../../src/runner/merge-runs.js";
import { commandIn, recordsOfFile } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { run, voxmatch } = commandIn(folder);
const OPTIONS = ["--input", "semantic", "--threads", "2"];

const recordsOf = (name: string) => join(folder, name, "cases.jsonl");
const recordsIn = (name: string) => recordsOfFile(recordsOf(name));

describe("voxmatch merge", () => {
  const shards = [0, 1, 2].map((index) => `shard-${index}`);

  beforeAll(() => {
    writeSmallCohort(folder, 60);
    expect(run("cohort.csv", ...OPTIONS, "--out", "whole").status).toBe(0);
    expect(run("cohort.csv", ...OPTIONS, "--out", "again").status).toBe(0);
    writeFileSync(join(folder, "plain.csv"), "case,reference,prediction\na,ref/000.nii.gz,pred/000.nii.gz\n");
    expect(run("plain.csv", ...OPTIONS, "--out", "plain").status).toBe(0);
    for (const [index, out] of shards.entries()) {
      expect(run("cohort.csv", ...OPTIONS, "--shard", `${index}/3`, "--out", out).status).toBe(0);
    }
  });

  it("joins shards, in any order, into the bytes of the run without shards", () => {
    const { status, stdout } = voxmatch("merge", shards[2], shards[0], shards[1], "--out", "merged");
    expect(status).toBe(0);
    expect(stdout).toBe("60 cases: 60 evaluated, 0 failed. Results: merged/cases.jsonl\n");
    for (const file of ["cases.jsonl", "run.json"]) {
      const [merged, whole] = ["merged", "whole"].map((name) => readFileSync(join(folder, name, file), "utf8"));
      expect(merged, file).toBe(whole);
    }
    // Again is no harm, and the joined run is one like any other.
    expect(voxmatch("merge", ...shards, "--out", "merged").status).toBe(0);
    expect(run("cohort.csv", ...OPTIONS, "--out", "merged").stderr).toBe("60 of 60 cases, finished before\n");
  });

  it("joins whole runs of different models", () => {
    const rows = readFileSync(join(folder, "cohort.csv"), "utf8").trimEnd().split("\n").slice(0, 5);
    const listed = (model: string) => rows.map((row, i) => `${row},${i === 0 ? "model" : model}\n`);
    const files = { "b.csv": listed("b"), "a.csv": listed("a"), "ab.csv": [...listed("b"), ...listed("a").slice(1)] };
    for (const [name, lines] of Object.entries(files)) {
      writeFileSync(join(folder, name), lines.join(""));
      expect(run(name, ...OPTIONS, "--out", name.replace(".csv", "")).status).toBe(0);
    }
    expect(voxmatch("merge", "b", "a", "--out", "both").status).toBe(0);
    expect(recordsIn("both").map((record) => record.model)).toEqual(["a", "b", "a", "b", "a", "b", "a", "b"]);
    for (const file of ["cases.jsonl", "run.json"]) {
      expect(readFileSync(join(folder, "both", file), "utf8")).toBe(readFileSync(join(folder, "ab", file), "utf8"));
    }
  });

  it("names what failed, and joins shards without cases", () => {
    const row = (id: string, file: string) => `${id},ref/${file}.nii.gz,pred/${file}.nii.gz\n`;
    writeFileSync(join(folder, "few.csv"), `case,reference,prediction\n${row("a", "000")}${row("b", "none")}`);
    const parts = [0, 1, 2, 3].map((index) => `few-${index}`);
    const statuses = parts.map(
      (out, index) => run("few.csv", ...OPTIONS, "--shard", `${index}/4`, "--out", out).status,
    );
    expect(statuses.sort()).toEqual([0, 0, 0, 1]);
    const whole = run("few.csv", ...OPTIONS, "--out", "few");
    const { status, stdout } = voxmatch("merge", ...parts, "--out", "few-merged");
    expect(status).toBe(1);
    expect(stdout).toBe(whole.stdout.replace("few/", "few-merged/"));
    expect(stdout).toMatch(/^2 cases: 1 evaluated, 1 failed\. .*\n {2}failed: b: ref\/none.nii.gz cannot be read/);
    expect(voxmatch("merge", ...parts, "--out", "few-merged", "--exit-zero")).toMatchObject({ status: 0, stdout });
    expect(run("few.csv", ...OPTIONS, "--out", "few", "--exit-zero").status).toBe(0);
    expect(readFileSync(recordsOf("few-merged"), "utf8")).toBe(readFileSync(recordsOf("few"), "utf8"));
  });

  it.each([
    [["shard-0", "shard-2"], "shard 1/3 is missing"],
    [["shard-1"], "shards 0/3, 2/3 are missing"],
    [["shard-0", "shard-0", "shard-1"], "shard-0 and shard-0 are both shard 0/3"],
    [["shard-0", "whole"], "shard-0 is a shard, and whole is a whole run"],
    [["whole", "again"], "case 000 is both in whole and in again"],
    [["whole", "plain"], "whole (there) and plain (here) belong to different runs: the further columns are"],
    [["whole", "ref"], "ref is no folder of a run: it has no run.json"],
    [["whole", "out"], "out is both a part and the result"],
  ])("refuses %s", async (parts, message) => {
    const at = (name: string) => join(folder, name);
    const merging = mergeRuns({ folders: parts.map(at), out: at("out") });
    const error = await merging.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "INVALID_OPTION" });
    expect(String(error).replaceAll(`${folder}/`, "")).toContain(message);
    expect(existsSync(at("out"))).toBe(false);
  });

  it("refuses shards of other options or that are not finished, and an occupied folder", () => {
    run("cohort.csv", ...OPTIONS, "--threshold", "0.3", "--shard", "1/3", "--out", "other-options");
    expect(voxmatch("merge", "shard-0", "other-options", "shard-2", "--out", "out").stderr).toContain(
      "shard-0 (there) and other-options (here) belong to different runs: option threshold is 0.5 there and 0.3 here",
    );
    cpSync(join(folder, "shard-1"), join(folder, "unfinished"), { recursive: true });
    const bytes = readFileSync(recordsOf("unfinished"));
    truncateSync(recordsOf("unfinished"), bytes.length - 10);
    expect(voxmatch("merge", "shard-0", "unfinished", "shard-2", "--out", "out").stderr).toMatch(
      /unfinished has \d+ of its \d+ cases: start it again/,
    );
    expect(voxmatch("merge", ...shards, "--out", "plain").stderr).toContain("plain holds another run");
  });

  it("refuses shards whose records were changed", () => {
    cpSync(join(folder, "shard-1"), join(folder, "changed"), { recursive: true });
    const text = readFileSync(recordsOf("changed"), "utf8");
    writeFileSync(recordsOf("changed"), text.replace('"path":"pred/', '"path":"other/'));
    expect(voxmatch("merge", "shard-0", "changed", "shard-2", "--out", "out").stderr).toContain(
      "the records are not those of the cases that were planned",
    );
  });
});
