import { type Remote, wrap } from "comlink";
import type { EngineApi } from "./protocol.js";

/** Starts the worker that holds the engine. It lies beside the page's own script, whatever that is bundled into. */
export function startEngine(): Remote<EngineApi> {
  return wrap<EngineApi>(new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "voxmatch" }));
}
