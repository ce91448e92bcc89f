import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CaseRecord, parseCaseRecord } from "../../src/cohort/case-record.js";

/** The command as it was built. */
export const COMMAND = join(import.meta.dirname, "..", "..", "dist", "src", "cli", "main.js");

/** Runs the command in a folder. */
export function commandIn(folder: string) {
  const voxmatch = (...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words], {
      cwd: folder,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  return { voxmatch, run: (...words: readonly string[]) => voxmatch("run", ...words) };
}

/** The records of a `cases.jsonl`. */
export function recordsOfFile(path: string): CaseRecord[] {
  return readFileSync(path, "utf8").trimEnd().split("\n").map(parseCaseRecord);
}
