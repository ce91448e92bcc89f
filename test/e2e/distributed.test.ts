import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { COMMAND, commandIn, recordsOfFile } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const EXAMPLES = join(ROOT, "examples", "distributed");
const GUIDE = readFileSync(join(ROOT, "docs", "distributed.md"), "utf8");
const CASES = 24;

const folder = temporaryFolder();
const { run } = commandIn(folder);
const example = (...path: string[]) => readFileSync(join(EXAMPLES, ...path), "utf8");
const at = (...path: string[]) => join(folder, ...path);

/** Runs a shell's commands, which find `voxmatch` and `sbatch`. */
function shell(script: string, { cwd = folder, env = {} } = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", script], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PATH: `${at("bin")}:${process.env.PATH}`, ...env },
  });
  return { status, stdout, stderr };
}

function expectSameRun(name: string): void {
  for (const file of ["cases.jsonl", "run.json"]) {
    expect(readFileSync(at(name, file), "utf8"), `${name}/${file}`).toBe(readFileSync(at("whole", file), "utf8"));
  }
}

beforeAll(() => {
  writeSmallCohort(folder, CASES);
  writeFileSync(at("study.yaml"), "input: semantic\nthreshold: 0.3\n");
  mkdirSync(at("bin"));
  writeFileSync(at("bin", "voxmatch"), `#!/bin/sh\nexec "${process.execPath}" "${COMMAND}" "$@"\n`);
  copyFileSync(join(ROOT, "test", "support", "sbatch.sh"), at("bin", "sbatch"));
  for (const name of readdirSync(at("bin"))) chmodSync(at("bin", name), 0o755);
  const { status, stderr } = run("cohort.csv", "--config", "study.yaml", "--out", "whole");
  expect(status, stderr).toBe(0);
});

describe("docs/distributed.md", () => {
  it("names every example", () => {
    const files = readdirSync(EXAMPLES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) {
      expect(GUIDE).toContain(join(parentPath, name).slice(EXAMPLES.length + 1));
    }
  });

  it("shows commands that do what it says", () => {
    const [, commands] = /## Shards by hand\n```sh\n([^`]+)```/.exec(GUIDE) ?? [];
    const { status, stderr } = shell(commands);
    expect(status, stderr).toBe(0);
    expectSameRun("results");
  });
});

describe("the SLURM example", () => {
  const submit = `"${join(EXAMPLES, "slurm", "submit.sh")}" cohort.csv slurm 3 --config study.yaml`;

  it("evaluates the shards of an array and joins them", () => {
    const lost = shell(submit, { env: { LOST_TASK: "1" } });
    expect(lost).toMatchObject({ status: 0, stdout: "Submitted batch job 1\n" });
    expect(readFileSync(at("slurm", "logs", "merge.log"), "utf8")).toMatch(/^error: .*shards\/1 is no folder of a run/);

    const again = shell(submit);
    expect(again, again.stderr).toMatchObject({ status: 0 });
    expectSameRun("slurm/results");
    expect(readFileSync(at("slurm", "logs", "shard-0.log"), "utf8")).toContain("finished before");
  });

  it("gives every task what its head asks for", () => {
    const script = example("slurm", "shard.sbatch");
    const echo = script.replace("exec voxmatch", "echo");
    const env = { SLURM_ARRAY_TASK_ID: "2", SLURM_CPUS_PER_TASK: "4", SLURM_MEM_PER_NODE: "8192" };
    writeFileSync(at("echo.sbatch"), echo);
    expect(shell("bash echo.sbatch cohort.csv out 5 --threshold 0.3", { env }).stdout).toBe(
      "run cohort.csv --shard 2/5 --out out/2 --threads 4 --memory 5734M --exit-zero --threshold 0.3\n",
    );
  });
});

describe("the Kubernetes example", () => {
  const shards = parse(example("kubernetes", "shards.yaml"));
  const merge = parse(example("kubernetes", "merge.yaml"));

  /** The command of a job's container, with variables put in as Kubernetes does, and its volume at `data`. */
  function start(job: typeof shards, variables: Readonly<Record<string, string>>) {
    const [{ args, volumeMounts }] = job.spec.template.spec.containers;
    expect(volumeMounts).toEqual([{ name: "data", mountPath: "/data" }]);
    const words = (args as string[]).map((word) =>
      word
        .replace(/\$\((\w+)\)/g, (_, name: string) => variables[name] ?? `$(${name})`)
        .replace(/(^|=)\/data\//, `$1${at("data")}/`),
    );
    return shell(`voxmatch ${words.map((word) => `'${word}'`).join(" ")}`);
  }

  it("evaluates a shard in each pod and joins them", () => {
    const { completions, completionMode, template } = shards.spec;
    expect(completionMode).toBe("Indexed");
    mkdirSync(at("data"));
    for (const name of ["ref", "pred", "cohort.csv"]) symlinkSync(at(name), at("data", name));
    const own = { ...shards, spec: { ...shards.spec, template: structuredClone(template) } };
    own.spec.template.spec.containers[0].args.push(`--config=${at("study.yaml")}`);
    for (let index = 0; index < completions; index++) {
      const { status, stderr } = start(own, { JOB_COMPLETION_INDEX: String(index) });
      expect(status, stderr).toBe(0);
    }
    const { status, stdout, stderr } = start(merge, {});
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^24 cases: 24 evaluated, 0 failed/);
    expect(readFileSync(at("data", "results", "cases.jsonl"))).toEqual(readFileSync(at("whole", "cases.jsonl")));
  });
});

