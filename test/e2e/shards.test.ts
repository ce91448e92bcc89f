import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commandIn, recordsOfFile } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { run, voxmatch } = commandIn(folder);
const OPTIONS = ["--input", "semantic", "--threads", "1"];
const at = (...names: string[]) => join(folder, ...names);
const shard = (index: number, out: string, ...words: string[]) =>
  run("cohort.csv", ...OPTIONS, "--shard", `${index}/2`, "--out", out, ...words);
const casesIn = (out: string) => recordsOfFile(at(out, "cases.jsonl")).map((record) => record.case);
const bytesOf = (id: string) => ["ref", "pred"].reduce((sum, side) => sum + statSync(at(side, `${id}.nii.gz`)).size, 0);

beforeAll(() => {
  writeSmallCohort(folder, 8);
  // One case as large as several: it has a shard nearly to itself.
  writeFileSync(at("ref", "005.nii.gz"), Buffer.concat([readFileSync(at("ref", "005.nii.gz")), Buffer.alloc(2000)]));
  expect(run("cohort.csv", ...OPTIONS, "--out", "whole").status).toBe(0);
  for (const index of [0, 1]) expect(shard(index, `bytes-${index}`).status).toBe(0);
});

describe("voxmatch run --shard", () => {
  it("deals the bytes of files alike", () => {
    const loads = [0, 1].map((index) => casesIn(`bytes-${index}`).reduce((sum, id) => sum + bytesOf(id), 0));
    const smallest = Math.min(...casesIn("whole").map(bytesOf));
    expect(Math.abs(loads[0] - loads[1])).toBeLessThanOrEqual(smallest);
    expect(casesIn("bytes-0").length).toBeLessThan(casesIn("bytes-1").length);
    expect(voxmatch("merge", "bytes-1", "bytes-0", "--out", "merged").status).toBe(0);
    for (const file of ["cases.jsonl", "run.json"]) {
      expect(readFileSync(at("merged", file), "utf8")).toBe(readFileSync(at("whole", file), "utf8"));
    }
  });

  it("goes on with a shard that was dealt by name, if told so, and says how where it is not", () => {
    for (const index of [0, 1]) expect(shard(index, `name-${index}`, "--shard-by", "name").status).toBe(0);
    // As a version before wrote it: nothing says by what the cases were dealt.
    expect(JSON.parse(readFileSync(at("name-0", "run.json"), "utf8")).shard).toEqual({
      ...{ index: 0, count: 2, plannedCases: casesIn("name-0").length },
    });
    expect(shard(0, "name-0", "--shard-by", "name").stderr).toContain("finished before");
    expect(shard(0, "name-0")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("it is shard 0/2 by name (--shard-by name) there and shard 0/2 here"),
    });
    expect(voxmatch("merge", "name-0", "name-1", "--out", "merged-name").status).toBe(0);
    expect(readFileSync(at("merged-name", "cases.jsonl"))).toEqual(readFileSync(at("whole", "cases.jsonl")));
    expect(voxmatch("merge", "name-0", "bytes-1", "--out", "mixed").stderr).toContain(
      "name-0 was dealt by name, and bytes-1 by bytes (--shard-by)",
    );
  });

  it("keeps its cases though their files are mended, and tells shards that were dealt otherwise meanwhile", () => {
    const path = at("ref", "005.nii.gz");
    const before = readFileSync(path);
    writeFileSync(path, before.subarray(0, 40));
    const statuses = [0, 1].map((index) => shard(index, `mended-${index}`).status);
    expect([...statuses].sort()).toEqual([0, 1]);
    const victim = `mended-${statuses.indexOf(1)}`;
    const own = casesIn(victim);
    expect(own).toContain("005");
    writeFileSync(path, before);
    expect(shard(statuses.indexOf(1), victim, "--retry-failed").status).toBe(0);
    expect(casesIn(victim)).toEqual(own);
    expect(voxmatch("merge", "mended-0", "mended-1", "--out", "mended").status).toBe(0);
    expect(readFileSync(at("mended", "cases.jsonl"))).toEqual(readFileSync(at("whole", "cases.jsonl")));
    expect(voxmatch("merge", "mended-0", "bytes-1", "--out", "torn")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("files were replaced between the starts of shards"),
    });
  });
});
