import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { connect } from "../../src/queue/connect.js";
import type { CaseQueue } from "../../src/queue/queue-server.js";
import { holdFile } from "./held-file.js";
import { niftiFile } from "./nifti.js";
import { SERVERS, type TestServer } from "./queue-servers.js";
import { COMMAND, commandIn, recordsOfFile } from "./run-command.js";
import { writeSmallCohort } from "./small-cohort.js";
import { temporaryFolder } from "./temporary-folder.js";

// Servers, three workers and their threads share what may be a small machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const CASES = 150;
const OPTIONS = ["--input", "semantic"];
const folder = temporaryFolder();
const { voxmatch, run } = commandIn(folder);
const recordsOf = (name: string) => join(folder, name, "cases.jsonl");
const bytesOf = (name: string, file = "cases.jsonl") => readFileSync(join(folder, name, file), "utf8");

/** A process of the command whose words on stderr can be waited for. */
class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  stderr = "";

  constructor(...words: string[]) {
    this.child = spawn(process.execPath, [COMMAND, ...words], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr?.on("data", (chunk) => {
      this.stderr += chunk;
    });
    this.ended = once(this.child, "close").then(([status]) => status);
  }

  async says(pattern: RegExp, times = 1): Promise<void> {
    const all = new RegExp(pattern, "g");
    while ((this.stderr.match(all)?.length ?? 0) < times) {
      if (this.child.exitCode !== null) throw new Error(`It ended before it said ${pattern}: ${this.stderr}`);
      await sleep(10);
    }
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Number of finished files of blocks. */
function blocksIn(path: string): number {
  return existsSync(path) ? readdirSync(path).filter((file) => /^[^.].*\.vmb$/.test(file)).length : 0;
}

function writeCohorts(): void {
  writeSmallCohort(folder, CASES);
  writeFileSync(join(folder, "few.csv"), bytesOf(".", "cohort.csv").split("\n").slice(0, 7).join("\n"));
  for (const [manifest, out] of [
    ["cohort.csv", "whole"],
    ["few.csv", "few-whole"],
  ]) {
    const { status, stderr } = run(manifest, ...OPTIONS, "--out", out);
    expect(status, stderr).toBe(0);
  }
}

/** Describes what a queue must do, on one server, so that a file for each can run beside the others. */
export function describeQueue(name: keyof typeof SERVERS): void {
  beforeAll(writeCohorts);
  describe(`a queue on ${name}`, () => suite(name));
}

function suite(name: keyof typeof SERVERS): void {
  let server: TestServer;
  let queue: CaseQueue;
  const running: Running[] = [];
  const at = (words: string) => `${name}-${words}`;

  beforeAll(async () => {
    server = await SERVERS[name]();
    queue = (await connect(server.address)).openQueue();
    queue.on("error", () => {});
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.kill("SIGKILL");
  });
  afterAll(async () => {
    await queue?.disconnect();
    await server?.stop();
  });

  const start = (...words: string[]) => {
    const process = new Running(...words, "--queue", server.address);
    running.push(process);
    return process;
  };
  const startWorker = (...words: string[]) => start("worker", "--threads", "1", "--lost-after", "2", ...words);
  const submit = (manifest: string, out: string, ...words: string[]) =>
    voxmatch("submit", manifest, ...OPTIONS, "--queue", server.address, "--out", out, ...words);
  const idsIn = async (...states: ("waiting" | "active" | "completed" | "failed")[]) => queue.getRanges(states, 0, -1);

  it("loses no case and has none twice, though a worker is killed and the server crashes", async () => {
    const workers = [startWorker(), startWorker(), startWorker()];
    const submission = start("submit", "cohort.csv", ...OPTIONS, "--out", at("killed"), "--wait");
    const [victim, ...others] = workers;
    await victim.says(/evaluated: /, 5);
    await victim.kill("SIGKILL");
    expect((await idsIn("active")).length).toBeGreaterThan(0);
    while (!existsSync(recordsOf(at("killed"))) || bytesOf(at("killed")).split("\n").length < 30) await sleep(10);
    await server.restart();
    expect(await submission.ended, submission.stderr).toBe(0);

    for (const file of ["cases.jsonl", "run.json"]) expect(bytesOf(at("killed"), file)).toBe(bytesOf("whole", file));
    expect(await idsIn("waiting", "active", "completed", "failed")).toEqual([]);
    expect(others.map(({ stderr }) => stderr).join("")).toContain("A worker was lost; its cases are evaluated again.");
    // Those that outlived it all still serve.
    expect(submit("few.csv", at("after"), "--wait").status).toBe(0);
    expect(bytesOf(at("after"))).toBe(bytesOf("few-whole"));
    for (const worker of others) expect(await worker.kill("SIGTERM"), worker.stderr).toBe(0);
  });

  it("submits no case twice, and collects in another call what was finished meanwhile", async () => {
    const first = submit("few.csv", at("twice"));
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toBe(
      `6 cases: 0 evaluated, 0 failed, 6 to do (start it again to go on). Results: ${at("twice")}/cases.jsonl\n`,
    );
    expect(submit("few.csv", at("twice")).stdout).toBe(first.stdout);
    expect(await idsIn("waiting")).toHaveLength(6);
    const worker = startWorker();
    await worker.says(/evaluated: /, 6);
    while ((await idsIn("completed")).length < 6) await sleep(10);
    expect(submit("few.csv", at("twice")).stdout).toContain("6 cases: 6 evaluated, 0 failed.");
    expect(bytesOf(at("twice"))).toBe(bytesOf("few-whole"));
    // Finished cases are not submitted again.
    expect(submit("few.csv", at("twice")).status).toBe(0);
    expect(await idsIn("waiting", "active", "completed", "failed")).toEqual([]);
  });

  it("submits again what the server has forgotten", async () => {
    submit("few.csv", at("forgotten"));
    for (const id of await idsIn("waiting")) await queue.remove(id);
    expect(await idsIn("waiting")).toEqual([]);
    startWorker();
    expect(submit("few.csv", at("forgotten"), "--wait").status).toBe(0);
    expect(bytesOf(at("forgotten"))).toBe(bytesOf("few-whole"));
  });

  it("evaluates anew what was submitted before with files that were exchanged since", async () => {
    const path = join(folder, "pred", "003.nii.gz");
    const before = readFileSync(path);
    submit("few.csv", at("stale"));
    const worker = startWorker();
    await worker.says(/evaluated: /, 6);
    writeFileSync(path, readFileSync(join(folder, "pred", "004.nii.gz")));
    try {
      expect(submit("few.csv", at("exchanged"), "--wait").status).toBe(0);
      expect(run("few.csv", ...OPTIONS, "--out", at("exchanged-run")).status).toBe(0);
    } finally {
      writeFileSync(path, before);
    }
    expect(bytesOf(at("exchanged"))).toBe(bytesOf(at("exchanged-run")));
    expect(bytesOf(at("exchanged"))).not.toBe(bytesOf("few-whole"));
    for (const id of await idsIn("completed")) await queue.remove(id);
  });

  it("makes a record of a case that fails, and tries it again when asked", async () => {
    startWorker();
    const path = join(folder, "pred", "002.nii.gz");
    renameSync(path, `${path}.away`);
    try {
      const failed = submit("few.csv", at("failed"), "--wait");
      expect(failed.status).toBe(1);
      expect(failed.stdout).toContain("6 cases: 5 evaluated, 1 failed.");
      expect(failed.stdout).toContain("  failed: 002: pred/002.nii.gz cannot be read: there is no such file.");
      expect(submit("few.csv", at("failed"), "--wait").stdout).toBe(failed.stdout);
    } finally {
      renameSync(`${path}.away`, path);
    }
    expect(submit("few.csv", at("failed"), "--wait", "--retry-failed").status).toBe(0);
    expect(bytesOf(at("failed"))).toBe(bytesOf("few-whole"));
  });

  it("gives up a case that ends every worker which takes it, and says so in its record", async () => {
    const file = join(folder, `${name}.nii.gz`);
    const replaceByHeld = async () => {
      copyFileSync(join(folder, "pred", "000.nii.gz"), `${file}.new`);
      const held = await holdFile(`${file}.new`);
      renameSync(`${file}.new`, file);
      return held;
    };
    let held = await replaceByHeld();
    writeFileSync(join(folder, `${name}.csv`), `case,reference,prediction\nbad,ref/000.nii.gz,${name}.nii.gz\n`);
    const submission = start("submit", `${name}.csv`, ...OPTIONS, "--out", at("poison"), "--wait");
    for (let death = 0; death < 4; death++) {
      const worker = startWorker();
      while ((await idsIn("active")).length === 0 || !worker.stderr.includes("Serving")) await sleep(20);
      // The lock may still be that of the worker before: until it was taken over, nothing runs here.
      await sleep(death === 0 ? 500 : 5500);
      await worker.kill("SIGKILL");
      // A held file is free after a while: the next worker finds another one.
      await held.release();
      held = await replaceByHeld();
    }
    startWorker();
    expect(await submission.ended).toBe(1);
    const [record] = recordsOfFile(recordsOf(at("poison")));
    expect(record).toMatchObject({ case: "bad", status: "failed", error: { code: "WORKER_LOST" } });
    await held.release();
  });

  it("gives its cases back when it is stopped at once", async () => {
    submit("cohort.csv", at("returned"));
    const worker = startWorker();
    await worker.says(/evaluated: /, 2);
    worker.child.kill("SIGTERM");
    await worker.says(/Stopping once/);
    expect(await worker.kill("SIGTERM"), worker.stderr).toBe(0);
    expect(await idsIn("active")).toEqual([]);
    const [waiting, completed] = [await idsIn("waiting"), await idsIn("completed")];
    expect(waiting.length).toBeGreaterThan(CASES / 2);
    expect(waiting.length + completed.length).toBe(CASES);
    for (const id of [...waiting, ...completed]) await queue.remove(id);
  });

  it("keeps its cases for others where their files are not", async () => {
    submit("few.csv", at("elsewhere"));
    const worker = startWorker("--root", join(folder, "nowhere"));
    expect(await worker.ended).toBe(2);
    expect(worker.stderr).toContain("nowhere, which is not there on this machine.");
    expect(await idsIn("waiting")).toHaveLength(6);
    startWorker("--root", folder);
    expect(submit("few.csv", at("elsewhere"), "--wait").status).toBe(0);
  });

  it("stops waiting at Ctrl-C, and leaves the cases in the queue", async () => {
    const submission = start("submit", "few.csv", ...OPTIONS, "--out", at("left"), "--wait");
    while ((await idsIn("waiting")).length < 6) await sleep(20);
    expect(await submission.kill("SIGINT"), submission.stderr).toBe(130);
    expect(submission.stderr).toContain("Stopped waiting; the cases stay in the queue.");
    expect(await idsIn("waiting")).toHaveLength(6);
    for (const id of await idsIn("waiting")) await queue.remove(id);
  });

  it("maps each block of a plan, though a process is killed", async () => {
    const values = Array.from({ length: 8 ** 3 }, (_, i) => Number(i % 7 < 3));
    writeFileSync(join(folder, `${name}.nii`), niftiFile({ dataType: "uint8", shape: [8, 8, 8], values }));
    const plan = at("plan.json");
    const pair = ["-r", `${name}.nii`, "-p", `${name}.nii`, "--block", "8,2,1", "-o", plan];
    expect(voxmatch("blocks", "plan", ...pair).status).toBe(0);
    const map = () => start("blocks", "map", plan, "--out", at("blocks"), "--lost-after", "2");
    const [victim, other] = [map(), map()];
    await expect.poll(() => blocksIn(join(folder, at("blocks")))).toBeGreaterThan(1);
    await victim.kill("SIGKILL");
    expect(await other.ended, other.stderr).toBe(0);
    expect(blocksIn(join(folder, at("blocks")))).toBe(32);
    // Nothing is left to do for one that comes late.
    const late = map();
    expect(await late.ended, late.stderr).toBe(0);
    expect(voxmatch("blocks", "map", plan, "--out", at("shards")).status).toBe(0);
    const [queued, sharded] = [at("blocks"), at("shards")].map((blocks) => {
      const { status, stdout, stderr } = voxmatch("blocks", "reduce", plan, blocks, "--format", "tsv");
      expect(status, stderr).toBe(0);
      return stdout;
    });
    expect(queued).toBe(sharded);
  });

  it("refuses a folder of another run, and submits nothing", async () => {
    const { status, stderr } = submit("few.csv", "whole");
    expect(status).toBe(2);
    expect(stderr).toContain("whole cannot take this run: it holds the results of another run");
    expect(await idsIn("waiting")).toEqual([]);
  });
}