describe("the Apptainer example", () => {
  it("has every section that it needs, and installs the package as npm packs it", () => {
    const definition = example("apptainer", "voxmatch.def");
    const { name, version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(definition).toMatch(/^Bootstrap: docker\nFrom: node:\d+-slim$/m);
    expect([...definition.matchAll(/^%(\w+)$/gm)].map(([, section]) => section)).toEqual([
      ...["files", "post", "runscript", "test"],
    ]);
    expect(definition).toContain(`${name}-${version}.tgz`);
  });
});

describe("the Nextflow example", () => {
  const source = example("nextflow", "main.nf");

  /** The script of a process as Nextflow writes it out. */
  function scriptOf(name: string, values: Readonly<Record<string, string>>): string {
    const [, body] = new RegExp(`process ${name} \\{[^]*?script:\\n\\s*"""\\n([^]*?)"""`).exec(source) ?? [];
    return body.replace(/\\\n/g, "").replace(/\$\{([^}]+)\}/g, (_, expression: string) => {
      expect(Object.keys(values)).toContain(expression);
      return values[expression];
    });
  }

  it("evaluates shards in separate folders and joins them", () => {
    const work = Array.from({ length: 3 }, (_, shard) => at("nextflow", String(shard)));
    for (const [shard, cwd] of work.entries()) {
      mkdirSync(cwd, { recursive: true });
      const script = scriptOf("EVALUATE", {
        manifest: at("cohort.csv"),
        shard: String(shard),
        shards: "3",
        "task.cpus": "2",
        "task.memory.toMega().intdiv(10) * 7": "5733",
        "params.options": `--config ${at("study.yaml")}`,
      });
      const { status, stderr } = shell(script, { cwd });
      expect(status, stderr).toBe(0);
    }
    const cwd = at("nextflow", "merge");
    mkdirSync(cwd);
    for (const [shard, from] of work.entries()) symlinkSync(join(from, `shard-${shard}`), join(cwd, `shard-${shard}`));
    const { status, stderr } = shell(scriptOf("MERGE", { shards: "shard-2 shard-0 shard-1" }), { cwd });
    expect(status, stderr).toBe(0);
    expectSameRun("nextflow/merge");
  });
});

describe("the grand-challenge example", () => {
  const evaluation = `"${process.execPath}" "${join(EXAMPLES, "grand-challenge", "evaluate.mjs")}"`;
  const env = { INPUT: at("submission"), GROUND_TRUTH: at("ref"), OUTPUT: at("output") };

  beforeAll(() => {
    mkdirSync(at("output"));
    mkdirSync(at("submission"));
    for (const name of readdirSync(at("pred"))) copyFileSync(at("pred", name), at("submission", name));
  });

  it("writes values by case and over the cases", () => {
    const { status, stderr } = shell(evaluation, { env });
    expect(status, stderr).toBe(0);
    const { results, aggregates } = JSON.parse(readFileSync(at("output", "metrics.json"), "utf8"));
    run("cohort.csv", "--input", "semantic", "--threshold", "0.25", "--out", "quarter");
    const records = recordsOfFile(at("quarter", "cases.jsonl"));
    const groups = records.map((record) => (record.status === "done" ? Object.values(record.groups)[0] : null));
    const [name] = Object.keys(aggregates);
    expect(results).toHaveLength(CASES);
    expect(results[5]).toMatchObject({ case: "005", [name]: { tp: groups[5]?.tp, pq: groups[5]?.pq } });
    const sum = (key: "tp" | "fn" | "pq") => groups.reduce((total, group) => total + Number(group?.[key]), 0);
    expect(aggregates[name]).toMatchObject({ tp: sum("tp"), fn: sum("fn") });
    const { n, mean, mean_low, mean_high } = aggregates[name].pq;
    expect(n).toBe(CASES);
    expect(mean).toBeCloseTo(sum("pq") / CASES, 12);
    expect(mean_low).toBeLessThan(mean);
    expect(mean_high).toBeGreaterThan(mean);
  });

  it("counts a prediction that is missing or of no use as the worst, and says so", () => {
    rmSync(at("output", "metrics.json"), { force: true });
    rmSync(at("submission", "003.nii.gz"));
    copyFileSync(join(ROOT, "examples", "prediction.nii.gz"), at("submission", "004.nii.gz"));
    const { status, stderr } = shell(evaluation, { env });
    expect(status, stderr).toBe(0);
    const { policy, results, aggregates } = JSON.parse(readFileSync(at("output", "metrics.json"), "utf8"));
    expect(policy).toMatch(/a missing or unusable prediction as the worst value, 0/);
    const [{ cases, pq }] = Object.values(aggregates) as { cases: object; pq: { n: number } }[];
    expect(cases).toMatchObject({ n_cases: CASES, n_missing: 1, n_failed: 1 });
    expect(pq.n).toBe(CASES);
    expect(results[3].error).toMatch(/003/);
  });

  it("tells the participant what is wrong, and gives no score, if that is asked for", () => {
    rmSync(at("output", "metrics.json"), { force: true });
    const { status, stderr } = shell(evaluation, { env: { ...env, MISSING: "refuse" } });
    expect(status).toBe(1);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^2 predictions are missing or cannot be used: 003, 004\./);
    expect(readdirSync(at("output"))).toEqual([]);
  });
});
