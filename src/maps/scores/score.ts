import type { ResolvedMapOptions } from "../options/types.js";
import type { MapFacts } from "./facts.js";
import type { MapReason } from "./reasons.js";

/** The groups in which scores are shown and described. */
export const SCORE_FAMILIES = [
  "counts",
  "mass",
  "ranks",
  "ranking",
  "thresholds",
  "instances",
  "pointing",
  "calibration",
] as const;
export type ScoreFamily = (typeof SCORE_FAMILIES)[number];

/** A score of a map: the only place that says anything about it. */
export interface MapScore {
  /** With `<p>` where it has one value for each number of an option. */
  readonly key: string;
  readonly family: ScoreFamily;
  readonly name: string;
  /** For the sum M and M_R of the map, the voxels N and K, the prevalence π = K/N. */
  readonly definition: string;
  readonly unit: "1" | "mm" | "voxels" | "value";
  readonly better: "higher" | "lower" | "none";
  readonly bounds: readonly [number, number];
  /** Chance level, the score of a map that is independent of the reference: the prevalence, or a number. */
  readonly chance?: "prevalence" | number;
  /** Given only where this holds. */
  readonly given?: (options: ResolvedMapOptions) => boolean;
  /** The numbers that the key has one value for. */
  readonly parameters?: (options: ResolvedMapOptions) => readonly number[];
  /** A reason instead of a number where there is none. It is asked only if the domain holds a voxel. */
  readonly value: (facts: MapFacts, parameter: number) => number | MapReason;
}

/** The value, or the reason if the reference is empty (or, with `full`, fills the domain). */
export function withReference(
  value: (facts: MapFacts, parameter: number) => number | MapReason,
  full = false,
): MapScore["value"] {
  return (facts, parameter) => {
    if (facts.k === 0) return "empty_reference";
    if (full && facts.k === facts.n) return "full_reference";
    return value(facts, parameter);
  };
}

/** True if there is nothing above 0, which for signed values is nothing special. */
export function hasNoMass({ all, options }: MapFacts): boolean {
  return options.sign !== "signed" && all.largest <= 0;
}

/** Whether there is an area over the threshold: signed relevance has no lowest one. */
export function hasArea({ kind, sign }: ResolvedMapOptions): boolean {
  return kind === "probability" || sign !== "signed";
}
