import type { Engine } from "../../bindings/engine/engine.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import { type InstanceSource, instanceSource } from "../instances/instance-source.js";
import { countPair, type Instances } from "../instances/instances.js";
import { type LabelCensus, refuseLeftOver, takeCensus } from "../instances/label-census.js";
import { type EvaluationPlan, type GroupPlan, planLabelPasses } from "../instances/label-passes.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { thinAxes, type VolumeOptions } from "../options/bind-to-volume.js";
import { buildTables } from "../overlap/build-tables.js";
import type { OverlapTable } from "../overlap/overlap-table.js";
import type { CaseVoxels } from "./read-case.js";
import type { Stopwatch } from "./stopwatch.js";

/** A group of a case: all that matching and measuring need of it. */
export interface GroupTable {
  /** Its place among the groups. */
  readonly index: number;
  readonly plan: GroupPlan;
  readonly table: OverlapTable;
  /** Voxels of the grid that are not void. */
  readonly gridVoxels: number;
  /** Paints what counts cannot say. All groups of a pass share it. */
  readonly masks: MaskSource;
}

/** The groups of a case, pass by pass, and the labels that no group names. */
export interface LabelledCase {
  readonly census: LabelCensus;
  readonly passCount: number;
  /** The groups of each label pass. */
  readonly passes: Iterable<readonly GroupTable[]>;
}

/**
 * Labels both volumes as the options say and overlaps them, pass by pass. With `keep` the volumes stay as they are and all passes
 * stay in the arena. Without it a pass is released once the next is asked for, and the last one may overwrite the volumes.
 *
 * @throws VoxmatchError `INVALID_VOLUME` under `strictLabels`
 */
export function labelGroups(
  voxels: CaseVoxels,
  options: VolumeOptions,
  stages: Stopwatch,
  keep: boolean,
): LabelledCase {
  const source = instanceSource(voxels.engine, voxels.scanned, options);
  const census = takeCensus(options.groups, source);
  if (options.strictLabels) refuseLeftOver(census, options.groups);
  const isSemantic = options.input === "semantic";
  const plan = planLabelPasses(options.groups, isSemantic, source.labels, options.touchingLabels === "merge");
  return { census, passCount: plan.passes.length, passes: eachPass(voxels, source, plan, options, stages, keep) };
}

function* eachPass(
  { engine, headers: [{ shape, spacing }] }: CaseVoxels,
  source: InstanceSource,
  plan: EvaluationPlan,
  options: VolumeOptions,
  stages: Stopwatch,
  keep: boolean,
): Generator<readonly GroupTable[]> {
  const dimensions = shape.length === 2 ? 2 : 3;
  const [x, y, z] = thinAxes(shape, options);
  const gridVoxels = shape.reduce((product, size) => product * size, 1) - source.voidVoxels;
  const grid = { spacing: tripleOf([...spacing, 1]), dimensions, thin: [x, y, z] } as const;
  for (const pass of plan.passes) {
    const mark = engine.arena.mark();
    const [g, p] = source.label(pass, !keep && pass === plan.passes.at(-1));
    stages.lap("label");
    const tables = buildTables(pass, countPair(g, p), grid);
    stages.lap("overlap");
    const masks = masksOf(engine, g, p);
    yield Array.from(tables, ([index, table]) => ({ index, plan: plan.groups[index], table, gridVoxels, masks }));
    if (!keep) engine.arena.release(mark);
  }
}

/** Lazy: runs are materialised only when voxels are needed. */
function masksOf(engine: Engine, g: Instances, p: Instances): MaskSource {
  return {
    engine,
    get reference() {
      return g.runs();
    },
    get prediction() {
      return p.runs();
    },
    known: new Map(),
  };
}
