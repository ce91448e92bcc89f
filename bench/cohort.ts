/**
 * Whole cohorts by the built command, each in a process of its own: how many cases a second one and two threads evaluate,
 * and whether memory stays flat. The pairs differ, and take turns under the names of many cases.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNifti } from "../src/index.js";
import { makePair } from "./data.js";
import type { Result } from "./support/report.js";

const COMMAND = join("dist", "src", "cli", "main.js");
const SIDE = 128;
const PAIRS = 12;
const INSTANCES = 100;
const AFFINE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const SAMPLE_MS = 50;

export async function benchCohort(quick: boolean): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-cohort-"));
  try {
    writePairs(folder);
    const cases = quick ? 60 : 600;
    const results: Result[] = [];
    for (const threads of [1, 2]) {
      const times: number[] = [];
      let rss: readonly number[] = [];
      for (let repetition = 0; repetition < (quick ? 1 : 3); repetition++) {
        const run = await runCohort(folder, cases, threads);
        times.push(run.ms);
        rss = run.megabytes;
      }
      results.push(resultOf(`${cases} cases, ${threads} threads`, times, rss));
    }
    const many = await runCohort(folder, quick ? 100 : 2000, 2);
    results.push({
      ...resultOf(`${quick ? 100 : 2000} cases, 2 threads`, [many.ms], many.megabytes),
      note: `megabytes held by quarter of the run: ${quarters(many.megabytes).join(", ")}`,
    });
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writePairs(folder: string): void {
  for (let pair = 0; pair < PAIRS; pair++) {
    const shape = [SIDE, SIDE, SIDE] as const;
    const { reference, prediction } = makePair({
      content: "mixed",
      shape,
      instances: INSTANCES,
      foreground: 0.14,
      seed: pair,
    });
    for (const [side, data] of Object.entries({ reference, prediction })) {
      const bytes = encodeNifti({ data, shape, spacing: [1, 1, 1], affine: AFFINE });
      writeFileSync(join(folder, `${side}-${pair}.nii.gz`), gzipSync(bytes));
    }
  }
}

interface Measured {
  readonly ms: number;
  /** Resident memory, sampled from the first record to the end. */
  readonly megabytes: readonly number[];
}

async function runCohort(folder: string, cases: number, threads: number): Promise<Measured> {
  const rows = Array.from({ length: cases }, (_, c) => {
    const pair = c % PAIRS;
    return `case-${c},reference-${pair}.nii.gz,prediction-${pair}.nii.gz\n`;
  });
  const manifest = join(folder, "cohort.csv");
  writeFileSync(manifest, `case,reference,prediction\n${rows.join("")}`);
  const out = join(folder, "results");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const start = performance.now();
  const words = [
    COMMAND,
    "run",
    manifest,
    "--input",
    "unmatched",
    "--threads",
    String(threads),
    "--out",
    out,
    "--quiet",
  ];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "inherit", "inherit"] });
  const megabytes: number[] = [];
  const records = join(out, "cases.jsonl");
  const sampler = setInterval(() => {
    const rss = residentMegabytes(child.pid);
    if (rss !== null && existsSync(records) && readFileSync(records).length > 0) megabytes.push(rss);
  }, SAMPLE_MS);
  const [status] = await once(child, "exit");
  clearInterval(sampler);
  const ms = performance.now() - start;
  const lines = Number(execFileSync("wc", ["-l", records], { encoding: "utf8" }).trim().split(" ")[0]);
  if (status !== 0 || lines !== cases) throw new Error(`The run ended with status ${status} and ${lines} records.`);
  return { ms, megabytes };
}

function residentMegabytes(pid: number | undefined): number | null {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    return null;
  }
}

/** The largest sample of each quarter. */
function quarters(samples: readonly number[]): number[] {
  const size = Math.max(1, Math.ceil(samples.length / 4));
  return [0, 1, 2, 3].map((quarter) => Math.max(...samples.slice(quarter * size, (quarter + 1) * size)));
}

function resultOf(work: string, times: readonly number[], megabytes: readonly number[]): Result {
  const sorted = [...times].sort((a, b) => a - b).map((ms) => Math.round(ms));
  return {
    work,
    workload: `${SIDE}³, ${INSTANCES} instances`,
    by: "release",
    minimumMs: sorted[0],
    medianMs: sorted[sorted.length >> 1],
    maximumMs: sorted[sorted.length - 1],
    repetitions: sorted.length,
    peakMegabytes: Math.max(...megabytes),
  };
}
