import { VoxmatchError } from "../../base/errors.js";
import type { Affine, VolumeHeader } from "../../base/types.js";
import type { ArenaMark } from "../../bindings/engine/arena.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import { type LabelCensus, refuseLeftOver } from "../instances/label-census.js";
import { checkGeometry } from "../io/geometry.js";
import { readBothInto } from "../io/read-volume-into.js";
import { bindToVolume, geometryRule, type VolumeOptions } from "../options/bind-to-volume.js";
import { type ExploreOptions, resolveExploration } from "../options/exploration.js";
import { choicesAffecting, type EvaluateOptions, type ResolvedOptions } from "../options/registry.js";
import { resolveOptions } from "../options/resolve.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import type { ExplorationRow } from "../results/exploration-row.js";
import type { GroupVisit } from "./evaluate.js";
import { evaluateGroup } from "./evaluate-group.js";
import { exploreGroup, rowsOf } from "./explore.js";
import { labelWarnings } from "./label-warnings.js";
import { type EvaluateInputs, sameVolumeNotes, withInputs } from "./open-inputs.js";
import { byGroup, type CaseVoxels, type GroupTable, overlapTables, resultHeader, Stopwatch } from "./overlap-tables.js";
import { type PaintedInstances, paintCase, type Side } from "./paint-case.js";
import { checkWork, measureInSteps, resize, type WorkOptions } from "./work-options.js";

export type { InstanceName, Side } from "./paint-case.js";

/** The instances of one side of a case as a dense volume, for a viewer. */
export interface InstanceVolume extends PaintedInstances {
  readonly shape: readonly number[];
  /** mm */
  readonly spacing: readonly number[];
  readonly affine: Affine | null;
}

/**
 * A case that is kept open to be evaluated again and again. Calls wait for each other; options are given whole each time,
 * not as changes to those before.
 */
export interface OpenCase {
  /** As `evaluate`, with the same numbers; `timings` say only what this call had to do. */
  readonly evaluate: (options?: EvaluateOptions, work?: WorkOptions) => Promise<EvaluationResult>;
  /** As `explore`. */
  readonly explore: (options?: ExploreOptions, work?: Pick<WorkOptions, "threads">) => Promise<ExplorationRow[]>;
  /** The instances of a side as these options tell them apart. */
  readonly labels: (side: Side, options?: EvaluateOptions) => Promise<InstanceVolume>;
  /** Gives the memory back, once the calls before are done. Whoever asks later is refused. */
  readonly close: () => Promise<void>;
}

/**
 * Opens a case: both volumes are read once, and what was found out of them is kept for the next question. A change of
 * strategy, score, threshold, metric or smallest size is answered from the overlap table, distances that were measured
 * before are remembered, and only a change of what an instance is (`input`, `groups`, `ignoreLabel`, `connectivity`,
 * `touchingLabels`) labels the volumes anew, from their voxels.
 *
 * ```ts
 * const opened = await openCase({ reference, prediction });
 * for (const threshold of [0.25, 0.5, 0.75]) console.log((await opened.evaluate({ threshold })).groups.ungrouped.pq);
 * await opened.close();
 * ```
 *
 * Each open case has a WebAssembly memory of its own, so that however many are open, none waits for another.
 *
 * @throws VoxmatchError `INVALID_VOLUME` for voxels that are no labels, `OUT_OF_MEMORY`; its methods what `evaluate` and
 *   `explore` throw, and `CASE_CLOSED`
 */
export async function openCase(inputs: EvaluateInputs): Promise<OpenCase> {
  const engine = await createEngine();
  return withInputs(engine, inputs, {}, async (opened) => {
    // How the voxels are labelled is not known yet.
    const [{ header, loaded }, prediction] = await readBothInto(engine, opened, {});
    const notes = sameVolumeNotes(opened, [header, prediction.header]);
    return new KeptCase({ engine, header, scanned: [loaded, prediction.loaded] }, prediction.header, notes);
  });
}

interface KeptGroups {
  readonly key: string;
  readonly list: readonly GroupTable[];
  readonly census: LabelCensus;
  readonly end: ArenaMark;
}

