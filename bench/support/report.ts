import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import type { BuildName } from "../../bindings/engine.js";
import { SEED } from "../data.js";
import type { Timing } from "./measure.js";

/** One measured piece of work. */
export interface Result extends Omit<Timing, "coldMs" | "maximumMs">, Partial<Pick<Timing, "coldMs" | "maximumMs">> {
  /** What was done: a kernel, a stage, the whole evaluation. */
  readonly work: string;
  /** On what. */
  readonly workload: string;
  /** By what: a build of the kernels, the twin in TypeScript, or the bare read. */
  readonly by: BuildName | "typescript" | "bare read" | "panoptica";
  /** Where the number comes from, if this run did not measure it. */
  readonly note?: string;
  /** Bytes of voxels that went in, if the work reads voxels. */
  readonly voxelBytes?: number;
  /** Runs that went in, if the work reads runs. */
  readonly runs?: number;
  /** Stages of the fastest repetition, in milliseconds. */
  readonly stagesMs?: Readonly<Record<string, number>>;
  /** The most memory that the process held, in megabytes. */
  readonly peakMegabytes?: number;
}

/** A line of `bench/results/*.jsonl`: a result, and where and when it was measured. */
export interface ResultLine extends Result {
  readonly date: string;
  readonly revision: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly platform: string;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: number;
}

/** Prints results as a table, each beside the bare read of the same bytes. */
export function printResults(results: readonly Result[]): void {
  const bare = new Map(results.filter((r) => r.by === "bare read").map((r) => [r.workload, r.minimumMs]));
  console.table(
    results.map((r) => {
      const limit = r.voxelBytes === undefined ? undefined : bare.get(r.workload);
      return {
        work: r.work,
        workload: r.workload,
        by: r.by,
        cold: r.coldMs,
        min: r.minimumMs,
        median: r.medianMs,
        max: r.maximumMs,
        "× read": limit === undefined ? "" : (r.minimumMs / limit).toFixed(1),
        "ns/run": r.runs ? ((r.minimumMs * 1e6) / r.runs).toFixed(1) : "",
        ...(r.peakMegabytes === undefined ? {} : { MB: Math.round(r.peakMegabytes) }),
      };
    }),
  );
}

/** Writes `bench/results/<name>.jsonl`, in the working directory, which is the checkout. */
export function writeResults(name: string, results: readonly Result[]): void {
  const [{ model }] = cpus();
  const machine = {
    cpu: model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
  };
  const surroundings = {
    date: new Date().toISOString(),
    revision: revision(),
    machine,
    versions: versions(),
    seed: SEED,
  };
  mkdirSync("bench/results", { recursive: true });
  const lines = results.map((result): ResultLine => ({ ...result, ...surroundings }));
  writeFileSync(`bench/results/${name}.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** The commit measured; a plus sign says that files were changed since. */
function revision(): string {
  const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "assembly", "bindings", "src", "bench").split("\n");
    const dirty = changed.some((line) => line !== "" && !line.includes("bench/results/"));
    return git("rev-parse", "--short", "HEAD") + (dirty ? "+" : "");
  } catch {
    return "unknown";
  }
}

function versions(): Record<string, string> {
  const version = (path: string) => (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
  return {
    node: process.version,
    v8: process.versions.v8,
    voxmatch: version("package.json"),
    assemblyscript: version("node_modules/assemblyscript/package.json"),
  };
}
