import { createHash } from "node:crypto";
import { VoxmatchError } from "../../base/errors.js";
import { VERSION } from "../../base/version.js";
import { compareKeys, type PlannedCase } from "../cohort/case-record.js";
import type { MapChoices, PlannedShard, RunDescription, Shard } from "../cohort/run-description.js";
import { resolveMapOptions } from "../maps/options/resolve.js";
import type { MapOptions } from "../maps/options/types.js";
import { definitionsInUse } from "../metrics/definitions.js";
import { scoreDefinitions } from "../metrics/table-scores/score-definitions.js";
import { explorable, resolveExploration } from "../options/exploration.js";
import type { EvaluateOptions, ResolvedOptions } from "../options/registry.js";
import { resolveOptions } from "../options/resolve.js";
import { encodeNumbers } from "../reports/case/json-numbers.js";

/** The choices of a run that matter for its results. */
export interface RunPlan {
  /** All cases, of all shards. */
  readonly cases: readonly PlannedCase[];
  /** The folder that the cases' paths are relative to. */
  readonly root: string;
  readonly options?: EvaluateOptions;
  /** Compute the SHA-256 of the files; true by default. */
  readonly hash?: boolean;
  /** Keep in each record what every strategy gives at thresholds from 0.1 to 0.9; false by default. */
  readonly explore?: boolean;
  /** How maps are scored, where cases have them; they are read as relevance if nothing is said. */
  readonly maps?: MapOptions;
  /** The text of a file that names the labels of atlases. */
  readonly atlasNames?: string;
  /** Take only these of the cases. */
  readonly shard?: Shard;
}

/**
 * @param own the cases that the run's shard takes; all of them if there is none
 * @throws VoxmatchError `INVALID_OPTION` for options that are refused (or leave nothing to explore), no cases, or two of one id and model
 */
export function describeRun(
  { cases, root, options, hash = true, explore = false, shard, maps, atlasNames }: RunPlan,
  own: readonly PlannedCase[] = cases,
): RunDescription {
  const resolved = resolveOptions(options);
  if (explore) resolveExploration(explorable(options ?? {}));
  const mapped = mapChoices(cases, maps, atlasNames);
  const sorted = sortCases(cases);
  if (sorted.length === 0)
    throw new VoxmatchError("INVALID_OPTION", "A run needs at least one case, and cases is empty.");
  for (const [i, planned] of sorted.entries()) if (i > 0) refuseDoubled(sorted[i - 1], planned);
  return {
    format: "voxmatch-run",
    formatVersion: 1,
    engine: { name: "voxmatch", version: VERSION },
    options: resolved,
    hash,
    explore,
    ...(mapped && { maps: mapped }),
    configHash: configHash(resolved, hash, explore, mapped),
    models: modelsOf(sorted),
    columns: Object.keys(cases[0]?.columns ?? {}),
    plannedCases: cases.length,
    manifestHash: manifestHash(sorted),
    definitions: { ...definitionsInUse(resolved, null), ...scoreDefinitions(resolved) },
    shard: shard === undefined ? null : plannedShard(shard, own),
    root,
  };
}

/** Planned cases in the order of the records. */
export function sortCases(cases: readonly PlannedCase[]): readonly PlannedCase[] {
  return [...cases].sort(compareKeys);
}

/** A shard by name is described as it always was, so that one which was begun earlier goes on. */
function plannedShard({ index, count, by = "bytes" }: Shard, own: readonly PlannedCase[]): PlannedShard {
  const plannedCases = own.length;
  if (by === "name") return { index, count, plannedCases };
  return { index, count, by, plannedCases, cases: [...new Set(sortCases(own).map((planned) => planned.case))] };
}

/** SHA-256 of what decides about the records: version, options, hashing, exploring. */
export function configHash(
  options: ResolvedOptions,
  hash: boolean,
  explore: boolean,
  maps: MapChoices | null = null,
): string {
  const ofMaps = maps === null ? [] : [encodeNumbers(maps, "string")];
  return sha256(JSON.stringify([VERSION, encodeNumbers(options, "string"), hash, explore, ...ofMaps]));
}

/** Options of maps; null where no case has one. @throws VoxmatchError `INVALID_OPTION`, also without a map */
function mapChoices(cases: readonly PlannedCase[], maps?: MapOptions, atlasNames?: string): MapChoices | null {
  const options = resolveMapOptions(maps);
  if (cases.some(({ map }) => map !== undefined)) {
    return { options, atlasNames: atlasNames === undefined ? null : sha256(atlasNames) };
  }
  if (maps === undefined && atlasNames === undefined) return null;
  throw new VoxmatchError(
    "INVALID_OPTION",
    "There are options for maps, but no case has a map. Add a column map to the manifest, or name a folder with --maps.",
    { option: "maps" },
  );
}

/** SHA-256 of planned cases in the order of the records. */
export function manifestHash(sorted: readonly PlannedCase[]): string {
  const digest = createHash("sha256");
  for (const { case: id, model, columns, reference, prediction, ...more } of sorted) {
    const { map, mask = null, atlas = null, repeats } = more;
    const ofMap = map === undefined ? [] : [map, mask, atlas, ...(repeats === undefined ? [] : [repeats])];
    digest.update(`${JSON.stringify([id, model, Object.entries(columns), reference, prediction, ...ofMap])}\n`);
  }
  return digest.digest("hex");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The models of cases, in the order of the records. */
export function modelsOf(cases: readonly PlannedCase[]): (string | null)[] {
  return [...new Set(cases.map(({ model }) => model))].sort((a, b) => compareKeys(modelKey(a), modelKey(b)));
}

function modelKey(model: string | null) {
  return { case: "", model };
}

function refuseDoubled(one: PlannedCase, other: PlannedCase): void {
  if (compareKeys(one, other) !== 0) return;
  const { case: id, model } = one;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Case ${id}${model === null ? "" : ` of model ${model}`} is planned twice: with ${one.prediction} and ${other.prediction}.`,
    { case: id, model },
  );
}
