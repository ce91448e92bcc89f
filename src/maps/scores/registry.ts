import type { ResolvedMapOptions } from "../options/types.js";
import { CALIBRATION_SCORES } from "./calibration.js";
import type { MapFacts } from "./facts.js";
import { INSTANCE_SCORES } from "./instances.js";
import { MASS_SCORES } from "./mass.js";
import { POINTING_SCORES } from "./pointing.js";
import { RANKING_SCORES } from "./ranking.js";
import { RANK_SCORES } from "./ranks.js";
import { isReason, type MapReason } from "./reasons.js";
import type { MapScore } from "./score.js";

const COUNT = { family: "counts", unit: "voxels", better: "none", bounds: [0, Number.POSITIVE_INFINITY] } as const;
const SUM = { ...COUNT, unit: "value", bounds: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] } as const;

const COUNT_SCORES: readonly MapScore[] = [
  { ...COUNT, key: "n_voxels", name: "Voxels", definition: "N: voxels of the domain", value: ({ n }) => n },
  {
    ...COUNT,
    key: "n_reference_voxels",
    name: "Voxels of the reference",
    definition: "K: voxels of the reference in the domain",
    value: ({ k }) => k,
  },
  {
    ...COUNT,
    key: "prevalence",
    name: "Prevalence",
    definition: "π = K / N",
    unit: "1",
    bounds: [0, 1],
    value: ({ k, n }) => k / n,
  },
  { ...SUM, key: "mass", name: "Mass", definition: "M: the sum of the map", value: ({ all }) => all.sum },
  {
    ...SUM,
    key: "mass_reference",
    name: "Mass in the reference",
    definition: "M_R: its sum in the reference",
    value: ({ inside }) => inside.sum,
  },
];

/** All scores of a map, in the order in which they are shown. */
export const MAP_SCORES: readonly MapScore[] = [
  ...COUNT_SCORES,
  ...MASS_SCORES,
  ...RANK_SCORES,
  ...RANKING_SCORES,
  ...INSTANCE_SCORES,
  ...POINTING_SCORES,
  ...CALIBRATION_SCORES,
];

/** A score with its key spelled out. */
export interface NamedScore {
  readonly key: string;
  readonly score: MapScore;
  readonly parameter: number;
}

/** The scores that options ask for. */
export function scoresGiven(options: ResolvedMapOptions): NamedScore[] {
  return MAP_SCORES.filter(({ given }) => given?.(options) ?? true).flatMap((score) => {
    const parameters = score.parameters?.(options);
    if (parameters === undefined) return [{ key: score.key, score, parameter: Number.NaN }];
    return parameters.map((parameter) => ({ key: spelled(score.key, parameter), score, parameter }));
  });
}

/** `top_<p>_recall` of 5: `top_5_recall`. */
export function spelled(text: string, parameter: number): string {
  return text.replaceAll("<p>", String(parameter));
}

/** The place of the row of a key, in which a number may stand for `<p>`; −1 for no score. */
export function placeOfScore(key: string): number {
  return MAP_SCORES.findIndex(({ key: pattern }) => {
    const [before, after] = pattern.split("<p>");
    if (after === undefined) return pattern === key;
    const number = key.slice(before.length, key.length - after.length);
    return key.startsWith(before) && key.endsWith(after) && number !== "" && Number.isFinite(Number(number));
  });
}

/** Scores by key, and with each that is NaN its `<key>_reason`. */
export type ScoreValues = Readonly<Record<string, number | MapReason>>;

/** Computes all scores that the options ask for. */
export function scoreMap(facts: MapFacts): ScoreValues {
  const values: Record<string, number | MapReason> = {};
  for (const { key, score, parameter } of scoresGiven(facts.options)) {
    const isCount = score.family === "counts" && key !== "prevalence";
    const value = facts.n === 0 && !isCount ? "empty_domain" : score.value(facts, parameter);
    values[key] = isReason(value) ? Number.NaN : value;
    if (isReason(value)) values[`${key}_reason`] = value;
  }
  return values;
}

/** The chance level of each score that has one. */
export function chanceOf({ options, k, n }: MapFacts): Readonly<Record<string, number>> {
  const entries = scoresGiven(options).flatMap(({ key, score: { chance } }) => {
    if (chance === undefined) return [];
    return [[key, chance === "prevalence" ? k / n : chance] as const];
  });
  return Object.fromEntries(entries);
}
