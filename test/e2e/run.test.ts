import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { splitmix64 } from "../support/random.js";
import { COMMAND, commandIn, recordsOfFile } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const folder = temporaryFolder();
const CASES = 200;
const OPTIONS = ["--input", "semantic", "--threads", "2"];

const { run } = commandIn(folder);

function start(...words: string[]): ChildProcess {
  return spawn(process.execPath, [COMMAND, "run", ...words], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
}

const recordsOf = (name: string) => join(folder, name, "cases.jsonl");
const bytesOf = (path: string) => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0));
const wholeLines = (bytes: Buffer) => bytes.subarray(0, bytes.lastIndexOf(10) + 1);
const recordsIn = (name: string) => recordsOfFile(recordsOf(name));

beforeAll(() => {
  writeSmallCohort(folder, CASES);
  const { status, stdout, stderr } = run("cohort.csv", ...OPTIONS, "--out", "whole");
  expect(status, stderr).toBe(0);
  expect(stdout).toBe("200 cases: 200 evaluated, 0 failed. Results: whole/cases.jsonl\n");
  expect(stderr).toMatch(/^0 of 200 cases\n(.*\n)*200 of 200 cases, \d+\.\d a second\n$/);
});

describe("voxmatch run", () => {
  it("keeps a record of every case, in order, with its id and columns as they were written", () => {
    const records = recordsIn("whole");
    expect(records.map((record) => record.case)).toEqual(
      Array.from({ length: CASES }, (_, c) => String(c).padStart(3, "0")),
    );
    expect(records[7]).toMatchObject({ case: "007", model: null, columns: { site: "01" }, status: "done" });
    expect(readdirSync(join(folder, "whole")).sort()).toEqual(["cases.jsonl", "run.json"]);
  });

  it("is killed at up to twenty moments, goes on each time, and ends with the same bytes", async () => {
    const path = recordsOf("killed");
    const total = statSync(recordsOf("whole")).size;
    const random = splitmix64(20);
    let before = Buffer.alloc(0);
    let cutLines = 0;
    for (let kill = 0; kill < 20; kill++) {
      // Some while it starts, the others once it has written up to some byte.
      const isEarly = kill % 5 === 4;
      const goal = before.length + Math.floor((random() * total) / 20);
      const child = start("cohort.csv", ...OPTIONS, "--out", "killed");
      const ended = once(child, "exit");
      if (isEarly) await sleep(50 + 250 * random());
      else while (bytesOf(path).length < goal && child.exitCode === null) await sleep(1);
      child.kill("SIGKILL");
      const [status] = await ended;
      // It was faster: the records are sorted, and there is nothing left to kill.
      if (status !== null) break;
      // As a machine that loses its power leaves it, which a killed process seldom does.
      if (kill % 3 === 0 && bytesOf(path).length > before.length + 1) truncateSync(path, bytesOf(path).length - 2);
      const bytes = bytesOf(path);
      const lines = wholeLines(bytes);
      if (lines.length < bytes.length) cutLines++;
      // Finished records stay: nothing is lost, and nothing is done again.
      expect(lines.subarray(0, before.length).equals(before), `kill ${kill}`).toBe(true);
      before = Buffer.from(lines);
    }
    expect(cutLines).toBeGreaterThan(0);
    expect(before.length).toBeGreaterThan(total / 4);
    const { status, stderr } = run("cohort.csv", ...OPTIONS, "--out", "killed");
    expect(status, stderr).toBe(0);
    for (const file of ["cases.jsonl", "run.json"]) {
      expect(readFileSync(join(folder, "killed", file)).equals(readFileSync(join(folder, "whole", file))), file).toBe(
        true,
      );
    }
    expect(readdirSync(join(folder, "killed")).sort()).toEqual(["cases.jsonl", "run.json"]);
  });

  it("has nothing to do where everything is done", () => {
    const before = statSync(recordsOf("whole"));
    const { status, stderr } = run("cohort.csv", ...OPTIONS, "--out", "whole");
    expect(status).toBe(0);
    expect(stderr).toBe("200 of 200 cases, finished before\n");
    expect(statSync(recordsOf("whole")).ino).toBe(before.ino);
  });

  it("stops at Ctrl-C once what is under way is finished, and can go on", async () => {
    const child = start("cohort.csv", ...OPTIONS, "--out", "stopped");
    while (bytesOf(recordsOf("stopped")).length === 0) await sleep(1);
    child.kill("SIGINT");
    const [status] = await once(child, "exit");
    expect(status).toBe(130);
    const count = recordsIn("stopped").length;
    expect(count).toBeLessThan(CASES);
    expect(readdirSync(join(folder, "stopped")).sort()).toEqual(["cases.jsonl", "run.json"]);
    expect(run("cohort.csv", ...OPTIONS, "--out", "stopped").status).toBe(0);
    expect(readFileSync(recordsOf("stopped")).equals(readFileSync(recordsOf("whole")))).toBe(true);
  });

  it("makes one record of each case that fails, loses nothing else, and tries again when asked", () => {
    const rows = Array.from({ length: 8 }, (_, c) => `00${c},ref/00${c}.nii.gz,own/00${c}.nii.gz\n`);
    writeFileSync(join(folder, "faults.csv"), `case,reference,prediction\n${rows.join("")}`);
    const own = temporaryOwn(rows.length);
    const whole = readFileSync(join(own, "002.nii.gz"));
    writeFileSync(join(own, "002.nii.gz"), whole.subarray(0, whole.length - 20));
    rmSync(join(own, "004.nii.gz"));
    writeFileSync(join(own, "005.nii.gz"), readFileSync(join(ROOT, "examples", "prediction.nii.gz")));
    const first = run("faults.csv", ...OPTIONS, "--out", "faults");
    expect(first.status).toBe(1);
    expect(recordsIn("faults").map((record) => (record.status === "failed" ? record.error.code : "done"))).toEqual([
      ...["done", "done", "INVALID_FILE", "done", "FILE_ACCESS", "GEOMETRY_MISMATCH", "done", "done"],
    ]);
    const [head, ...failures] = first.stdout.trimEnd().split("\n");
    expect(head).toBe("8 cases: 5 evaluated, 3 failed. Results: faults/cases.jsonl");
    expect(failures.map((line) => line.slice(0, 15))).toEqual([2, 4, 5].map((c) => `  failed: 00${c}: `));
    expect(failures[1]).toContain("own/004.nii.gz cannot be read: there is no such file.");

    writeFileSync(join(own, "002.nii.gz"), whole);
    const unasked = run("faults.csv", ...OPTIONS, "--out", "faults");
    expect(unasked.stdout).toBe(first.stdout);
    const again = run("faults.csv", ...OPTIONS, "--out", "faults", "--retry-failed");
    expect(again.status).toBe(1);
    expect(again.stdout).toContain("8 cases: 6 evaluated, 2 failed.");
    expect(recordsIn("faults").map((record) => record.case)).toHaveLength(8);
  });

  function temporaryOwn(count: number): string {
    const own = join(folder, "own");
    writeSmallCohort(own, count);
    for (let c = 0; c < count; c++) {
      writeFileSync(join(own, `00${c}.nii.gz`), readFileSync(join(own, "pred", `00${c}.nii.gz`)));
    }
    return own;
  }

  it("leaves damaged lines out, says so, and evaluates their cases again", () => {
    cpSync(join(folder, "whole"), join(folder, "damaged"), { recursive: true });
    const lines = readFileSync(recordsOf("damaged"), "utf8").split("\n");
    lines[3] = "\0".repeat(lines[3].length);
    writeFileSync(recordsOf("damaged"), lines.join("\n"));
    appendFileSync(recordsOf("damaged"), lines[5].slice(0, 40));
    const { status, stderr } = run("cohort.csv", ...OPTIONS, "--out", "damaged");
    expect(status).toBe(0);
    expect(stderr).toContain("1 damaged lines of damaged/cases.jsonl are left out; their cases are evaluated again.");
    expect(readFileSync(recordsOf("damaged")).equals(readFileSync(recordsOf("whole")))).toBe(true);
  });

  it.each([
    [["--threshold", "0.4"], /whole cannot take this run: .*option threshold is 0\.5 there and 0\.4 here/],
    [["--no-hash"], /hash is true there and false here/],
    [["--shard", "0/2"], /it is all of the cases there and shard 0\/2 here/],
    [["--no-resume"], /it holds results already/],
  ])("refuses a folder of another run: %s", (words, message) => {
    const { status, stderr } = run("cohort.csv", ...OPTIONS, ...words, "--out", "whole");
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("refuses a folder of other cases", () => {
    writeFileSync(join(folder, "fewer.csv"), readFileSync(join(folder, "cohort.csv"), "utf8").replace(/199,.*\n/, ""));
    const { status, stderr } = run("fewer.csv", ...OPTIONS, "--out", "whole");
    expect(status).toBe(2);
    expect(stderr).toContain("the number of cases is 200 there and 199 here");
  });

  it("refuses a folder that another run is writing to", async () => {
    const child = start("cohort.csv", ...OPTIONS, "--out", "shared");
    while (!existsSync(recordsOf("shared"))) await sleep(1);
    const { status, stderr } = run("cohort.csv", ...OPTIONS, "--out", "shared");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(status).toBe(2);
    expect(stderr).toMatch(new RegExp(`Another run is writing to shared \\(process ${child.pid} on `));
  });
});
