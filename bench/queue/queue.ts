/** The cost of a queue: the same cohort by `voxmatch run`, and by `voxmatch submit --wait` with a running worker. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { SERVERS, type TestServer } from "../../test/support/queue-servers.js";
import { cohortOf, describePair, QUEUE, queuedOf } from "../design.js";
import { filePair } from "../evaluation/file-pair.js";
import { CLI } from "../evaluation/files.js";
import { type MeasureOptions, summarise } from "../support/measure.js";
import type { Result } from "../support/result.js";

const PAIRS = 12;
const THREADS = 2;
const OPTIONS = ["--input", "unmatched", "--quiet"];

export async function benchQueue(_: MeasureOptions, quick: boolean): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-bench-"));
  const services: Service[] = [];
  try {
    const cases = quick ? 40 : QUEUE.cases;
    const manifest = writeManifest(folder, cases);
    for (const name of Object.keys(SERVERS) as (keyof typeof SERVERS)[]) services.push(await serve(name));
    const ways = new Map<string, readonly string[]>([
      [cohortOf(cases), ["run", manifest, ...OPTIONS, "--threads", `${THREADS}`]],
    ]);
    for (const { name, server } of services) {
      ways.set(queuedOf(name, cases), ["submit", manifest, ...OPTIONS, "--queue", server.address, "--wait"]);
    }
    const times = new Map<string, number[]>([...ways.keys()].map((work) => [work, []]));
    // In turn, so that a computer that grows slower does so for all; the first round warms the workers up.
    for (let round = 0; round < (quick ? 2 : 4); round++) {
      const answers = new Set<string>();
      for (const [work, words] of ways) {
        const out = join(folder, `${round}-${times.get(work)?.length}-${answers.size}-${work.length}`);
        const start = performance.now();
        await command([...words, "--out", out]);
        if (round > 0) times.get(work)?.push(performance.now() - start);
        answers.add(readFileSync(join(out, "cases.jsonl"), "utf8"));
      }
      if (answers.size !== 1) throw new Error("The ways do not give the same bytes.");
    }
    return [...times].map(([work, own]) => ({
      work,
      workload: describePair(QUEUE.pair),
      by: "release",
      threads: THREADS,
      firstMs: own[0],
      ...summarise(own),
    }));
  } finally {
    for (const { worker, server } of services) {
      worker.kill();
      await server.stop();
    }
    rmSync(folder, { recursive: true });
  }
}

interface Service {
  readonly name: string;
  readonly server: TestServer;
  readonly worker: ChildProcess;
}

async function serve(name: keyof typeof SERVERS): Promise<Service> {
  const server = await SERVERS[name]();
  const words = [
    CLI,
    "worker",
    "--queue",
    server.address,
    "--threads",
    `${THREADS}`,
    "--allow-outside-root",
    "--quiet",
  ];
  const worker = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"] });
  await once(worker.stderr, "data");
  return { name, server, worker };
}

async function command(words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [CLI, ...words], { stdio: ["ignore", "ignore", "inherit"] });
  const [status] = await once(child, "exit");
  if (status !== 0) throw new Error(`${words[0]} ended with status ${status}.`);
}

function writeManifest(folder: string, cases: number): string {
  const files = Array.from({ length: PAIRS }, (_, seed) => filePair({ ...QUEUE.pair, seed }, "unmatched"));
  const rows = Array.from({ length: cases }, (_, i) => {
    const { reference, prediction } = files[i % files.length];
    return `case-${i},${resolve(reference)},${resolve(prediction)}\n`;
  });
  const path = join(folder, "cohort.csv");
  writeFileSync(path, `case,reference,prediction\n${rows.join("")}`);
  return path;
}
