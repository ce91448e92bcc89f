import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { holdFile } from "../support/held-file.js";
import { COMMAND, commandIn, recordsOfFile } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { run } = commandIn(folder);
const OPTIONS = ["--input", "semantic", "--threads", "1"];
const at = (...names: string[]) => join(folder, ...names);
const PAIR = ["-r", "ref/000.nii.gz", "-p"];

function start(...words: string[]): ChildProcess {
  return spawn(process.execPath, [COMMAND, ...words], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
}

function list(name: string, rows: readonly string[]): void {
  writeFileSync(at(name), `case,reference,prediction\n${rows.map((row) => `${row}\n`).join("")}`);
}

beforeAll(() => {
  writeSmallCohort(folder, 3);
  spawnSync("mkfifo", [at("pipe.nii")]);
  copyFileSync(at("pred", "002.nii.gz"), at("held.nii.gz"));
});

describe("a cohort with files that may never end", () => {
  it("fails pipes, devices and sockets at once, and goes on", async () => {
    const server = createServer().listen(at("socket.nii"));
    await once(server, "listening");
    const rows = [
      "device,/dev/zero,pred/000.nii.gz",
      "good,ref/001.nii.gz,pred/001.nii.gz",
      "pipe,ref/000.nii.gz,pipe.nii",
      "socket,ref/002.nii.gz,socket.nii",
    ];
    list("irregular.csv", rows);
    const { status, stdout } = run("irregular.csv", ...OPTIONS, "--out", "irregular");
    server.close();
    expect(status).toBe(1);
    expect(stdout).toContain(
      "  failed: device: /dev/zero is a device, and the files of a cohort must be files on a disk.",
    );
    expect(stdout).toContain("  failed: pipe: pipe.nii is a pipe, and");
    expect(stdout).toContain("  failed: socket: socket.nii is a socket, and");
    expect(recordsOfFile(at("irregular", "cases.jsonl")).map(({ status: each }) => each)).toEqual([
      ...["failed", "done", "failed", "failed"],
    ]);
  });

  it("gives a case up that takes longer than it may, and evaluates it when asked again", async () => {
    list("held.csv", [
      "a,ref/001.nii.gz,pred/001.nii.gz",
      "held,ref/002.nii.gz,held.nii.gz",
      "z,ref/000.nii.gz,pred/000.nii.gz",
    ]);
    const held = await holdFile(at("held.nii.gz"));
    const child = start("run", "held.csv", ...OPTIONS, "--case-timeout", "10", "--out", "held");
    let stdout = "";
    child.stdout?.on("data", (chunk) => {
      stdout += chunk;
    });
    while (!stdout.includes("\n")) await sleep(20);
    await held.release();
    expect((await once(child, "close"))[0]).toBe(1);
    expect(stdout).toContain("  failed: held: Evaluating the case took longer than it may, 10 s.");
    expect(recordsOfFile(at("held", "cases.jsonl"))).toMatchObject([
      { case: "a", status: "done" },
      { case: "held", status: "failed", error: { code: "TIME_LIMIT", details: { seconds: 10 } } },
      { case: "z", status: "done" },
    ]);
    expect(run("held.csv", ...OPTIONS, "--retry-failed", "--out", "held").status).toBe(0);
    expect(run("held.csv", ...OPTIONS, "--case-timeout", "0", "--out", "held").stderr).toContain("a number of seconds");
  });

  it("ends at the second Ctrl-C, though a thread hangs, and keeps what is finished", async () => {
    list("stuck.csv", ["a,ref/001.nii.gz,pred/001.nii.gz", "held,ref/002.nii.gz,held.nii.gz"]);
    const held = await holdFile(at("held.nii.gz"));
    // On one thread the file that hangs could come first, and then nothing would ever be finished.
    const child = start("run", "stuck.csv", "--input", "semantic", "--threads", "2", "--out", "stuck");
    const ended = once(child, "exit");
    const path = at("stuck", "cases.jsonl");
    while (!existsSync(path) || readFileSync(path).length === 0) await sleep(20);
    child.kill("SIGINT");
    await sleep(300);
    expect(child.exitCode).toBeNull();
    child.kill("SIGINT");
    expect(await ended).toEqual([null, "SIGINT"]);
    await held.release();
    expect(recordsOfFile(path).map((record) => record.case)).toEqual(["a"]);
    expect(run("stuck.csv", ...OPTIONS, "--out", "stuck").status).toBe(0);
  });
});

describe("evaluate", () => {
  it("reads a pipe, and standard input for -", () => {
    const plain = spawnSync(process.execPath, [COMMAND, "evaluate", ...PAIR, "pred/000.nii.gz", "-f", "tsv"], {
      cwd: folder,
    });
    const piped = spawnSync(
      "bash",
      ["-c", `"${process.execPath}" "${COMMAND}" evaluate ${PAIR.join(" ")} <(cat pred/000.nii.gz) -f tsv`],
      {
        cwd: folder,
      },
    );
    const input = readFileSync(at("pred", "000.nii.gz"));
    const given = spawnSync(process.execPath, [COMMAND, "evaluate", ...PAIR, "-", "-f", "tsv"], { cwd: folder, input });
    const rows = ({ stdout }: { stdout: Buffer }) =>
      String(stdout)
        .split("\n")
        .filter((line) => line.startsWith("ungrouped"));
    expect(plain.status).toBe(0);
    expect(rows(plain).length).toBeGreaterThan(0);
    expect(rows(piped)).toEqual(rows(plain));
    expect(rows(given)).toEqual(rows(plain));
    const both = spawnSync(process.execPath, [COMMAND, "evaluate", "-r", "-", "-p", "-"], { input, encoding: "utf8" });
    expect(both).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("only one file can come from standard input"),
    });
  });

  it("ends at Ctrl-C while it waits for a pipe or for standard input", async () => {
    for (const file of ["pipe.nii", "-"]) {
      const child = start("evaluate", ...PAIR, file);
      const ended = once(child, "exit");
      await sleep(700);
      expect(child.exitCode, file).toBeNull();
      child.kill("SIGINT");
      expect(await ended, file).toEqual([null, "SIGINT"]);
    }
  });
});
