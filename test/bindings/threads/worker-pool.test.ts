import { afterEach, describe, expect, it } from "vitest";
import { countRows } from "../../../bindings/components/count-overlap.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { divide, type Job, runJobs } from "../../../bindings/threads/job.js";
import { engineWithPool, noRows as input, noneListens, pause, watched } from "../../support/worker-pool.js";

describe("divide", () => {
  it("covers everything once, in order, with as many parts as there can be", () => {
    for (const [n, parts] of [
      [10, 3],
      [2, 5],
      [1, 1],
      [0, 4],
    ]) {
      const ranges = divide(n, parts);
      expect(ranges.length).toBe(Math.max(1, Math.min(n, parts)));
      expect(ranges[0][0]).toBe(0);
      expect(ranges.at(-1)?.[1]).toBe(n);
      for (const [i, [first]] of ranges.entries()) if (i > 0) expect(first).toBe(ranges[i - 1][1]);
    }
  });
});

describe("a workerPool", () => {
  let engine: Engine;
  afterEach(() => engine.workerPool?.terminate());

  async function engineWith(threads: number, limits = {}): Promise<void> {
    const made = await engineWithPool(limits);
    engine = made.engine;
    await made.workerPool.resize(threads);
    await made.workerPool.waitUntilReady(10_000);
  }

  it("does every job once, the results in the jobs' order, and again with fewer and with more workers", async () => {
    await engineWith(3);
    expect(engine.workerPool?.present).toBe(2);
    const inputs = Array.from({ length: 500 }, (_, i) => input(i));
    const expected = inputs.map(({ firstRow }) => [firstRow]);
    for (const threads of [3, 2, 1, 3, 4]) {
      await engine.workerPool?.resize(threads);
      for (let again = 0; again < 10; again++) expect(runJobs(engine, countRows, inputs)).toEqual(expected);
    }
  });

  it("takes more jobs than a batch holds", async () => {
    await engineWith(2);
    const inputs = Array.from({ length: 9000 }, (_, i) => input(i));
    expect(runJobs(engine, countRows, inputs).map(([row]) => row)).toEqual(inputs.map(({ firstRow }) => firstRow));
  });

  it("lets workers take part, and takes what they gave back", async () => {
    await engineWith(2);
    const own = new Set<number>();
    const job: Job<ReturnType<typeof input>> = {
      name: countRows.name,
      run: (_, { firstRow }) => {
        own.add(firstRow);
        pause(100);
        return [1000 + firstRow];
      },
    };
    const inputs = Array.from({ length: 12 }, (_, i) => input(i));
    const results = runJobs(engine, job, inputs);
    expect(results).toEqual(inputs.map(({ firstRow: row }) => [own.has(row) ? 1000 + row : row]));
    expect(own.size).toBeLessThan(inputs.length);
  });

  it("does everything itself before workers listen, and after they were dismissed", async () => {
    await engineWith(2);
    engine.workerPool?.terminate();
    if (engine.workerPool) engine.workerPool.threads = 2;
    const own: number[] = [];
    expect(runJobs(engine, watched(own), [input(1), input(2)])).toEqual([[1], [2]]);
    expect(own).toEqual([1, 2]);
  });

  it("hears its own failure after everybody has stopped, and works on", async () => {
    await engineWith(2);
    const fail = () => {
      throw new Error("a fault");
    };
    const inputs = Array.from({ length: 50 }, (_, i) => input(i));
    expect(() => runJobs(engine, watched([], fail), inputs)).toThrow("a fault");
    expect(runJobs(engine, countRows, inputs)).toHaveLength(50);
    expect(engine.arena.used).toBe(64);
  });

  it("refuses with a tagged error what a worker fails at", async () => {
    await engineWith(2);
    const unknown: Job<number> = { name: "unknown", run: () => [Number(pause(30))] };
    const failure = { code: "INTERNAL", message: expect.stringContaining("at the job unknown") };
    expect(() => runJobs(engine, unknown, [1, 2, 3, 4])).toThrow(expect.objectContaining(failure));
  });

  it("ends workers that have nothing to do, and starts others when there is work", async () => {
    await engineWith(2, { idleMs: 50 });
    if (engine.workerPool) await noneListens(engine.workerPool);
    // A worker is missed once its thread has ended, shortly after it stopped waitUntilReady.
    for (let tries = 0; tries < 100 && engine.workerPool?.present === 0; tries++) {
      await engine.workerPool.resize(2);
      await engine.workerPool.waitUntilReady(100);
    }
    expect(engine.workerPool?.present).toBe(1);
  });

  it("refuses with a tagged error, instead of waiting for ever, when a worker is lost in a job", async () => {
    await engineWith(2, { lostMs: 200 });
    const { arena } = engine;
    // Two slots, both taken by other pairs, and a count of entries that wraps around: the search for a slot never ends.
    const table = arena.allocateZeroed(48);
    arena.u32(table, 12).set([1, 0xffff_fffe, 0, 0, 7, 7, 0, 0, 8, 8, 0, 0]);
    const list = { runs: arena.allocate(8), rowOffsets: arena.allocate(8), runCount: 1, shape: [1, 1, 1] as const };
    arena.u32(list.runs, 2).set([1 << 16, 1]);
    arena.u32(list.rowOffsets, 2).set([0, 1]);
    const endless = { reference: list, prediction: list, firstRow: 0, lastRow: 1, table };
    const job: Job<typeof endless> = { name: countRows.name, run: () => [Number(pause(200))] };
    const lost = expect.objectContaining({ code: "WORKER_LOST" });
    expect(() => runJobs(engine, job, [endless, endless])).toThrow(lost);
    // A new workerPool goes on.
    await engine.workerPool?.resize(2);
    await engine.workerPool?.waitUntilReady(10_000);
    expect(engine.workerPool?.present).toBe(1);
    expect(runJobs(engine, countRows, [input(1), input(2)])).toEqual([[1], [2]]);
  });
});
