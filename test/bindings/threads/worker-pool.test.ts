import { afterEach, describe, expect, it } from "vitest";
import { countRows } from "../../../bindings/components/count-overlap.js";
import { createEngine, type Engine } from "../../../bindings/engine/engine.js";
import { divide, type Job, runJobs } from "../../../bindings/threads/job.js";
import { Crew } from "../../../bindings/threads/worker-pool.js";

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

describe("a crew", () => {
  let engine: Engine;
  afterEach(() => engine.crew?.dismiss());

  async function engineWith(threads: number, limits = {}): Promise<Engine> {
    const made = await createEngine();
    if (made.crew === null) throw new Error("This machine has no threads on shared memory.");
    engine = { ...made, crew: new Crew(made.crew.module, made.crew.memory, limits) };
    await engine.crew?.enlist(threads);
    await engine.crew?.listening(10_000);
    return engine;
  }

  /** A job of the workers' program, on no rows: it gives back where it began. */
  const input = (row: number) => {
    const list = { runs: 0, rowOffsets: 0, runCount: 0, shape: [1, 1, 1] as const };
    return { reference: list, prediction: list, firstRow: row, lastRow: row, table: 0 };
  };

  /** The same, but says what the caller did itself. */
  function watched(done: number[], also: () => void = () => {}): Job<ReturnType<typeof input>> {
    return {
      name: countRows.name,
      run: (own, job) => {
        done.push(job.firstRow);
        also();
        return countRows.run(own, job);
      },
    };
  }

  it("does every job once, the results in the jobs' order, and again with fewer and with more workers", async () => {
    await engineWith(3);
    expect(engine.crew?.present).toBe(2);
    const inputs = Array.from({ length: 500 }, (_, i) => input(i));
    const expected = inputs.map(({ firstRow }) => [firstRow]);
    for (const threads of [3, 2, 1, 3, 4]) {
      await engine.crew?.enlist(threads);
      for (let again = 0; again < 10; again++) expect(runJobs(engine, countRows, inputs)).toEqual(expected);
    }
  });

  it("takes more jobs than a batch holds", async () => {
    await engineWith(2);
    const inputs = Array.from({ length: 9000 }, (_, i) => input(i));
    expect(runJobs(engine, countRows, inputs).map(([row]) => row)).toEqual(inputs.map(({ firstRow }) => firstRow));
  });

  it("lets workers take part", async () => {
    await engineWith(2);
    const own: number[] = [];
    const pause = new Int32Array(new SharedArrayBuffer(4));
    const job = watched(own, () => void Atomics.wait(pause, 0, 0, 50));
    runJobs(
      engine,
      job,
      Array.from({ length: 8 }, (_, i) => input(i)),
    );
    expect(own.length).toBeLessThan(8);
    expect(own.length).toBeGreaterThan(0);
  });

  it("does everything itself before workers listen, and after they were dismissed", async () => {
    await engineWith(2);
    engine.crew?.dismiss();
    if (engine.crew) engine.crew.threads = 2;
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
    const pause = new Int32Array(new SharedArrayBuffer(4));
    const unknown: Job<number> = { name: "unknown", run: () => [Number(Atomics.wait(pause, 0, 0, 30) === "ok")] };
    const failure = { code: "INTERNAL", message: expect.stringContaining("at the job unknown") };
    expect(() => runJobs(engine, unknown, [1, 2, 3, 4])).toThrow(expect.objectContaining(failure));
  });

  it("ends workers that have nothing to do, and starts others when there is work", async () => {
    await engineWith(2, { idleMs: 50 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(engine.crew?.present).toBe(0);
    await engine.crew?.enlist(2);
    await engine.crew?.listening(10_000);
    expect(engine.crew?.present).toBe(1);
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
    const pause = new Int32Array(new SharedArrayBuffer(4));
    const job: Job<typeof endless> = {
      name: countRows.name,
      run: () => [Number(Atomics.wait(pause, 0, 0, 200) === "ok")],
    };
    const lost = expect.objectContaining({ code: "WORKER_LOST" });
    expect(() => runJobs(engine, job, [endless, endless])).toThrow(lost);
    // A new crew goes on.
    await engine.crew?.enlist(2);
    await engine.crew?.listening(10_000);
    expect(engine.crew?.present).toBe(1);
    expect(runJobs(engine, countRows, [input(1), input(2)])).toEqual([[1], [2]]);
  });
});
