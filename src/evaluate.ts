import { subtractRuns } from "../bindings/combine-runs.js";
import { countOverlap } from "../bindings/count-overlap.js";
import type { Engine } from "../bindings/engine.js";
import { indexLabels, listLabels } from "../bindings/label-index.js";
import { lendEngine } from "../bindings/lend-engine.js";
import { copyRunList, copyRunsIn, type RunList, tripleOf } from "../bindings/run-list.js";
import type { EvaluationResult, InputDescription } from "./aggregate/evaluation-result.js";
import { evaluateGroup } from "./evaluate-group.js";
import { checkGeometry } from "./io/geometry.js";
import { type ArrayVolume, checkArray } from "./io/volume-from-array.js";
import { labelInstances } from "./label/label-instances.js";
import { type EvaluationPlan, type GroupPlan, planLayers } from "./label/plan-layers.js";
import { definitionsInUse } from "./metrics/definitions.js";
import type { MaskSource } from "./metrics/mask-source.js";
import type { EvaluateOptions, ResolvedOptions } from "./options/registry.js";
import { resolveOptions } from "./options/resolve.js";
import { type SettledOptions, settleOptions } from "./options/settle.js";
import { buildTables } from "./overlap/build-tables.js";
import type { OverlapTable } from "./overlap/overlap-table.js";
import type { Volume } from "./types.js";
import { VERSION } from "./version.js";

/** The two volumes of a case: read from files, or voxels in typed arrays. */
export interface EvaluateInputs {
  readonly reference: Volume | ArrayVolume;
  readonly prediction: Volume | ArrayVolume;
}

type Header = Pick<Volume, "shape" | "spacing" | "affine" | "dataType" | "source">;

/** An input whose header is known and whose runs can be brought into an engine's arena. */
interface PreparedInput {
  readonly header: Header;
  readonly load: (engine: Engine) => RunList;
}

/**
 * Evaluates a prediction against a reference, instance by instance: counts, recognition and segmentation quality,
 * panoptic quality and metrics of every group, instance and match (Kirillov et al. 2019, arXiv 1801.00868; Großkopf et
 * al. 2026, arXiv 2605.31094). The reference's spacing (mm) holds for both.
 *
 * ```ts
 * const result = await evaluate(
 *   { reference: await readVolume("ref.nii.gz"), prediction: await readVolume("pred.nii.gz") },
 *   { input: "semantic", strategy: "one-to-one", threshold: 0.5 },
 * );
 * console.log(result.groups.ungrouped.pq);
 * ```
 *
 * @throws VoxmatchError `INVALID_OPTION` for an unknown or contradictory option, `INVALID_VOLUME` for voxels that are
 *   no labels, `GEOMETRY_MISMATCH` if the volumes do not lie on the same grid, `OUT_OF_MEMORY`
 */
export async function evaluate(inputs: EvaluateInputs, options: EvaluateOptions = {}): Promise<EvaluationResult> {
  return overGroups(inputs, resolveOptions(options), evaluateGroup);
}

/** What is done with each group's overlap table; `masks` paints what counts cannot say. */
type GroupVisit<T> = (masks: MaskSource, table: OverlapTable, group: GroupPlan, options: SettledOptions) => T;

/** Reads both volumes once, makes the overlap table of each group, and says what `visit` makes of it. */
export async function overGroups<T>(
  inputs: EvaluateInputs,
  resolved: ResolvedOptions,
  visit: GroupVisit<T>,
): Promise<Omit<EvaluationResult, "groups"> & { readonly groups: Readonly<Record<string, T>> }> {
  const reference = prepare(inputs.reference);
  const prediction = prepare(inputs.prediction);
  checkGeometry(reference.header, prediction.header, resolved.ignoreGeometry);
  const settled = settleOptions(resolved, reference.header.shape.length === 2 ? 2 : 3);
  return lendEngine(undefined, async (engine) => {
    const stages = new Stopwatch();
    const groups = visitRuns(engine, reference, prediction, settled, stages, visit);
    return {
      engine: { name: "voxmatch", version: VERSION, build: engine.build },
      inputs: { reference: describe(reference.header), prediction: describe(prediction.header) },
      options: settled,
      notes: settled.notes,
      definitions: definitionsInUse(settled, reference.header.spacing),
      groups,
      timings: stages.timings,
    };
  });
}

