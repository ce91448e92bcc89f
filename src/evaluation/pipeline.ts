import type { Engine } from "../../bindings/engine/engine.js";
import { usesBlocks } from "../instances/instance-source.js";
import { checkGeometry } from "../io/geometry.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { createMeasurer } from "../metrics/measurer.js";
import { bindToVolume, geometryRule, type VolumeOptions } from "../options/bind-to-volume.js";
import type { ResolvedOptions } from "../options/registry.js";
import type { GroupResult, RegionResult, RegionRow } from "../results/result-types.js";
import { assembleGroup, assembleRegion } from "./assemble-group.js";
import { type CaseResult, caseResult, type GroupAnswer } from "./case-result.js";
import { type GroupTable, type LabelledCase, labelGroups } from "./label-groups.js";
import { leaveOutSmall, type SizedTable } from "./leave-out-small.js";
import { decide, type GroupMatching, isDecided, matchCandidates, type UnmatchedTable } from "./match-table.js";
import { type Measure, Measurement } from "./measure.js";
import { batchCount, foregroundRequests, matchRequests, scoreRequests, voxelMetrics } from "./metric-requests.js";
import { closeInputs, type EvaluateInputs, openInputs } from "./open-inputs.js";
import { type CaseVoxels, readVoxels } from "./read-case.js";
import { Stopwatch } from "./stopwatch.js";
import { resizePool, type WorkOptions } from "./work-options.js";

/** Enough to keep all threads busy; there may be 100,000 regions, whose matchings are not kept. */
const REGIONS_PER_BATCH = 256;

/** Answers a question about the groups of one pass: their results, or an exploration. */
export type AnswerPass<T> = (
  groups: readonly GroupTable[],
  options: VolumeOptions,
  measurement: Measurement,
) => Promise<readonly T[]>;

/**
 * One case from its inputs to its result, stage by stage:
 *
 * ```
 *  read ─► label and overlap ─► match ─► request ─► measure ─► assemble
 *            a pass of groups at a time
 * ```
 */
export async function runCase<T>(
  engine: Engine,
  inputs: EvaluateInputs,
  resolved: ResolvedOptions,
  answer: AnswerPass<T>,
  work: WorkOptions,
): Promise<CaseResult<T>> {
  const { voxels, options, gridNotes, stages } = await readCase(engine, inputs, resolved, work);
  const labelled = labelGroups(voxels, options, stages, false);
  const answers = await answerGroups(labelled, options, answer, work, stages);
  return caseResult(voxels, options, labelled.census, gridNotes, answers, stages.timings);
}

/** Reads both volumes. Two that do not fit each other are refused before their voxels are read. */
async function readCase(engine: Engine, inputs: EvaluateInputs, resolved: ResolvedOptions, work: WorkOptions) {
  const sources = await openInputs(engine, inputs, { ...resolved, signal: work.signal });
  try {
    const headers = [sources[0].header, sources[1].header] as const;
    const { options, gridNotes } = bindToCase({ headers }, resolved);
    work.signal?.throwIfAborted();
    await resizePool(engine, headers[0].shape, options, work);
    const stages = new Stopwatch();
    const voxels = await readVoxels(engine, sources, { unitesBlocks: usesBlocks(options) });
    stages.lap(sources.some(({ kind }) => kind === "file") ? "read" : "scan");
    return { voxels, options, gridNotes, stages };
  } finally {
    await closeInputs(sources);
  }
}

/**
 * Checks that the volumes fit each other, and decides what depends on their shape.
 * @throws VoxmatchError `GEOMETRY_MISMATCH`, `INVALID_OPTION`
 */
export function bindToCase(
  { headers: [reference, prediction] }: Pick<CaseVoxels, "headers">,
  resolved: ResolvedOptions,
) {
  const gridNotes = checkGeometry(reference, prediction, geometryRule(resolved));
  return { options: bindToVolume(resolved, reference.shape), gridNotes };
}

/** Answers a question about the groups of a case, pass by pass. */
export async function answerGroups<T>(
  { passes, passCount }: Pick<LabelledCase, "passes" | "passCount">,
  options: VolumeOptions,
  answer: AnswerPass<T>,
  work: WorkOptions,
  stages: Stopwatch,
): Promise<readonly GroupAnswer<T>[]> {
  const measurement = new Measurement(work, passCount * batchCount(options));
  const answers: GroupAnswer<T>[] = [];
  for (const groups of passes) {
    const found = await answer(groups, options, measurement);
    groups.forEach((group, i) => {
      answers.push([group, found[i]]);
    });
    stages.lap("match and measure");
  }
  return answers;
}

