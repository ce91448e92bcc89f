/** The pool's own worker, except that some cases end their thread in mid-case, as a defect or a lack of memory would. */
import { parentPort } from "node:worker_threads";
import "../../dist/src/runner/pool-worker.js";

parentPort.on("message", ({ planned }) => {
  if (planned.case === "exit") process.exit(3);
  if (planned.case === "heap") {
    const kept = [];
    for (;;) kept.push(new Array(1000).fill(kept.length));
  }
  if (planned.case === "throw") throw new Error("A defect.");
});