function visitRuns<T>(
  engine: Engine,
  reference: PreparedInput,
  prediction: PreparedInput,
  options: SettledOptions,
  stages: Stopwatch,
  visit: GroupVisit<T>,
): Record<string, T> {
  const { header } = reference;
  const lists = withoutIgnored(engine, [reference.load(engine), prediction.load(engine)], options.ignoreLabel);
  stages.lap("scan");
  const indexes = lists.map((list) => indexLabels(engine, list));
  const labels = [...new Set(indexes.flatMap((index) => [...listLabels(engine, index)]))].sort((a, b) => a - b);
  const semantic = options.input === "semantic";
  const plan = planLayers(options.groups, semantic, labels, options.touchingLabels === "merge");
  const dimensions = header.shape.length === 2 ? 2 : 3;
  const grid = { spacing: tripleOf([...header.spacing, 1]), dimensions } as const;

  const results = new Map<number, T>();
  for (const layer of plan.layers) {
    const mark = engine.arena.mark();
    const [g, p] = lists.map((list, side) => {
      // Labels are replaced in place, so all layers but the last work on a copy.
      const own = layer === plan.layers.at(-1) ? list : copyRunList(engine, list);
      return labelInstances(engine, own, indexes[side], layer, options.connectivity);
    });
    stages.lap("label");
    const overlap = {
      instances: countOverlap(engine, g.list, p.list),
      parts: g.parts && p.parts && countOverlap(engine, g.parts.list, p.parts.list),
    };
    const tables = buildTables(layer, g, p, overlap, grid);
    stages.lap("overlap");
    const masks = { engine, reference: g.list, prediction: p.list };
    for (const [index, table] of tables) results.set(index, visit(masks, table, plan.groups[index], options));
    stages.lap("match and measure");
    engine.arena.release(mark);
  }
  return inOrder(plan, results);
}

/**
 * Both volumes without the voxels that carry the ignored label in the reference; where only the prediction has it, it is
 * no instance either.
 */
function withoutIgnored(engine: Engine, [reference, prediction]: [RunList, RunList], label: number | null): RunList[] {
  if (label === null) return [reference, prediction];
  return [
    subtractRuns(engine, reference, reference, label),
    subtractRuns(engine, subtractRuns(engine, prediction, prediction, label), reference, label),
  ];
}

function inOrder<T>(plan: EvaluationPlan, results: ReadonlyMap<number, T>): Record<string, T> {
  const ordered: [string, T][] = [];
  plan.groups.forEach(({ name }, index) => {
    const result = results.get(index);
    if (result !== undefined) ordered.push([name, result]);
  });
  return Object.fromEntries(ordered);
}

function prepare(input: Volume | ArrayVolume): PreparedInput {
  if (!("data" in input)) return { header: input, load: (engine) => copyRunsIn(engine, input) };
  const { header, scan } = checkArray(input);
  return { header, load: (engine) => scan(engine).list() };
}

function describe({ shape, spacing, dataType, source }: Header): InputDescription {
  return { path: source?.path ?? null, shape, spacing, dataType, sha256: source?.sha256 ?? null };
}

/** Adds up the time between laps by the name of the stage that ended. */
class Stopwatch {
  readonly timings: Record<string, number> = {};
  #last = performance.now();

  lap(stage: string): void {
    const now = performance.now();
    this.timings[stage] = (this.timings[stage] ?? 0) + now - this.#last;
    this.#last = now;
  }
}
