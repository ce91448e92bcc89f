import { VERSION } from "../../base/version.js";
import { withMapKernels } from "../../bindings/maps/map-engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { Stopwatch } from "../evaluation/stopwatch.js";
import { parseRegionNames } from "./atlas/region-names.js";
import { checkMapWork, type MapWorkOptions, withThreads } from "./map-work.js";
import { resolveMapOptions } from "./options/resolve.js";
import type { MapOptions } from "./options/types.js";
import { type MapInputs, withMapInputs } from "./read/map-inputs.js";
import type { MapResult } from "./results/map-result.js";
import { scoreBaselines } from "./score-baselines.js";
import { scoreCase } from "./score-case.js";
import type { MapView } from "./slider/map-view.js";

/** `evaluateMap` of `api.ts`. */
export async function evaluateMap(
  inputs: MapInputs,
  options: MapOptions = {},
  work: MapWorkOptions = {},
): Promise<MapResult> {
  return evaluateOpened(inputs, options, work, null);
}

/** @param views takes a view of the map for each group */
export async function evaluateOpened(
  inputs: MapInputs,
  options: MapOptions,
  work: MapWorkOptions,
  views: Map<string, MapView> | null,
): Promise<MapResult> {
  checkMapWork(work);
  const resolved = resolveMapOptions(options);
  const names = inputs.atlasNames === undefined ? null : parseRegionNames(inputs.atlasNames);
  return withEngine(undefined, async (lent) => {
    const alone = await withMapKernels(lent);
    const result = await withMapInputs(alone, inputs, resolved, async (opened, notes): Promise<MapResult> => {
      work.signal?.throwIfAborted();
      const engine = await withThreads(alone, opened.map.header.shape, work);
      const stages = new Stopwatch();
      const scored = await scoreCase(engine, opened, { options: resolved, names, views }, stages, work.signal);
      return {
        kind: "map",
        engine: { name: "voxmatch", version: VERSION, build: engine.build },
        options: resolved,
        ...scored,
        notes: [...notes, ...scored.notes],
        timings: stages.timings,
      };
    });
    const { baselines = [] } = inputs;
    if (baselines.length === 0) return result;
    return { ...result, baselines: await scoreBaselines(alone, inputs, baselines, resolved, result.groups) };
  });
}
