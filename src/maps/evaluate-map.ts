import { VERSION } from "../../base/version.js";
import { withMapKernels } from "../../bindings/maps/map-engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { Stopwatch } from "../evaluation/overlap-tables.js";
import { checkWork, type WorkOptions } from "../evaluation/work-options.js";
import { parseRegionNames } from "./atlas/region-names.js";
import { resolveMapOptions } from "./options/resolve.js";
import type { MapOptions } from "./options/types.js";
import { type MapInputs, withMapInputs } from "./read/map-inputs.js";
import type { MapResult } from "./results/map-result.js";
import { scoreCase } from "./score-case.js";

/**
 * Scores a continuous map (a heatmap of relevance, or lesion probabilities) against a reference: where its values lie, how its voxels
 * are ordered, what they are worth as probabilities.
 *
 * ```ts
 * const result = await evaluateMap(
 *   { map: { file: "relevance.nii.gz" }, reference: { file: "lesions.nii.gz" } },
 *   { kind: "relevance", sign: "positive" },
 * );
 * console.log(result.groups.ungrouped.mass_accuracy, result.groups.ungrouped.chance.mass_accuracy);
 * ```
 *
 * @param work threads, progress, abort signal
 * @throws VoxmatchError `INVALID_OPTION` for an unknown or contradictory option, `INVALID_VOLUME` for values that cannot be scored,
 *   `GEOMETRY_MISMATCH` if the volumes do not lie on the same grid, `OUT_OF_MEMORY`; for files what `readMap` throws
 */
export async function evaluateMap(
  inputs: MapInputs,
  options: MapOptions = {},
  work: WorkOptions = {},
): Promise<MapResult> {
  checkWork(work);
  const resolved = resolveMapOptions(options);
  const names = inputs.atlasNames === undefined ? null : parseRegionNames(inputs.atlasNames);
  return withEngine(undefined, async (lent) => {
    const engine = await withMapKernels(lent);
    return withMapInputs(engine, inputs, resolved, async (opened, notes) => {
      work.signal?.throwIfAborted();
      const stages = new Stopwatch();
      const scored = await scoreCase(engine, opened, { options: resolved, names }, stages, work.signal);
      return {
        kind: "map",
        engine: { name: "voxmatch", version: VERSION, build: engine.build },
        options: resolved,
        ...scored,
        notes: [...notes, ...scored.notes],
        timings: stages.timings,
      };
    });
  });
}
