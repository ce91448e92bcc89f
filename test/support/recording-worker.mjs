/** Stands for the pool's own worker: makes records without reading anything. A case whose prediction is `bad` fails, of `bad heap` by its memory. */
import { parentPort } from "node:worker_threads";

let options;
parentPort.on("message", ({ planned, work }) => {
  options = work ?? options;
  parentPort.postMessage(record(planned, options));
});

function record({ case: id, model, columns, reference, prediction }, work) {
  if (prediction === "bad heap") {
    const kept = [];
    for (;;) kept.push(new Array(10_000).fill(kept.length));
  }
  const names = work.atlasNames === undefined ? "" : `, ${work.atlasNames}`;
  const hasFailed = prediction.startsWith("bad");
  const error = { code: "INVALID_FILE", message: `${prediction} is cut.`, details: {} };
  const outcome = hasFailed
    ? { status: "failed", cause: "unreadable", files: { reference, prediction }, error }
    : { status: "done", inputs: { reference: { path: reference }, prediction: { path: prediction } }, groups: {} };
  const notes = hasFailed ? {} : { notes: [`threshold ${work.options.threshold}, hash ${work.hash}${names}`] };
  const line = `${JSON.stringify({ case: id, model, columns, ...outcome, ...notes })}\n`;
  return { line, failure: hasFailed ? error.message : null };
}