/** Evaluates the groups of a pass: matches each once, measures in batches, and assembles the results. */
export const evaluatePass: AnswerPass<GroupResult> = async (groups, options, { planned, further }) => {
  if (groups.length === 0) return [];
  const [{ masks }] = groups;
  const sized: (SizedTable & Pick<UnmatchedTable, "group">)[] = [];
  for (const { table, plan } of groups) sized.push({ ...(await leaveOutSmall(table, options)), group: plan });
  const matchings = await matchAndMeasure(masks, sized, options, planned);
  const results: GroupResult[] = [];
  for (const [i, matched] of matchings.entries()) {
    const measured = {
      masks,
      matched,
      gridVoxels: groups[i].gridVoxels,
      dropped: sized[i].dropped,
      brats: await bratsOf(masks, matched, options, further),
      areas: await areasOf(masks, matched, options, further),
      regions: options.regions ? await evaluateRegions(masks, matched, options, further) : null,
    };
    results.push(await assembleGroup(measured, options));
  }
  return results;
};

async function bratsOf(masks: MaskSource, { table }: GroupMatching, options: VolumeOptions, measure: Measure) {
  if (options.lesionDilation === null) return null;
  const { bratsOfGroup } = await import("./brats-group.js");
  return bratsOfGroup(masks, table, options, options.lesionDilation, measure);
}

async function areasOf(masks: MaskSource, matched: GroupMatching, options: VolumeOptions, measure: Measure) {
  const { autc } = options;
  if (autc === null) return null;
  const { areaOfGroup } = await import("./sweep-group.js");
  return areaOfGroup(masks, matched, { ...options, autc }, measure);
}

/**
 * Matches tables, each once, and measures the voxels that their results need: the scores of pairs, then the metrics that decide, then
 * the metrics of the matches that remain and of the foregrounds. Each step is one batch for all tables.
 */
async function matchAndMeasure(
  masks: MaskSource,
  tables: readonly Omit<UnmatchedTable, "measurer">[],
  options: VolumeOptions,
  measure: Measure,
): Promise<readonly GroupMatching[]> {
  const { score, decision, matches, foreground } = voxelMetrics(options);
  const unmatched = tables.map(({ table, group }) => ({
    table,
    group,
    measurer: createMeasurer(table, masks, options),
  }));
  if (score.length > 0)
    await measure(
      masks,
      unmatched.flatMap((each) => scoreRequests(each, score)),
    );
  const candidates = unmatched.map((each) => matchCandidates(masks.engine, each, options));
  if (decision.length > 0) {
    const undecided = candidates.filter(({ group }) => isDecided(group, options));
    await measure(
      masks,
      undecided.flatMap((each) => matchRequests(each, each.candidateMatching, decision)),
    );
  }
  const decided = candidates.map((each) => decide(each, options));
  if (matches.length + foreground.length > 0) {
    const requestsOf = (each: GroupMatching) => [
      ...foregroundRequests(each, foreground),
      ...matchRequests(each, each.finalMatching, matches),
    ];
    await measure(masks, decided.flatMap(requestsOf));
  }
  return decided;
}

/** Matches and measures every reference in its region. */
async function evaluateRegions(
  masks: MaskSource,
  { table, group }: GroupMatching,
  options: VolumeOptions,
  measure: Measure,
): Promise<RegionResult> {
  const { regionTables } = await import("../regions/region-tables.js");
  const { regionResult } = await import("../results/region-rows.js");
  const { engine } = masks;
  const mark = engine.arena.mark();
  try {
    const { tables, lists } = regionTables(engine, table, masks, {
      space: options.regionSpace,
      connectivity: options.input === "semantic" && !group.single ? options.connectivity : null,
    });
    const regionMasks = { engine, ...lists, known: new Map() };
    const regions: RegionRow[] = [];
    for (let first = 0; first < tables.length; first += REGIONS_PER_BATCH) {
      const unmatched = tables.slice(first, first + REGIONS_PER_BATCH).map((region) => ({ table: region, group }));
      for (const matched of await matchAndMeasure(regionMasks, unmatched, options, measure)) {
        regions.push(await assembleRegion(regionMasks, matched, options));
      }
    }
    return regionResult(regions, options.globalMetrics);
  } finally {
    engine.arena.release(mark);
  }
}
