import { type MapEngine, shareMapCode, useMapModule } from "../../bindings/maps/map-engine.js";
import { checkWork, resizePool, type WorkOptions } from "../evaluation/work-options.js";

/** Execution options for maps; they never change results. */
export interface MapWorkOptions extends WorkOptions {
  /**
   * The kernels of maps as the host compiled them, together with `module`, for hosts that forbid compiling at run time: the default export of
   * `voxmatch/wasm/maps-simd` (or `maps-release`, `maps-scalar`, of the same build as `module`). A process that was given a module uses
   * it from then on.
   */
  readonly mapModule?: WebAssembly.Module;
}

/** @throws VoxmatchError `INVALID_OPTION` for an unknown key or a wrong value */
export function checkMapWork({ mapModule, ...work }: MapWorkOptions): void {
  checkWork(work);
  if (mapModule !== undefined) useMapModule(mapModule);
}

/** An engine that does passes over a map of this shape on as many threads as the work asks for. */
export async function withThreads(engine: MapEngine, shape: readonly number[], work: WorkOptions): Promise<MapEngine> {
  await resizePool(engine, shape, { regions: true }, work);
  return shareMapCode(engine);
}
