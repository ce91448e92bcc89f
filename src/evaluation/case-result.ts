import type { VolumeHeader } from "../../base/types.js";
import { VERSION } from "../../base/version.js";
import { censusNotes, type LabelCensus } from "../instances/label-census.js";
import { definitionsInUse } from "../metrics/definitions.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { presetNotes } from "../options/presets.js";
import type { EvaluationResult, InputDescription } from "../results/evaluation-result.js";
import type { GroupTable } from "./label-groups.js";
import { labelWarnings } from "./label-warnings.js";
import type { CaseVoxels } from "./read-case.js";

/** A result with an answer of any kind for each group. */
export type CaseResult<T> = Omit<EvaluationResult, "groups"> & { readonly groups: Readonly<Record<string, T>> };

/** A group and its answer. */
export type GroupAnswer<T> = readonly [group: GroupTable, answer: T];

/** The result of a case: inputs, options, notes and definitions, and the answers by the groups' names, in the groups' order. */
export async function caseResult<T>(
  { engine, headers: [reference, prediction], notes }: Omit<CaseVoxels, "scanned">,
  options: VolumeOptions,
  census: LabelCensus,
  gridNotes: readonly string[],
  answers: readonly GroupAnswer<T>[],
  timings: Readonly<Record<string, number>>,
): Promise<CaseResult<T>> {
  const ordered = [...answers].sort(([a], [b]) => a.index - b.index);
  const tables = answers.map(([group]) => group);
  return {
    engine: { name: "voxmatch", version: VERSION, build: engine.build },
    inputs: { reference: describe(reference), prediction: describe(prediction) },
    options,
    // A file that is on both sides would say the same twice.
    notes: [
      ...new Set([
        ...options.notes,
        ...(reference.notes ?? []),
        ...(prediction.notes ?? []),
        ...gridNotes,
        ...notes,
        ...labelWarnings(tables, reference.shape, options),
        ...censusNotes(census, options.groups),
        ...presetNotes(options.preset, census),
      ]),
    ],
    ...census,
    definitions: { ...definitionsInUse(options, reference.spacing), ...(await definitionsOfScores(options)) },
    groups: Object.fromEntries(ordered.map(([{ plan }, answer]) => [plan.name, answer])),
    timings,
  };
}

async function definitionsOfScores(options: VolumeOptions): Promise<Record<string, string>> {
  if (options.scores.length === 0) return {};
  const { scoreDefinitions } = await import("../metrics/table-scores/score-definitions.js");
  return scoreDefinitions(options);
}

function describe({ shape, spacing, dataType, source }: VolumeHeader): InputDescription {
  return { path: source?.path ?? null, shape, spacing, dataType, sha256: source?.sha256 ?? null };
}
