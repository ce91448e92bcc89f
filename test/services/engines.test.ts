import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { COMMAND, commandIn } from "../support/run-command.js";
import { startSlurm, type TestCluster } from "../support/slurm.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples", "distributed");
const folder = temporaryFolder();
const at = (...path: string[]) => join(folder, ...path);
const { run } = commandIn(folder);
const bytesOf = (out: string, file = "cases.jsonl") => readFileSync(at(out, file), "utf8");

function call(command: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd: folder,
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, PATH: `${at("bin")}:${process.env.PATH}`, ...env },
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  writeSmallCohort(folder, 12);
  writeFileSync(at("study.yaml"), "input: semantic\nthreshold: 0.3\n");
  mkdirSync(at("bin"));
  writeFileSync(at("bin", "voxmatch"), `#!/bin/sh\nexec "${process.execPath}" "${COMMAND}" "$@"\n`);
  chmodSync(at("bin", "voxmatch"), 0o755);
  expect(run("cohort.csv", "--config", "study.yaml", "--out", "whole").status).toBe(0);
});

describe("the SLURM example on a cluster of one node", () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startSlurm();
  });
  afterAll(() => cluster?.stop());

  async function submit(): Promise<void> {
    const words = ["cohort.csv", "slurm", "3", "--config", at("study.yaml")];
    const { status, stdout, stderr } = call(join(EXAMPLES, "slurm", "submit.sh"), words, cluster.env);
    expect(status, stderr).toBe(0);
    const [, job] = /^Submitted batch job (\d+)$/m.exec(stdout) ?? [];
    while (call("squeue", ["--noheader", "--jobs", job], cluster.env).stdout.trim() !== "") await sleep(300);
  }

  it("evaluates an array of shards, joins them, and goes on when it is submitted again", async () => {
    await submit();
    for (const file of ["cases.jsonl", "run.json"]) expect(bytesOf("slurm/results", file)).toBe(bytesOf("whole", file));
    // A shard that is lost is evaluated again, and no other.
    rmSync(at("slurm", "shards", "1"), { recursive: true });
    rmSync(at("slurm", "results"), { recursive: true });
    await submit();
    expect(bytesOf("slurm/results")).toBe(bytesOf("whole"));
    const logs = [0, 1, 2].map((shard) => readFileSync(at("slurm", "logs", `shard-${shard}.log`), "utf8"));
    expect(logs.map((log) => log.includes("finished before"))).toEqual([true, false, true]);
  });
});

describe("the Snakemake example", () => {
  const words = ["--snakefile", join(EXAMPLES, "snakemake", "Snakefile"), "--cores", "2", "--config"];
  const config = ["manifest=cohort.csv", "shards=3", "out=snakemake", `options=--config ${at("study.yaml")}`];

  it("evaluates shards, joins them, and does only what is missing when it is called again", () => {
    if (!existsSync("/usr/bin/snakemake"))
      throw new Error("There is no /usr/bin/snakemake: apt-get install -y snakemake.");
    const first = call("snakemake", [...words, ...config]);
    expect(first.status, first.stderr).toBe(0);
    for (const file of ["cases.jsonl", "run.json"]) expect(bytesOf("snakemake", file)).toBe(bytesOf("whole", file));
    expect(call("snakemake", [...words, ...config]).stderr).toContain("Nothing to be done");
    // A shard that was killed has no mark: it goes on with what it had.
    rmSync(at("snakemake.shards", "1.done"));
    rmSync(at("snakemake"), { recursive: true });
    const again = call("snakemake", [...words, ...config]);
    expect(again.status, again.stderr).toBe(0);
    expect(bytesOf("snakemake")).toBe(bytesOf("whole"));
    expect(readFileSync(at("snakemake.shards", "1.log"), "utf8")).toContain("finished before");
    expect(readdirSync(at("snakemake.shards")).sort()).toEqual(
      [0, 1, 2].flatMap((i) => [`${i}`, `${i}.done`, `${i}.log`]),
    );
  });
});