class KeptCase implements OpenCase {
  /** Null once closed. */
  #voxels: CaseVoxels | null;
  readonly #predictionHeader: VolumeHeader;
  /** What there is to say of the pair, whatever the options are. */
  readonly #notes: readonly string[];
  /** Where in the arena the groups begin. */
  readonly #mark: ArenaMark;
  /** The groups as they were told apart last, and by which choices. */
  #groups: KeptGroups | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(voxels: CaseVoxels, predictionHeader: VolumeHeader, notes: readonly string[]) {
    this.#notes = notes;
    this.#voxels = voxels;
    this.#predictionHeader = predictionHeader;
    this.#mark = voxels.engine.arena.mark();
  }

  evaluate = async (options: EvaluateOptions = {}, work: WorkOptions = {}): Promise<EvaluationResult> => {
    checkWork(work);
    const resolved = resolveOptions(options);
    return this.#inTurn(async (voxels) => {
      work.signal?.throwIfAborted();
      const settled = this.#settle(voxels, resolved);
      await resize(voxels.engine, voxels.header.shape, settled, work);
      const stages = new Stopwatch();
      const { list, census } = this.#groupsFor(voxels, settled, stages);
      await measureInSteps(voxels.engine, list, settled, work);
      const groups = this.#visit(voxels, settled, stages, evaluateGroup);
      const headers = [voxels.header, this.#predictionHeader] as const;
      const remarks = [...this.#geometry(resolved), ...this.#notes, ...labelWarnings(list, settled)];
      const frame = resultHeader(voxels.engine, headers, settled, census, remarks);
      return { ...frame, groups, timings: stages.timings };
    });
  };

  explore = async (options: ExploreOptions = {}, work: WorkOptions = {}): Promise<ExplorationRow[]> => {
    checkWork(work);
    const { grid, options: resolved } = resolveExploration(options);
    return this.#inTurn(async (voxels) => {
      const settled = this.#settle(voxels, resolved);
      await resize(voxels.engine, voxels.header.shape, settled, work);
      const visit: GroupVisit<ReturnType<typeof exploreGroup>> = (group, settled) => exploreGroup(group, settled, grid);
      return rowsOf(this.#visit(voxels, settled, new Stopwatch(), visit));
    });
  };

  labels = async (side: Side, options: EvaluateOptions = {}): Promise<InstanceVolume> => {
    const resolved = resolveOptions(options);
    return this.#inTurn((voxels) => {
      const { list: groups } = this.#groupsFor(voxels, this.#settle(voxels, resolved), new Stopwatch());
      const { shape, spacing, affine } = voxels.header;
      return { shape, spacing, affine, ...paintCase(voxels.engine, tripleOf(voxels.header.shape), groups, side) };
    });
  };

  close = async (): Promise<void> => {
    await this.#last;
    this.#voxels?.engine.workerPool?.terminate();
    this.#voxels = null;
    this.#groups = null;
  };

  /** Runs `work` once everything asked before is done: all of it shares one arena. */
  #inTurn<T>(work: (voxels: CaseVoxels) => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      if (this.#voxels === null) {
        throw new VoxmatchError("CASE_CLOSED", "This case was closed. Open it again with openCase to ask it more.");
      }
      try {
        return await work(this.#voxels);
      } finally {
        // Also what a failure left behind.
        this.#voxels?.engine.arena.release(this.#groups?.end ?? this.#mark);
      }
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Notes on the grids. @throws VoxmatchError `GEOMETRY_MISMATCH` */
  #geometry(resolved: ResolvedOptions): readonly string[] {
    if (this.#voxels === null) return [];
    return checkGeometry(this.#voxels.header, this.#predictionHeader, geometryRule(resolved));
  }

  #settle({ header }: CaseVoxels, resolved: ResolvedOptions): VolumeOptions {
    this.#geometry(resolved);
    return bindToVolume(resolved, header.shape);
  }

  #visit<T>(voxels: CaseVoxels, options: VolumeOptions, stages: Stopwatch, visit: GroupVisit<T>): Record<string, T> {
    const { list: groups } = this.#groupsFor(voxels, options, stages);
    const results = groups.map((group): [GroupTable, T] => [group, visit(group, options)]);
    stages.lap("match and measure");
    return byGroup(results);
  }

  /** The groups by these options: those of the last call, unless these tell instances apart by other choices. */
  #groupsFor(voxels: CaseVoxels, options: VolumeOptions, stages: Stopwatch): KeptGroups {
    const key = choicesAffecting("instances", options);
    if (this.#groups?.key === key && options.strictLabels) refuseLeftOver(this.#groups.census, options.groups);
    if (this.#groups?.key !== key) {
      this.#groups = null;
      voxels.engine.arena.release(this.#mark);
      const { census, groups: each } = overlapTables(voxels, options, stages, true);
      const list = [...each];
      this.#groups = { key, list, census, end: voxels.engine.arena.mark() };
    }
    return this.#groups;
  }
}
