import { subtractRuns } from "../bindings/combine-runs.js";
import { countOverlap } from "../bindings/count-overlap.js";
import type { Engine } from "../bindings/engine.js";
import { indexLabels, listLabels } from "../bindings/label-index.js";
import { copyRunList, type RunList, tripleOf } from "../bindings/run-list.js";
import { copyVoxelsIn, type VoxelList } from "../bindings/voxel-list.js";
import type { EvaluationResult, InputDescription } from "./aggregate/evaluation-result.js";
import { type ArrayVolume, checkArray } from "./io/volume-from-array.js";
import { labelInstances } from "./label/label-instances.js";
import { type GroupPlan, planLayers } from "./label/plan-layers.js";
import { definitionsInUse } from "./metrics/definitions.js";
import type { MaskSource } from "./metrics/mask-source.js";
import type { SettledOptions } from "./options/settle.js";
import { buildTables } from "./overlap/build-tables.js";
import type { OverlapTable } from "./overlap/overlap-table.js";
import type { Volume, VolumeHeader } from "./types.js";
import { VERSION } from "./version.js";

/** The two volumes of a case: read from files, or voxels in typed arrays. */
export interface EvaluateInputs {
  readonly reference: Volume | ArrayVolume;
  readonly prediction: Volume | ArrayVolume;
}

/** An input whose header is known and whose voxels can be brought into an engine's arena. */
export interface PreparedInput {
  readonly header: VolumeHeader;
  readonly load: (engine: Engine) => VoxelList;
}

/** @throws VoxmatchError `INVALID_VOLUME` if the parts of an array volume do not fit each other */
export function prepareInput(input: Volume | ArrayVolume): PreparedInput {
  if (!("data" in input)) return { header: input, load: (engine) => copyVoxelsIn(engine, input) };
  const { header, scan } = checkArray(input);
  return { header, load: (engine) => scan(engine).list() };
}

/** Both volumes' runs in an engine's arena. */
export interface CaseRuns {
  readonly engine: Engine;
  readonly reference: RunList;
  readonly prediction: RunList;
  /** The reference's, which hold for both. */
  readonly header: VolumeHeader;
}

/** A group of a case: all that matching and measuring need of it. */
export interface CaseGroup {
  /** Its place among the groups. */
  readonly index: number;
  readonly plan: GroupPlan;
  readonly table: OverlapTable;
  /** Paints what counts cannot say. */
  readonly masks: MaskSource;
}

/**
 * Labels both volumes as the options say and overlaps them, layer by layer. `keep` leaves the volumes' runs as they are and
 * all layers in the arena; otherwise a layer is gone once the next is asked for, and the last one takes the runs' place.
 */
export function* groupsOfCase(
  { engine, header, ...volumes }: CaseRuns,
  options: SettledOptions,
  stages: Stopwatch,
  keep: boolean,
): Generator<CaseGroup> {
  const lists = withoutIgnored(engine, [volumes.reference, volumes.prediction], options.ignoreLabel);
  const indexes = lists.map((list) => indexLabels(engine, list));
  const labels = [...new Set(indexes.flatMap((index) => [...listLabels(engine, index)]))].sort((a, b) => a - b);
  const semantic = options.input === "semantic";
  const plan = planLayers(options.groups, semantic, labels, options.touchingLabels === "merge");
  const dimensions = header.shape.length === 2 ? 2 : 3;
  const grid = { spacing: tripleOf([...header.spacing, 1]), dimensions } as const;

  for (const layer of plan.layers) {
    const mark = engine.arena.mark();
    const isLast = layer === plan.layers.at(-1);
    // Labels are replaced in place, so whoever needs the runs again works on a copy.
    const own = isLast && !keep ? lists : lists.map((list) => copyRunList(engine, list));
    const [g, p] = labelInstances(engine, own, indexes, layer, options.connectivity);
    stages.lap("label");
    const overlap = {
      instances: countOverlap(engine, g.list, p.list),
      parts: g.parts && p.parts && countOverlap(engine, g.parts.list, p.parts.list),
    };
    const tables = buildTables(layer, g, p, overlap, grid);
    stages.lap("overlap");
    const masks = { engine, reference: g.list, prediction: p.list, known: new Map() };
    for (const [index, table] of tables) yield { index, plan: plan.groups[index], table, masks };
    if (!keep) engine.arena.release(mark);
  }
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

/** Results by the groups' names, in the groups' order. */
export function byGroup<T>(results: readonly (readonly [group: CaseGroup, result: T])[]): Record<string, T> {
  const ordered = [...results].sort(([a], [b]) => a.index - b.index);
  return Object.fromEntries(ordered.map(([{ plan }, result]) => [plan.name, result]));
}

/** What a result says beside its groups. */
export function frameOf(
  engine: Engine,
  [reference, prediction]: readonly [VolumeHeader, VolumeHeader],
  options: SettledOptions,
): Omit<EvaluationResult, "groups" | "timings"> {
  return {
    engine: { name: "voxmatch", version: VERSION, build: engine.build },
    inputs: { reference: describe(reference), prediction: describe(prediction) },
    options,
    notes: options.notes,
    definitions: definitionsInUse(options, reference.spacing),
  };
}

function describe({ shape, spacing, dataType, source }: VolumeHeader): InputDescription {
  return { path: source?.path ?? null, shape, spacing, dataType, sha256: source?.sha256 ?? null };
}

/** Adds up the time between laps by the name of the stage that ended. */
export class Stopwatch {
  readonly timings: Record<string, number> = {};
  #last = performance.now();

  lap(stage: string): void {
    const now = performance.now();
    this.timings[stage] = (this.timings[stage] ?? 0) + now - this.#last;
    this.#last = now;
  }
}
