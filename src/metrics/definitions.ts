import { MATCHING_SCORE_NAMES, matchingScoreOf } from "../matching/matching-score.js";
import { defaultTolerance, type Pooling, type Space, type Thinning } from "./formulas.js";
import type { MatchingMetric } from "./matching-metric.js";
import { METRIC_KEYS, type MetricKey, measuredMetrics, metricOf, needOf } from "./registry.js";

/** The choices on which definitions depend. */
export interface DefinitionOptions {
  readonly metrics: readonly MetricKey[];
  readonly globalMetrics: readonly MetricKey[];
  readonly matchingMetric: MatchingMetric;
  readonly decisionMetric: MetricKey | null;
  readonly assd: Pooling;
  readonly thinning: Thinning;
  readonly hd95: Pooling;
  readonly nsd: Pooling;
  /** mm; null: the smallest spacing. */
  readonly nsdTolerance: number | null;
  readonly globalSpace: Space;
  readonly matchingSpace: Space;
}

/** Tools differ in this, so every number from surfaces says it. */
const SURFACES =
  "surface voxels have a background face-neighbour, outside the volume being background; distances are between voxel centres";

/**
 * The definition of every metric and matching score in use as it is applied: which of its variants, with which tolerance,
 * in which unit.
 *
 * @param spacing of the volume's own axes; null for many volumes, each with its own
 */
export function definitionsInUse(
  options: DefinitionOptions,
  spacing: readonly number[] | null,
): Record<string, string> {
  const used = new Set<string>([...measuredMetrics(options.metrics), ...options.globalMetrics, options.matchingMetric]);
  if (options.decisionMetric !== null) used.add(options.decisionMetric);
  const metrics = METRIC_KEYS.filter((key) => used.has(key));
  const scores = MATCHING_SCORE_NAMES.filter((name) => used.has(name) && !metrics.some((key) => key === name));
  return Object.fromEntries([
    ...metrics.map((key) => [key, definitionOf(key, options, spacing)]),
    ...scores.map((name) => [name, matchingScoreOf(name).definition]),
  ]);
}

function definitionOf(key: MetricKey, options: DefinitionOptions, spacing: readonly number[] | null): string {
  const { definition, unit } = metricOf(key);
  const clauses = [chosenVariant(key, options, spacing) ?? definition];
  if (needOf(key) === "surfaces") clauses.push(SURFACES);
  if (unit === "mm") clauses.push(unitIn(key, options));
  return clauses.join("; ");
}

/** The unit of a distance, and where it is another one. */
function unitIn(
  key: MetricKey,
  { globalMetrics, globalSpace, matchingMetric, matchingSpace }: DefinitionOptions,
): string {
  const inVoxels = [
    ...(globalSpace === "voxel" && globalMetrics.includes(key) ? ["of whole foregrounds"] : []),
    ...(matchingSpace === "voxel" && matchingMetric === key ? ["where pairs are matched by it"] : []),
  ];
  return inVoxels.length === 0 ? "in mm" : `in mm, ${inVoxels.join(" and ")} in voxels`;
}

/** The variant that holds, where the registry names two; null where there is no choice. */
function chosenVariant(key: MetricKey, options: DefinitionOptions, spacing: readonly number[] | null): string | null {
  if (key === "hd95") {
    return options.hd95 === "pooled"
      ? "95th percentile, linearly interpolated, of both directed distances pooled"
      : "the larger of the 95th percentiles, linearly interpolated, of the two directed distances";
  }
  if (key === "assd") {
    return options.assd === "pooled"
      ? "mean distance of the surface voxels of both masks to the other surface"
      : "mean of the two directed mean distances between surface voxels";
  }
  if (key === "cldsc" && options.thinning === "scikit-image") {
    return `${metricOf(key).definition}, which deletes some masks whole as scikit-image does`;
  }
  if (key !== "nsd") return null;
  const ofAll =
    options.globalSpace === "mm"
      ? ""
      : ` (of whole foregrounds ${options.nsdTolerance ?? defaultTolerance([], "voxel")} voxels)`;
  const tolerance = options.nsdTolerance ?? (spacing === null ? null : defaultTolerance(spacing, "mm"));
  const within = `within ${tolerance === null ? "the smallest spacing" : `${tolerance} mm`}${ofAll} of the other surface`;
  return options.nsd === "pooled"
    ? `share of the surface voxels of both masks ${within}`
    : `mean of the two masks' shares of surface voxels ${within}`;
}
