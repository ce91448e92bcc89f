import { afterEach, describe, expect, it } from "vitest";
import { countRows } from "../../../bindings/components/count-overlap.js";
import { nearestInSlices } from "../../../bindings/distances/nearest-label.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { type Job, runJobs, startJobs } from "../../../bindings/threads/job.js";
import { readOutcome, Status } from "../../../bindings/threads/job-queue.js";
import { WorkerPool } from "../../../bindings/threads/worker-pool.js";
import { engineWithPool, noRows, pause, watched } from "../../support/worker-pool.js";

const INPUTS = Array.from({ length: 12 }, (_, i) => noRows(i));
const RESULTS = INPUTS.map(({ firstRow }) => [firstRow]);

/** A module that no worker can instantiate: it imports `env.missing`. */
const MISFIT = [
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 4, 1, 96, 0, 0],
  ...[2, 15, 1, 3, ...Buffer.from("env"), 7, ...Buffer.from("missing"), 0, 0],
];

describe("a workerPool", () => {
  let workerPool: WorkerPool;
  let engine: Engine;
  afterEach(() => workerPool.terminate());

  async function resize(threads: number, limits = {}): Promise<void> {
    ({ engine, workerPool } = await engineWithPool(limits));
    await workerPool.resize(threads);
    await workerPool.waitUntilReady(10_000);
    expect(workerPool.present).toBe(threads - 1);
  }

  it("hears its own failure before any worker listens, and waits for none", async () => {
    ({ engine, workerPool } = await engineWithPool({ lostMs: 200 }));
    workerPool.threads = 4;
    const done: number[] = [];
    const fail = () => {
      throw new Error("a fault");
    };
    expect(() => runJobs(engine, watched(done, fail), INPUTS)).toThrow("a fault");
    expect(done).toEqual([0]);
    expect(engine.arena.used).toBe(64);
    expect(runJobs(engine, countRows, INPUTS)).toEqual(RESULTS);
  });

  it("does everything itself where no worker can start", async () => {
    const made = await createEngine();
    workerPool = new WorkerPool(new WebAssembly.Module(Uint8Array.from(MISFIT)), made.arena.memory, { lostMs: 200 });
    engine = { ...made, workerPool };
    for (let again = 0; again < 2; again++) {
      await workerPool.resize(3);
      await workerPool.waitUntilReady(200);
      expect(workerPool.present).toBe(0);
      const done: number[] = [];
      expect(runJobs(engine, watched(done), INPUTS)).toEqual(RESULTS);
      expect(done).toEqual(INPUTS.map(({ firstRow }) => firstRow));
    }
  });

  it("gives jobs an engine without a workerPool, so that a job within a job is done where it is", async () => {
    await resize(3);
    const pools = new Set<unknown>();
    const job = watched([], (own) => pools.add(own.workerPool));
    // Awake workers may take every job of a short list, and leave none to this thread.
    for (let round = 0; pools.size === 0 && round < 1000; round++) runJobs(engine, job, INPUTS);
    expect([...pools]).toEqual([null]);
    const nested: Job<ReturnType<typeof noRows>> = {
      name: countRows.name,
      run: (own, { firstRow }) => {
        if (own.workerPool !== null) throw new Error("A job must not divide its work.");
        return [runJobs(own, countRows, INPUTS.slice(firstRow)).length + firstRow - INPUTS.length + firstRow];
      },
    };
    expect(runJobs(engine, nested, INPUTS)).toEqual(RESULTS);
  });

  it("does again, once and by itself, what workers refused", async () => {
    await resize(3);
    // Without scratch the arena of a worker refuses, before the job has done anything.
    const list = { runs: 0, rowOffsets: 0, runCount: 0, shape: [1, 1, 1] as const };
    const piece = { list, heights: 0, labels: 0, weights: [1, 1, 1] as const };
    const inputs = Array.from({ length: 12 }, (_, i) => ({ ...piece, range: [i, i] as const }));
    const done: number[] = [];
    const job: Job<(typeof inputs)[number]> = {
      name: nearestInSlices.name,
      run: (own, { range: [i] }) => {
        expect(own.workerPool).toBeNull();
        done.push(i);
        return [i, i / 4];
      },
    };
    const { arena } = engine;
    // The next block: what is used ends with the guard, and blocks begin at multiples of 16.
    const records = Math.ceil(arena.used / 16) * 16;
    const running = startJobs(engine, job, inputs);
    const isRefused = (_: unknown, i: number) => readOutcome(arena, records, i).status === Status.Refused;
    for (let tries = 0; tries < 500 && !inputs.every(isRefused); tries++) pause(20);
    expect(inputs.map(isRefused)).toEqual(inputs.map(() => true));
    expect(done).toEqual([]);
    expect(running.finish()).toEqual(inputs.map((_, i) => [i, i / 4]));
    expect(done).toEqual(inputs.map((_, i) => i));
  });
});
