import { VoxmatchError } from "../../base/errors.js";
import type { ArenaMark } from "../../bindings/engine/arena.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import { refuseLeftOver } from "../instances/label-census.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { type ExploreOptions, resolveExploration } from "../options/exploration.js";
import { choicesAffecting, type EvaluateOptions, type ResolvedOptions } from "../options/registry.js";
import { resolveOptions } from "../options/resolve.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import type { ExplorationRow } from "../results/exploration-row.js";
import { type CaseResult, caseResult } from "./case-result.js";
import { explorePass, rowsOf } from "./explore.js";
import type { InstanceVolume, OpenCase } from "./kept-case.js";
import { type GroupTable, type LabelledCase, labelGroups } from "./label-groups.js";
import { closeInputs, type EvaluateInputs, openInputs } from "./open-inputs.js";
import { type NumberInstance, paintCase, type Side } from "./paint-case.js";
import { type AnswerPass, answerGroups, bindToCase, evaluatePass } from "./pipeline.js";
import { type CaseVoxels, readVoxels } from "./read-case.js";
import { asRead, checkReading, type ReadingOptions } from "./reading-options.js";
import { areSegmentsApart } from "./segments-apart.js";
import { Stopwatch } from "./stopwatch.js";
import { checkWork, resizePool, type WorkOptions } from "./work-options.js";

export type { InstanceVolume, OpenCase } from "./kept-case.js";
export type { InstanceName, NumberInstance, Side } from "./paint-case.js";

/**
 * Opens a case: both volumes are read once, and the findings are kept for the next question. A change of
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
 * Of files whose segments overlap every segment is read, and each question is put to one after the other, as groups of their names.
 *
 * Each open case owns a WebAssembly memory, so open cases never wait for each other.
 *
 * @param reading the options by which files are read; they hold for every question, which may not contradict them
 * @throws VoxmatchError `INVALID_VOLUME` for voxels that are no labels, `OUT_OF_MEMORY`; its methods what `evaluate` and
 *   `explore` throw, and `CASE_CLOSED`
 */
export async function openCase(inputs: EvaluateInputs, reading: ReadingOptions = {}): Promise<OpenCase> {
  checkReading(reading);
  try {
    return await openCaseOn(await createEngine(), inputs, reading);
  } catch (error) {
    if (!areSegmentsApart(error)) throw error;
    const { openSegments } = await import("./open-segments.js");
    return openSegments(inputs, error, reading, { openOn: openCaseOn, caseClosed });
  }
}

/**
 * {@link openCase} on the caller's engine, whose arena the caller releases; closing the case ends the engine's threads.
 * @param reading how volumes are read where their own options do not say otherwise; other options are not heeded
 */
export async function openCaseOn(
  engine: Engine,
  inputs: EvaluateInputs,
  reading: ReadingOptions = {},
): Promise<OpenCase> {
  const sources = await openInputs(engine, inputs, reading);
  try {
    // How the voxels are labelled is not known yet.
    return new KeptCase(await readVoxels(engine, sources, {}), reading);
  } finally {
    await closeInputs(sources);
  }
}

/** The refusal of a question to a case after its end. */
function caseClosed(): VoxmatchError {
  return new VoxmatchError("CASE_CLOSED", "This case was closed. Open it again with openCase to ask it more.");
}

/** All passes of a case, in the arena. */
interface KeptGroups extends LabelledCase {
  /** Key of the choices that separated the groups. */
  readonly key: string;
  readonly passes: readonly (readonly GroupTable[])[];
  readonly end: ArenaMark;
}

class KeptCase implements OpenCase {
  /** Null once closed. */
  #voxels: CaseVoxels | null;
  /** Where in the arena the groups begin. */
  readonly #mark: ArenaMark;
  /** The groups of the last call. */
  #groups: KeptGroups | null = null;
  #last: Promise<unknown> = Promise.resolve();

  readonly #reading: ReadingOptions;
  readonly headers: OpenCase["headers"];

  constructor(voxels: CaseVoxels, { roundLabels, maximumVoxels, ignoreLabel }: ReadingOptions) {
    this.#reading = { roundLabels, maximumVoxels, ignoreLabel };
    this.#voxels = voxels;
    this.headers = voxels.headers;
    this.#mark = voxels.engine.arena.mark();
  }

  evaluate = async (options: EvaluateOptions = {}, work: WorkOptions = {}): Promise<EvaluationResult> => {
    checkWork(work);
    const resolved = resolveOptions(asRead(options, this.#reading));
    return this.#inTurn((voxels) => this.#answer(voxels, resolved, evaluatePass, work));
  };

  explore = async (
    options: ExploreOptions = {},
    work: Pick<WorkOptions, "threads"> = {},
  ): Promise<ExplorationRow[]> => {
    checkWork(work);
    const { grid, options: resolved } = resolveExploration(asRead(options, this.#reading));
    return this.#inTurn(async (voxels) => {
      const { groups } = await this.#answer(voxels, resolved, explorePass(grid), work);
      return rowsOf(groups);
    });
  };

  labels = async (side: Side, options: EvaluateOptions = {}, numberOf?: NumberInstance): Promise<InstanceVolume> => {
    const resolved = resolveOptions(asRead(options, this.#reading));
    return this.#inTurn((voxels) => {
      const bound = bindToCase(voxels, resolved).options;
      const { passes } = this.#groupsFor(voxels, bound, new Stopwatch());
      const { shape, spacing, affine } = voxels.headers[0];
      return { shape, spacing, affine, ...paintCase(voxels.engine, tripleOf(shape), passes.flat(), side, numberOf) };
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
      if (this.#voxels === null) throw caseClosed();
      try {
        return await work(this.#voxels);
      } finally {
        // Also after a failure.
        this.#voxels?.engine.arena.release(this.#groups?.end ?? this.#mark);
      }
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Runs the pipeline on voxels that were read before, and reuses the groups of the last call if they are the same. */
  async #answer<T>(
    voxels: CaseVoxels,
    resolved: ResolvedOptions,
    answer: AnswerPass<T>,
    work: WorkOptions,
  ): Promise<CaseResult<T>> {
    work.signal?.throwIfAborted();
    const { options, gridNotes } = bindToCase(voxels, resolved);
    await resizePool(voxels.engine, voxels.headers[0].shape, options, work);
    const stages = new Stopwatch();
    const labelled = this.#groupsFor(voxels, options, stages);
    const answers = await answerGroups(labelled, options, answer, work, stages);
    return caseResult(voxels, options, labelled.census, gridNotes, answers, stages.timings);
  }

  /** The groups by these options: those of the last call, unless these tell instances apart by other choices. */
  #groupsFor(voxels: CaseVoxels, options: VolumeOptions, stages: Stopwatch): KeptGroups {
    const key = choicesAffecting("instances", options);
    if (this.#groups?.key === key) {
      if (options.strictLabels) refuseLeftOver(this.#groups.census, options.groups);
      return this.#groups;
    }
    this.#groups = null;
    voxels.engine.arena.release(this.#mark);
    const labelled = labelGroups(voxels, options, stages, true);
    this.#groups = { ...labelled, key, passes: [...labelled.passes], end: voxels.engine.arena.mark() };
    return this.#groups;
  }
}
