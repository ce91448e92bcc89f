/**
 * Whole cohorts by the built command, each in its own process, start included: how long one and two cores take,
 * and whether memory stays flat. The pairs differ, and take turns under the names of many cases.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { PairOptions } from "../data.js";
import { COHORTS, cohortOf, describePair, LONG_COHORT } from "../design.js";
import { filePair } from "../evaluation/file-pair.js";
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
  const cohorts = quick ? [{ ...COHORTS[0], cases: 30 }] : COHORTS;
  const results: Result[] = [];
  for (const cohort of cohorts) results.push(...(await benchSize(cohort, quick ? 1 : 2)));
  const long = quick ? { ...COHORTS[0], cases: 60 } : LONG_COHORT;
  results.push(resultOf(long, WHOLE, [await runCohort(long, WHOLE)]));
  return results;
}

async function benchSize(cohort: Cohort, times: number): Promise<Result[]> {
  const cold = { ...cohort, files: "cold" } as const;
  const kinds = [...MACHINES.map((machine) => ({ cohort, machine })), { cohort: cold, machine: WHOLE }];
  const runs = kinds.map((): Run[] => []);
  // In turn, so that a computer that grows slower does so for all.
  for (let time = 0; time < times; time++) {
    for (const [i, { cohort: own, machine }] of kinds.entries()) runs[i].push(await runCohort(own, machine));
  }
  return kinds.map(({ cohort: own, machine }, i) => resultOf(own, machine, runs[i]));
}

interface Cohort {
  readonly pair: PairOptions;
  readonly cases: number;
  /** Cold files are read from the disk: each case has its own, and none is in memory. */
  readonly files?: "kept" | "cold";
}

function resultOf({ pair, cases, files }: Cohort, machine: Machine, runs: readonly Run[]): Result {
  return {
    work: cohortOf(cases, files),
    workload: describePair(pair),
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

async function runCohort({ pair, cases, files }: Cohort, { threads, cores }: Machine): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-bench-"));
  try {
    const pairs = Array.from({ length: PAIRS }, (_, seed) => filePair({ ...pair, seed }, "unmatched"));
    const own = (file: string, name: string) => {
      if (files !== "cold") return resolve(file);
      copyFileSync(file, join(folder, name));
      return join(folder, name);
    };
    const rows = Array.from({ length: cases }, (_, i) => {
      const { reference, prediction } = pairs[i % PAIRS];
      return `case-${i},${own(reference, `${i}-reference.nii.gz`)},${own(prediction, `${i}-prediction.nii.gz`)}\n`;
    });
    const manifest = join(folder, "cohort.csv");
    writeFileSync(manifest, `case,reference,prediction\n${rows.join("")}`);
    if (files === "cold") forgetFiles();
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

/** Needs root; what is not written yet would stay in memory. */
function forgetFiles(): void {
  execFileSync("sync");
  writeFileSync("/proc/sys/vm/drop_caches", "1");
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
