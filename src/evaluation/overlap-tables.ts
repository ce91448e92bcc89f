import type { VolumeHeader } from "../../base/types.js";
import { VERSION } from "../../base/version.js";
import { countBlockOverlap, countOverlap } from "../../bindings/components/count-overlap.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { ScannedVoxels } from "../../bindings/read/volume-encoder.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import { type InstanceSource, instanceSource } from "../instances/instance-source.js";
import { censusNotes, type LabelCensus, refuseLeftOver, takeCensus } from "../instances/label-census.js";
import type { Instances } from "../instances/label-instances.js";
import { type GroupPlan, planLabelPasses } from "../instances/label-passes.js";
import { definitionsInUse } from "../metrics/definitions.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { thinAxes, type VolumeOptions } from "../options/bind-to-volume.js";
import { presetNotes } from "../options/presets.js";
import { buildTables, type PassOverlap } from "../overlap/build-tables.js";
import type { OverlapTable } from "../overlap/overlap-table.js";
import type { EvaluationResult, InputDescription } from "../results/evaluation-result.js";

/** Both volumes in an engine's arena. */
export interface CaseVoxels {
  readonly engine: Engine;
  /** Reference and prediction. */
  readonly scanned: readonly [ScannedVoxels, ScannedVoxels];
  /** The reference's, which holds for both. */
  readonly header: VolumeHeader;
}

/** A group of a case: all that matching and measuring need of it. */
export interface GroupTable {
  /** Its place among the groups. */
  readonly index: number;
  readonly plan: GroupPlan;
  readonly table: OverlapTable;
  /** Voxels of the grid that are not void. */
  readonly gridVoxels: number;
  /** Paints what counts cannot say. */
  readonly masks: MaskSource;
}

/** The groups of a case, one after the other, and what no group names. */
export interface CaseGroups {
  readonly census: LabelCensus;
  readonly groups: Generator<GroupTable>;
}

/**
 * Labels both volumes as the options say and overlaps them, layer by layer. `keep` leaves the volumes as they are and all
 * layers in the arena; otherwise a layer is gone once the next is asked for, and the last one may take the volumes' place.
 *
 * @throws VoxmatchError `INVALID_VOLUME` under `strictLabels`
 */
export function overlapTables(
  voxels: CaseVoxels,
  options: VolumeOptions,
  stages: Stopwatch,
  keep: boolean,
): CaseGroups {
  const source = instanceSource(voxels.engine, voxels.scanned, options);
  const census = takeCensus(options.groups, source);
  if (options.strictLabels) refuseLeftOver(census, options.groups);
  return { census, groups: eachGroup(voxels, source, options, stages, keep) };
}

function* eachGroup(
  { engine, header }: CaseVoxels,
  source: InstanceSource,
  options: VolumeOptions,
  stages: Stopwatch,
  keep: boolean,
): Generator<GroupTable> {
  const semantic = options.input === "semantic";
  const plan = planLabelPasses(options.groups, semantic, source.labels, options.touchingLabels === "merge");
  const dimensions = header.shape.length === 2 ? 2 : 3;
  const [x, y, z] = thinAxes(header.shape, options);
  const gridVoxels = header.shape.reduce((product, size) => product * size, 1) - source.voidVoxels;
  const grid = { spacing: tripleOf([...header.spacing, 1]), dimensions, thin: [x, y, z] } as const;

  for (const layer of plan.layers) {
    const mark = engine.arena.mark();
    const [g, p] = source.label(layer, !keep && layer === plan.layers.at(-1));
    stages.lap("label");
    const tables = buildTables(layer, g, p, overlapOf(engine, g, p), grid);
    stages.lap("overlap");
    const masks = masksOf(engine, g, p);
    for (const [index, table] of tables) yield { index, plan: plan.groups[index], table, gridVoxels, masks };
    if (!keep) engine.arena.release(mark);
  }
}

/** How many voxels the two sides share. Counts need no more than blocks, where both sides have them. */
function overlapOf(engine: Engine, g: Instances, p: Instances): PassOverlap {
  return {
    instances:
      g.blocks && p.blocks ? countBlockOverlap(engine, g.blocks, p.blocks) : countOverlap(engine, g.list, p.list),
    parts: g.parts && p.parts && countOverlap(engine, g.parts.list, p.parts.list),
  };
}

/** Lists are asked for only where something is painted. */
function masksOf(engine: Engine, g: Instances, p: Instances): MaskSource {
  return {
    engine,
    get reference() {
      return g.list;
    },
    get prediction() {
      return p.list;
    },
    known: new Map(),
  };
}

/** Results by the groups' names, in the groups' order. */
export function byGroup<T>(results: readonly (readonly [group: GroupTable, result: T])[]): Record<string, T> {
  const ordered = [...results].sort(([a], [b]) => a.index - b.index);
  return Object.fromEntries(ordered.map(([{ plan }, result]) => [plan.name, result]));
}

/** What a result says beside its groups. */
export function resultHeader(
  engine: Engine,
  [reference, prediction]: readonly [VolumeHeader, VolumeHeader],
  options: VolumeOptions,
  census: LabelCensus,
  notes: readonly string[],
): Omit<EvaluationResult, "groups" | "timings"> {
  return {
    engine: { name: "voxmatch", version: VERSION, build: engine.build },
    inputs: { reference: describe(reference), prediction: describe(prediction) },
    options,
    notes: [
      ...options.notes,
      ...(reference.notes ?? []),
      ...(prediction.notes ?? []),
      ...notes,
      ...censusNotes(census, options.groups),
      ...presetNotes(options.preset, census),
    ],
    ...census,
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
