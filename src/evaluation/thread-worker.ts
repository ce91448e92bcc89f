/** What a worker thread runs, bundled into one text by `scripts/build-worker.mjs`. */
import { serve, type WorkerStart } from "../../bindings/threads/worker.js";
import { JOBS } from "./jobs.js";

const threads = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:worker_threads");
if (threads !== undefined) {
  serve(threads.workerData as WorkerStart, JOBS);
} else {
  addEventListener("message", ({ data }: MessageEvent<WorkerStart>) => {
    serve(data, JOBS);
    postMessage("ended");
    close();
  });
}
