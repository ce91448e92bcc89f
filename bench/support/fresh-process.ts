/** Work in processes that did nothing before: cold times, and memory that nothing else took. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Runs a task of `programs/fresh.ts` in its own process. */
export function runFresh<T>(task: string, given: unknown): T {
  const program = fileURLToPath(new URL("./fresh.mjs", import.meta.url));
  const answer = execFileSync(process.execPath, [program, task, JSON.stringify(given)], { encoding: "utf8" });
  return JSON.parse(answer) as T;
}

export interface CommandCost {
  /** From the start of Node to its end. */
  readonly wallMs: number;
  /** Of all its threads. */
  readonly cpuMs: number;
  readonly peakMegabytes: number;
  readonly output: string;
}

/** Runs `node ARGUMENTS`, and says how long it took and how much memory it held at most. */
export function runCommand(...words: readonly string[]): CommandCost {
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-bench-"));
  const peakFile = join(folder, "peak");
  try {
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "./bench/support/write-peak.mjs", ...words],
      // A dry run prints megabytes, which the default would end.
      { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, VOXMATCH_PEAK_FILE: peakFile } },
    );
    const wallMs = performance.now() - start;
    if (status !== 0) throw new Error(`node ${words.join(" ")} failed: ${stderr}`);
    const [peakMegabytes, cpuMs] = readFileSync(peakFile, "utf8").split(" ").map(Number);
    return { wallMs, cpuMs, peakMegabytes, output: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
