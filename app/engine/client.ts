import { type Remote, wrap } from "comlink";
import type { CaseWorkerApi, DeskApi } from "./cohort-protocol.js";
import type { MapApi } from "./map-protocol.js";
import type { EngineApi } from "./protocol.js";

interface Apis {
  readonly case: EngineApi;
  readonly cohort: CaseWorkerApi;
  readonly desk: DeskApi;
  readonly map: MapApi;
}

/** A worker and what it offers. */
export interface Started<Api> {
  readonly api: Remote<Api>;
  readonly stop: () => void;
}

/**
 * Starts a worker. It lies beside the page's own script, whatever that is bundled into, and is started by a script of the page:
 * so the page's policy, by which it may ask for nothing, holds for the worker too.
 */
export function startWorker<Kind extends keyof Apis>(kind: Kind): Started<Apis[Kind]> {
  const source = `import ${JSON.stringify(new URL("./worker.js", import.meta.url).href)};`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module", name: `voxmatch ${kind}` });
  return { api: wrap<Apis[Kind]>(worker), stop: () => worker.terminate() };
}
