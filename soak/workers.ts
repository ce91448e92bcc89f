import { isVoxmatchError } from "../base/errors.js";
import type { Engine, Job, RunningJobs } from "../bindings/engine/engine.js";
import { createEngine } from "../bindings/pool/create-engine.js";
import { WorkerPool } from "../bindings/threads/worker-pool.js";
import { JOBS } from "../src/evaluation/jobs.js";
import { splitmix64 } from "../test/support/random.js";
import { expectTrue } from "./say.js";
import { type Answer, THREADS } from "./worker-cases.js";

const LOST_MS = 3000;
/** Of each kind of job, and round. */
const CASES = 3;

/** The workers of this process, the last one last. */
const started: { terminate: () => unknown }[] = [];

/** Notes every thread that is started from now on. */
function noteThreads(): void {
  const threads = process.getBuiltinModule("node:worker_threads");
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      started.push(this);
    }
  };
}

/** Kills the worker in the first batch of one job, `delayMs` after the worker could take part. */
class KillingPool extends WorkerPool {
  kill: { readonly job: string; readonly delayMs: number } | null = null;
  killed = false;
  /** The kinds of jobs that were divided since this was emptied. */
  readonly seen = new Set<string>();

  override start<Input>(engine: Engine, job: Job<Input>, inputs: readonly Input[], scratchBytes: number): RunningJobs {
    const running = super.start(engine, job, inputs, scratchBytes);
    this.seen.add(job.name);
    if (this.kill?.job !== job.name || this.killed || this.present === 0) return running;
    const { delayMs } = this.kill;
    const finish = () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delayMs);
      started.at(-1)?.terminate();
      this.killed = true;
      return running.finish();
    };
    return { finish };
  }
}

/** Kills a worker in every kind of job: the answer is right or `WORKER_LOST`, and the next evaluation is right. */
export async function workers(rounds: number, answersOf: (engine: Engine) => readonly Answer[]): Promise<string> {
  noteThreads();
  const made = await createEngine();
  if (made.workerPool === null) throw new Error("This machine has no threads on shared memory.");
  const { module, memory } = made.workerPool;
  const pool = new KillingPool(module, memory, { lostMs: LOST_MS });
  const engine: Engine = { ...made, workerPool: pool };
  const cases: { readonly textOf: Answer; readonly answer: string; readonly jobs: ReadonlySet<string> }[] = [];
  for (const textOf of answersOf(engine)) {
    pool.seen.clear();
    const answer = await textOf();
    cases.push({ textOf, answer, jobs: new Set(pool.seen) });
  }

  const random = splitmix64(1);
  const told = new Map<string, [lost: number, right: number]>();
  for (const { name } of JOBS.filter((job) => cases.some(({ jobs }) => jobs.has(job.name)))) {
    const counts: [number, number] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      for (const each of cases.filter(({ jobs }) => jobs.has(name)).slice(0, CASES)) {
        await pool.resize(THREADS);
        await pool.waitUntilReady(5000);
        pool.kill = { job: name, delayMs: random() * 2 };
        pool.killed = false;
        const found = await each.textOf().catch((error: unknown) => error);
        pool.kill = null;
        if (!pool.killed) continue;
        const isLost = isVoxmatchError(found, "WORKER_LOST");
        expectTrue(
          isLost || found === each.answer,
          `A worker killed in ${name} led to ${String(found).slice(0, 300)}.`,
        );
        counts[isLost ? 0 : 1]++;
        pool.terminate();
        await pool.resize(THREADS);
        expectTrue((await each.textOf()) === each.answer, `After a worker was killed in ${name} an answer is wrong.`);
      }
    }
    told.set(name, counts);
  }
  pool.terminate();
  const never = [...told].filter(([, [lost, right]]) => lost + right === 0).map(([name]) => name);
  if (told.size === 0) throw new Error("No job was divided among threads.");
  const shown = [...told].map(([name, [lost, right]]) => `${name} ${lost} lost, ${right} right`);
  return `workers killed in ${told.size - never.length} of ${told.size} jobs (never ran on workers: ${never.join(", ") || "none"}): ${shown.join("; ")}`;
}
