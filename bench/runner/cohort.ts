/**
 * Whole cohorts by the built command, each in its own process, start included: how long one and two cores take,
 * and whether memory stays flat. The pairs differ, and take turns under the names of many cases.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { PairOptions } from "../data.js";
import { COHORT, cohortOf, describePair } from "../design.js";
import { type FilePair, filePair } from "../evaluation/file-pair.js";
import { CLI } from "../evaluation/files.js";
import { type MeasureOptions, summarise } from "../support/measure.js";
import type { Result } from "../support/result.js";

const PAIRS = 12;
const SAMPLE_MS = 50;

/** The cores and threads of a run. A thread that is not held to one core has its records kept on another. */
const MACHINES = [
  { threads: 1, cores: 1 },
  { threads: 1, cores: 2 },
  { threads: 2, cores: 2 },
] as const;
type Machine = (typeof MACHINES)[number];
const WHOLE = MACHINES[2];

export async function benchCohort(_: MeasureOptions, quick: boolean): Promise<Result[]> {
  const pair: PairOptions = quick ? { ...COHORT.pair, shape: [64, 64, 64], instances: 10 } : COHORT.pair;
  const files = Array.from({ length: PAIRS }, (_, seed) => filePair({ ...pair, seed }, "unmatched"));
  const [few, many] = quick ? [30, 60] : [COHORT.few, COHORT.many];
  const runs = new Map<Machine, Run[]>(MACHINES.map((machine) => [machine, []]));
  // In turn, so that a computer that grows slower does so for all.
  for (let time = 0; time < (quick ? 1 : 2); time++) {
    for (const [machine, own] of runs) own.push(await runCohort(files, few, machine));
  }
  const workload = describePair(pair);
  return [
    ...[...runs].map(([machine, own]) => resultOf(few, workload, machine, own)),
    resultOf(many, workload, WHOLE, [await runCohort(files, many, WHOLE)]),
  ];
}

function resultOf(cases: number, workload: string, machine: Machine, runs: readonly Run[]): Result {
  return {
    work: cohortOf(cases),
    workload,
    by: "release",
    ...machine,
    firstMs: runs[0].wallMs,
    ...summarise(runs.map(({ wallMs }) => wallMs)),
    peakMegabytes: Math.max(...runs.flatMap(({ megabytes }) => megabytes)),
    quarterMegabytes: quarters(runs[runs.length - 1].megabytes),
  };
}

interface Run {
  readonly wallMs: number;
  /** Resident memory, sampled from the first record to the end. */
  readonly megabytes: readonly number[];
}

async function runCohort(files: readonly FilePair[], cases: number, { threads, cores }: Machine): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-bench-"));
  try {
    const rows = Array.from({ length: cases }, (_, i) => {
      const { reference, prediction } = files[i % files.length];
      return `case-${i},${resolve(reference)},${resolve(prediction)}\n`;
    });
    const manifest = join(folder, "cohort.csv");
    writeFileSync(manifest, `case,reference,prediction\n${rows.join("")}`);
    const out = join(folder, "results");
    const records = join(out, "cases.jsonl");
    const run = [CLI, "run", manifest, "--input", "unmatched", "--threads", String(threads), "--out", out, "--quiet"];
    const held = ["--cpu-list", cores === 1 ? "0" : "0,1", process.execPath, ...run];
    const start = performance.now();
    const child = spawn("taskset", held, { stdio: ["ignore", "ignore", "inherit"] });
    const megabytes: number[] = [];
    const sampler = setInterval(() => {
      const held = residentMegabytes(child.pid);
      if (held !== undefined && statSync(records, { throwIfNoEntry: false })?.size) megabytes.push(held);
    }, SAMPLE_MS);
    const [status] = await once(child, "exit");
    clearInterval(sampler);
    const wallMs = performance.now() - start;
    const written = readFileSync(records, "utf8").trim().split("\n");
    const failed = written.filter((line) => (JSON.parse(line) as { status: string }).status !== "done").length;
    if (status !== 0 || written.length !== cases || failed > 0) {
      throw new Error(`The run ended with status ${status}, ${written.length} records and ${failed} failures.`);
    }
    return { wallMs, megabytes };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function residentMegabytes(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}

/** The largest sample of each quarter of the run: flat memory has four alike. */
function quarters(samples: readonly number[]): number[] {
  const size = Math.max(1, Math.ceil(samples.length / 4));
  return [0, 1, 2, 3].map((quarter) => Math.max(0, ...samples.slice(quarter * size, (quarter + 1) * size)));
}
