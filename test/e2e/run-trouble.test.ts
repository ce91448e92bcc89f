import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { COMMAND, commandIn } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { run } = commandIn(folder);
const OPTIONS = ["--input", "semantic", "--threads", "1"];
const at = (...names: string[]) => join(folder, ...names);
const records = (out: string) => readFileSync(at(out, "cases.jsonl"));

beforeAll(() => {
  writeSmallCohort(folder, 60);
  expect(run("cohort.csv", ...OPTIONS, "--out", "whole").status).toBe(0);
});

describe("a run", () => {
  it("keeps what is finished when its disk is full, and goes on once there is room", () => {
    // A limit of a file's size fails as a full disk does: in the middle of a line.
    const words = ["run", "cohort.csv", ...OPTIONS, "--out", "full"].map((word) => `'${word}'`).join(" ");
    const kibibytes = Math.floor(records("whole").length / 2048);
    const { status, stderr } = spawnSync(
      "bash",
      ["-c", `ulimit -f ${kibibytes}; '${process.execPath}' '${COMMAND}' ${words}`],
      {
        cwd: folder,
        encoding: "utf8",
      },
    );
    expect(status).toBe(2);
    expect(stderr).toContain("full/cases.jsonl cannot be written: EFBIG");
    expect(stderr).toContain("Its records are kept: make room");
    const kept = records("full");
    expect(kept.length).toBeGreaterThan(0);
    expect(run("cohort.csv", ...OPTIONS, "--out", "full").status).toBe(0);
    expect(records("full")).toEqual(records("whole"));
  });

  it.each([
    ["/sys/voxmatch", /\/sys\/voxmatch cannot be made: /],
    ["/sys/kernel", /\/sys\/kernel\/run\.lock cannot be written: /],
  ])("is refused where nothing can be written: %s", (out, message) => {
    const { status, stderr } = run("cohort.csv", ...OPTIONS, "--out", out);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("ends when its folder is removed, instead of writing for nobody", async () => {
    const child: ChildProcess = spawn(
      process.execPath,
      [COMMAND, "run", "cohort.csv", ...OPTIONS, "--out", "removed"],
      {
        cwd: folder,
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    const ended = once(child, "close");
    while (!existsSync(at("removed", "cases.jsonl")) || records("removed").length === 0) await sleep(5);
    rmSync(at("removed"), { recursive: true });
    expect((await ended)[0]).toBe(2);
    expect(stderr).toMatch(/removed\/(cases\.jsonl|run\.lock) was removed/);
    expect(existsSync(at("removed"))).toBe(false);
  });

  it("writes no control character of a name to a terminal or a log, and no name as a separate line", () => {
    const id = "\\u001b[2J\\u009b31m\\nfailed: other";
    writeFileSync(
      at("hostile.jsonl"),
      `{"case": "${id}", "reference": "ref/\\u001bx.nii", "prediction": "pred/000.nii.gz"}\n`,
    );
    const { stdout, stderr } = run("hostile.jsonl", ...OPTIONS, "--out", "hostile");
    expect(stdout).toContain("  failed: \\x1b[2J\\x9b31m\\nfailed: other: ref/\\x1bx.nii cannot be read");
    expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u);
    expect(stdout.trimEnd().split("\n")).toHaveLength(2);
  });

  it("removes the temporary files that a killed run left, and no others", () => {
    const leftovers = [".cases.jsonl.0123456789ab.tmp", ".run.json.ba9876543210.tmp"];
    for (const name of [...leftovers, ".cases.jsonl.mine.tmp", "notes.txt"]) writeFileSync(at("whole", name), "");
    expect(run("cohort.csv", ...OPTIONS, "--out", "whole").status).toBe(0);
    expect(readdirSync(at("whole")).sort()).toEqual([".cases.jsonl.mine.tmp", "cases.jsonl", "notes.txt", "run.json"]);
  });
});
