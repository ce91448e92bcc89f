import type { Engine } from "../engine/engine.js";
import { createEngine } from "./create-engine.js";

/** Reads that run at once; each reserves the address space of a whole WebAssembly memory. */
const MAXIMUM_ENGINES = 4;

/** An engine whose memory grew beyond this is given back to the system rather than kept for the next read. */
const KEPT_BYTES = 128 * 2 ** 20;

const idle: Engine[] = [];
const waiting: (() => void)[] = [];
let lent = 0;

/** What runs last on an engine that callers brought along. */
const queues = new WeakMap<Engine, Promise<unknown>>();

/**
 * Runs `work` with an engine that nothing else uses meanwhile: the arena is a stack, so two scans that take turns on
 * one would lie in each other's way. `own` is waited for; without it one of a small pool is lent, whose pages are warm.
 * Whatever the work allocates is released.
 */
export async function withEngine<T>(own: Engine | undefined, work: (engine: Engine) => Promise<T>): Promise<T> {
  if (own !== undefined) {
    const turn = (queues.get(own) ?? Promise.resolve()).then(() => releasing(own, work));
    queues.set(
      own,
      turn.catch(() => {}),
    );
    return turn;
  }
  if (lent >= MAXIMUM_ENGINES) await new Promise<void>((resolve) => waiting.push(resolve));
  else lent++;
  try {
    const engine = idle.pop() ?? (await createEngine());
    try {
      return await releasing(engine, work);
    } finally {
      if (engine.arena.memory.buffer.byteLength <= KEPT_BYTES) idle.push(engine);
      else engine.workerPool?.terminate();
    }
  } finally {
    // The place passes straight to who waits longest.
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
