import type { Engine } from "../../bindings/engine/engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { usesBlocks } from "../instances/instance-source.js";
import { checkGeometry } from "../io/geometry.js";
import { readBothInto } from "../io/read-volume-into.js";
import { bindToVolume, geometryRule, type VolumeOptions } from "../options/bind-to-volume.js";
import type { EvaluateOptions, ResolvedOptions } from "../options/registry.js";
import { resolveOptions } from "../options/resolve.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import { evaluateGroup } from "./evaluate-group.js";
import { labelWarnings } from "./label-warnings.js";
import { type EvaluateInputs, sameVolumeNotes, withInputs } from "./open-inputs.js";
import { byGroup, type GroupTable, overlapTables, resultHeader, Stopwatch } from "./overlap-tables.js";
import { checkWork, measureInSteps, resize, type WorkOptions } from "./work-options.js";

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
 * Who evaluates one case again and again, with other options, is served faster by `openCase`.
 *
 * @param work on how many threads, who is told of progress, and what can stop it
 * @throws VoxmatchError `INVALID_OPTION` for an unknown or contradictory option, `INVALID_VOLUME` for voxels that are
 *   no labels, `GEOMETRY_MISMATCH` if the volumes do not lie on the same grid, `OUT_OF_MEMORY`, `WORKER_LOST`; for files what
 *   `readVolume` throws
 */
export async function evaluate(
  inputs: EvaluateInputs,
  options: EvaluateOptions = {},
  work: WorkOptions = {},
): Promise<EvaluationResult> {
  checkWork(work);
  const ahead: Ahead = (engine, group, settled) => measureInSteps(engine, [group], settled, work);
  return overGroups(inputs, resolveOptions(options), evaluateGroup, work, ahead);
}

/** What is done before each group is visited. */
type Ahead = (engine: Engine, group: GroupTable, options: VolumeOptions) => Promise<void>;

/** What is done with each group. */
export type GroupVisit<T> = (group: GroupTable, options: VolumeOptions) => T;

/** Reads both volumes once, makes the overlap table of each group, and says what `visit` makes of it. */
export async function overGroups<T>(
  inputs: EvaluateInputs,
  resolved: ResolvedOptions,
  visit: GroupVisit<T>,
  work: WorkOptions = {},
  ahead: Ahead = async () => {},
): Promise<Omit<EvaluationResult, "groups"> & { readonly groups: Readonly<Record<string, T>> }> {
  return withEngine(undefined, (engine) =>
    withInputs(engine, inputs, { ...resolved, signal: work.signal }, async (opened) => {
      const [{ header }, prediction] = opened;
      const geometry = checkGeometry(header, prediction.header, geometryRule(resolved));
      const options = bindToVolume(resolved, header.shape);
      work.signal?.throwIfAborted();
      await resize(engine, header.shape, options, work);
      const stages = new Stopwatch();
      const [reference, other] = await readBothInto(engine, opened, { joins: usesBlocks(options) });
      stages.lap(opened.some(({ kind }) => kind === "file") ? "read" : "scan");
      const scanned = [reference.loaded, other.loaded] as const;
      const headers = [reference.header, other.header] as const;
      const results: [GroupTable, T][] = [];
      const { census, groups } = overlapTables({ engine, header, scanned }, options, stages, false);
      for (const group of groups) {
        await ahead(engine, group, options);
        results.push([group, visit(group, options)]);
        stages.lap("match and measure");
      }
      const remarks = [
        ...geometry,
        ...sameVolumeNotes(opened, headers),
        ...labelWarnings(
          results.map(([group]) => group),
          options,
        ),
      ];
      const frame = resultHeader(engine, headers, options, census, remarks);
      return { ...frame, groups: byGroup(results), timings: stages.timings };
    }),
  );
}
