import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { SEED } from "../data.js";
import type { Result, ResultLine, ResultsByPart, Surroundings } from "./result.js";

/** In the working directory, which is the checkout. */
const FOLDER = "bench/results";

/** Writes `bench/results/<part>.jsonl`. */
export function writeResults(part: string, results: readonly Result[], versions: Record<string, string> = {}): void {
  const surroundings = describeSurroundings(versions);
  const lines = results.map((result): ResultLine => ({ ...result, ...surroundings }));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/${part}.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** Everything that was measured. */
export function readResults(folder = FOLDER): ResultsByPart {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".jsonl")) : [];
  return Object.fromEntries(
    names.sort().map((name) => {
      const lines = readFileSync(`${folder}/${name}`, "utf8").trim().split("\n");
      return [name.slice(0, -".jsonl".length), lines.map((line) => JSON.parse(line) as ResultLine)];
    }),
  );
}

export function describeSurroundings(versions: Record<string, string> = {}): Surroundings {
  const [{ model }] = cpus();
  return {
    date: new Date().toISOString(),
    revision: revision(),
    machine: {
      cpu: model,
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      platform: `${process.platform} ${process.arch}`,
    },
    versions: {
      node: process.version,
      v8: process.versions.v8,
      voxmatch: versionIn("package.json"),
      assemblyscript: versionIn("node_modules/assemblyscript/package.json"),
      ...versions,
    },
    seed: SEED,
  };
}

function versionIn(manifest: string): string {
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

/** The commit measured; a plus sign says that files were changed since. */
function revision(): string {
  const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "assembly", "bindings", "src", "bench").split("\n");
    const dirty = changed.some((line) => line !== "" && !line.includes(`${FOLDER}/`));
    return git("rev-parse", "--short", "HEAD") + (dirty ? "+" : "");
  } catch {
    return "unknown";
  }
}
