import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { connect } from "../../src/queue/connect.js";
import type { CaseQueue } from "../../src/queue/queue-server.js";
import { poisonJobs } from "../support/poison-jobs.js";
import { SERVERS, type TestServer } from "../support/queue-servers.js";
import { COMMAND, commandIn, recordsOfFile } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = realpathSync(temporaryFolder());
const { voxmatch, run } = commandIn(folder);
const OPTIONS = ["--input", "semantic"];

beforeAll(() => {
  writeSmallCohort(folder, 3);
  symlinkSync("/etc/hostname", join(folder, "pred", "linked.nii"));
  expect(run("cohort.csv", ...OPTIONS, "--out", "whole").status).toBe(0);
});

describe.each(Object.entries(SERVERS))("a queue on %s that holds poison", (name, startServer) => {
  let server: TestServer;
  let queue: CaseQueue;
  let worker: ChildProcess;
  let stderr = "";

  beforeAll(async () => {
    server = await startServer();
    queue = (await connect(server.address)).openQueue();
    queue.on("error", () => {});
    const words = ["worker", "--threads", "1", "--root", folder];
    const env = { ...process.env, VOXMATCH_QUEUE: server.address };
    worker = spawn(process.execPath, [COMMAND, ...words], { cwd: "/", env, stdio: ["ignore", "ignore", "pipe"] });
    worker.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
  });
  afterAll(async () => {
    const ended = once(worker, "close");
    worker.kill("SIGKILL");
    await ended;
    await queue?.disconnect();
    await server?.stop();
  });
  const submit = (manifest: string, out: string, ...words: string[]) =>
    voxmatch("submit", manifest, ...OPTIONS, "--queue", server.address, "--out", `${name}-${out}`, "--wait", ...words);

  it("fails each for good, records why, and goes on with what is sound", async () => {
    const poison = poisonJobs(folder);
    await queue.addBulk(
      poison.map(({ kind, data }, i) => ({ name: kind, data: data as string, opts: { jobId: `poison-${i}` } })),
    );
    expect(submit("cohort.csv", "sound").status).toBe(0);
    expect(readFileSync(join(folder, `${name}-sound`, "cases.jsonl"))).toEqual(
      readFileSync(join(folder, "whole", "cases.jsonl")),
    );
    while ((await queue.getRanges(["completed", "failed"], 0, -1)).length < poison.length) await sleep(50);
    for (const [i, { kind, reason, isDecoded }] of poison.entries()) {
      const job = await queue.getJob(`poison-${i}`);
      if (isDecoded) {
        expect(JSON.parse(job?.returnvalue ?? ""), kind).toMatchObject({
          status: "failed",
          error: { code: "INVALID_JOB", message: expect.stringMatching(reason) },
        });
      } else {
        expect(job?.failedReason, kind).toMatch(/^INVALID_JOB: /);
        expect(job?.failedReason, kind).toMatch(reason);
        expect(stderr, kind).toContain(`refused: job poison-${i}: `);
      }
    }
    expect(worker.exitCode).toBeNull();
  });

  it("reads nothing outside of the worker's root, and says so in the record", () => {
    const rows = [
      "absolute,ref/000.nii.gz,/etc/hostname",
      "linked,ref/000.nii.gz,pred/linked.nii",
      "sound,ref/000.nii.gz,pred/000.nii.gz",
    ];
    writeFileSync(join(folder, "outside.csv"), `case,reference,prediction\n${rows.join("\n")}\n`);
    const { status, stderr: said } = submit("outside.csv", "outside");
    expect(status).toBe(1);
    expect(said).toContain(
      `1 cases name files outside of ${folder}, such as absolute: only workers with --allow-outside-root`,
    );
    expect(recordsOfFile(join(folder, `${name}-outside`, "cases.jsonl"))).toMatchObject([
      {
        case: "absolute",
        error: { code: "INVALID_JOB", message: expect.stringContaining("/etc/hostname is absolute") },
      },
      {
        case: "linked",
        error: { code: "INVALID_JOB", message: expect.stringContaining("a link that leads out of the root") },
      },
      { case: "sound", status: "done" },
    ]);
  });

  it("takes an address that may hold a password out of the list of processes, and says so", async () => {
    const parameter = name === "Redis" ? "connectionName" : "application_name";
    const address = `${server.address}?${parameter}=s3cret`;
    const other = spawn(process.execPath, [COMMAND, "worker", "--threads", "1", "--queue", address], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = once(other, "close");
    let said = "";
    other.stderr?.on("data", (chunk) => {
      said += chunk;
    });
    while (!said.includes("Serving")) await sleep(20);
    const line = readFileSync(`/proc/${other.pid}/cmdline`, "utf8");
    other.kill("SIGTERM");
    await ended;
    expect(line).toContain("voxmatch worker");
    expect(line).not.toContain("s3cret");
    expect(said).toContain("The address of the queue was on the command line, where others can read it (ps)");
    expect(said).not.toContain("s3cret");
  });
});
