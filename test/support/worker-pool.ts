import { countRows } from "../../bindings/components/count-overlap.js";
import type { Engine, Workers } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import type { Job } from "../../bindings/threads/job.js";
import { WorkerPool } from "../../bindings/threads/worker-pool.js";

/** An engine and its own pool of workers, which is not resized yet. */
export async function engineWithPool(
  limits: WorkerPool["limits"] = {},
): Promise<{ engine: Engine; workerPool: WorkerPool }> {
  const made = await createEngine();
  if (made.workerPool === null) throw new Error("This machine has no threads on shared memory.");
  const workerPool = new WorkerPool(made.workerPool.module, made.workerPool.memory, limits);
  return { engine: { ...made, workerPool }, workerPool };
}

/** The input of a job of the workers' program, on no rows: it gives back where it began. */
export function noRows(row: number) {
  const list = { runs: 0, rowOffsets: 0, runCount: 0, shape: [1, 1, 1] as const };
  return { reference: list, prediction: list, firstRow: row, lastRow: row, table: 0 };
}

/** That job, but it says what the caller did itself. */
export function watched(done: number[], also: (own: Engine) => void = () => {}): Job<ReturnType<typeof noRows>> {
  return {
    name: countRows.name,
    run: (own, job) => {
      done.push(job.firstRow);
      also(own);
      return countRows.run(own, job);
    },
  };
}

/** Keeps this thread from working for so long. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Resolves once no worker listens; throws if some still do after ten seconds. */
export async function noneListens(workerPool: Workers): Promise<void> {
  for (let tries = 0; workerPool.present > 0; tries++) {
    if (tries > 2000) throw new Error(`${workerPool.present} workers still listen.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
