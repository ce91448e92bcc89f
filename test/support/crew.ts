import { countRows } from "../../bindings/components/count-overlap.js";
import { createEngine, type Engine } from "../../bindings/engine/engine.js";
import type { Job } from "../../bindings/threads/job.js";
import { Crew } from "../../bindings/threads/worker-pool.js";

/** An engine with a crew of its own, and that crew. Nobody is enlisted yet. */
export async function engineWithCrew(limits: Crew["limits"] = {}): Promise<{ engine: Engine; crew: Crew }> {
  const made = await createEngine();
  if (made.crew === null) throw new Error("This machine has no threads on shared memory.");
  const crew = new Crew(made.crew.module, made.crew.memory, limits);
  return { engine: { ...made, crew }, crew };
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
export async function noneListens(crew: Crew): Promise<void> {
  for (let tries = 0; crew.present > 0; tries++) {
    if (tries > 2000) throw new Error(`${crew.present} workers still listen.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
