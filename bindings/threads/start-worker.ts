import type { WorkerStart } from "./worker.js";

/** A thread that was started. */
export interface StartedWorker {
  /** Ends it at once. */
  readonly terminate: () => void;
}

/**
 * Starts a thread from the text of its program: a worker thread in Node, a worker from a blob in a page (whose content
 * security policy must allow `worker-src blob:`). It never keeps Node from ending.
 */
export function startWorker(source: string, start: WorkerStart, onEnd: () => void): StartedWorker {
  const threads = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:worker_threads");
  if (threads !== undefined) {
    // Flags of the process (loaders, inspectors) are not for this program of one file.
    const worker = new threads.Worker(source, { eval: true, workerData: start, execArgv: [], name: "voxmatch" });
    worker.once("error", onEnd);
    worker.once("exit", onEnd);
    worker.unref();
    return { terminate: () => void worker.terminate() };
  }
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url, { name: "voxmatch" });
  URL.revokeObjectURL(url);
  worker.onerror = onEnd;
  worker.onmessage = onEnd;
  worker.postMessage(start);
  return { terminate: () => worker.terminate() };
}

/** Whether this thread may sleep until another wakes it: a page's main thread may not. */
export function mayWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}
