import type { Engine } from "../engine/engine.js";
import { createEngine } from "./create-engine.js";

/** Reads that run at once; each reserves the address space of a whole WebAssembly memory. */
const MAXIMUM_ENGINES = 4;

/** An engine whose memory grew beyond this is not kept for the next read. */
const KEPT_BYTES = 128 * 2 ** 20;

const idle: Engine[] = [];
const waiting: (() => void)[] = [];
let lent = 0;

/** The last work in the queue of each engine that callers brought along. */
const queues = new WeakMap<Engine, Promise<unknown>>();

/**
 * Runs `work` with an engine that nothing else uses meanwhile: the arena is a stack, so two scans that take turns on
 * one would lie in each other's way. A caller's `engine` is waited for; without one a small pool lends an engine whose pages are
 * warm. All that the work allocates is released.
 */
export async function withEngine<T>(engine: Engine | undefined, work: (engine: Engine) => Promise<T>): Promise<T> {
  if (engine !== undefined) {
    const turn = (queues.get(engine) ?? Promise.resolve()).then(() => releasing(engine, work));
    queues.set(
      engine,
      turn.catch(() => {}),
    );
    return turn;
  }
  if (lent >= MAXIMUM_ENGINES) await new Promise<void>((resolve) => waiting.push(resolve));
  else lent++;
  try {
    const lentEngine = idle.pop() ?? (await createEngine());
    try {
      return await releasing(lentEngine, work);
    } finally {
      if (lentEngine.arena.memory.buffer.byteLength <= KEPT_BYTES) idle.push(lentEngine);
      else lentEngine.workerPool?.terminate();
    }
  } finally {
    // Hand the place to the longest waiter (FIFO).
    const next = waiting.shift();
    if (next === undefined) lent--;
    else next();
  }
}

async function releasing<T>(engine: Engine, work: (engine: Engine) => Promise<T>): Promise<T> {
  const mark = engine.arena.mark();
  try {
    return await work(engine);
  } finally {
    engine.arena.release(mark);
  }
}
