import { expect, it } from "vitest";
import { createEngine } from "../../bindings/pool/create-engine.js";

it("works on one thread where the page itself calls, which must not wait", async () => {
  expect((await createEngine()).workerPool).toBeNull();
});

it("works on several threads where a worker calls, with the same numbers", async () => {
  const worker = new Worker(new URL("../support/in-page/evaluate-worker.ts", import.meta.url), { type: "module" });
  const found = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.terminate();
  expect(found).toEqual({ build: "release", mayHaveWorkers: true, present: 2, instances: 216, same: true });
});
