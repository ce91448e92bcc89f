import { withEngine } from "../../bindings/pool/engine-pool.js";
import type { EvaluateOptions } from "../options/registry.js";
import { resolveOptions } from "../options/resolve.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import type { EvaluateInputs } from "./open-inputs.js";
import { evaluatePass, runCase } from "./pipeline.js";
import { areSegmentsApart } from "./segments-apart.js";
import { checkWork, type LimitedWork } from "./work-options.js";

/**
 * Evaluates a prediction against a reference, instance by instance: counts, recognition and segmentation quality,
 * panoptic quality and metrics of every group, instance and match (Kirillov et al. 2019, arXiv 1801.00868; Großkopf et
 * al. 2026, arXiv 2605.31094). The reference's spacing (mm) holds for both.
 *
 * ```ts
 * const result = await evaluate(
 *   { reference: { file: "ref.nii.gz" }, prediction: { file: "pred.nii.gz" } },
 *   { input: "semantic", strategy: "one-to-one", threshold: 0.5 },
 * );
 * console.log(result.groups.ungrouped.pq);
 * ```
 *
 * Segments of files that overlap, or may, are evaluated one by one, each as a group of its name, unless `groups` are asked for.
 *
 * Use `openCase` to evaluate the same case repeatedly with other options.
 *
 * @param work threads, progress callback, abort signal
 * @throws VoxmatchError `INVALID_OPTION` for an unknown or contradictory option, `INVALID_VOLUME` for voxels that are
 *   no labels, `GEOMETRY_MISMATCH` if the volumes do not lie on the same grid, `OUT_OF_MEMORY`, `WORKER_LOST`; for files what
 *   `readVolume` throws
 */
export async function evaluate(
  inputs: EvaluateInputs,
  options: EvaluateOptions = {},
  work: LimitedWork = {},
): Promise<EvaluationResult> {
  checkWork(work, ["memory"]);
  const resolved = resolveOptions(options);
  const { memory } = work;
  const whole = withEngine(undefined, async (engine) => {
    if (memory === undefined) return runCase(engine, inputs, resolved, evaluatePass, work);
    const { runWithin } = await import("./run-in-slabs.js");
    return runWithin(memory, engine, inputs, resolved, evaluatePass, work);
  });
  return whole.catch(async (error: unknown) => {
    if (!areSegmentsApart(error) || resolved.groups !== null) throw error;
    const { evaluateInTurn, segmentPairs } = await import("./evaluate-segments.js");
    const pairs = await segmentPairs(inputs, error);
    return evaluateInTurn(pairs, work, ({ inputs, groups }, share) => evaluate(inputs, { ...options, groups }, share));
  });
}
