/** The program of a worker thread, bundled into one text by `scripts/build-worker.mjs`. */
import { runWorker, type WorkerStart } from "../../bindings/threads/worker.js";
import { JOBS } from "./jobs.js";

const threads = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:worker_threads");
if (threads !== undefined) {
  runWorker(threads.workerData as WorkerStart, JOBS);
} else {
  addEventListener("message", ({ data }: MessageEvent<WorkerStart>) => {
    runWorker(data, JOBS);
    postMessage("ended");
    close();
  });
}
