import { type Remote, wrap } from "comlink";
import type { EngineApi } from "./protocol.js";

/**
 * Starts the worker that holds the engine. It lies beside the page's own script, whatever that is bundled into, and is started
 * by a script of the page: so the page's policy, by which it may ask for nothing, holds for the worker too.
 */
export function startEngine(): Remote<EngineApi> {
  const source = `import ${JSON.stringify(new URL("./worker.js", import.meta.url).href)};`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return wrap<EngineApi>(new Worker(url, { type: "module", name: "voxmatch" }));
}
