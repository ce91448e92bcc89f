import type { DetectionOptions } from "../options/types.js";
import type { CandidateFate } from "./assign.js";

/** The part of a case that scores of a cohort need. */
export interface DetectionCase {
  readonly candidates: readonly { readonly confidence: number; readonly fate: CandidateFate }[];
  /** The confidence with which each lesion was found; null: missed. */
  readonly lesions: readonly { readonly confidence: number | null }[];
  /** The score of the case as a whole. */
  readonly caseScore: number;
}

/** A point of the FROC: everything of at least this confidence. */
export interface FrocPoint {
  readonly confidence: number;
  /** False positives per case (or negative case); NaN if there is no such case. */
  readonly rate: number;
  readonly sensitivity: number;
  /** Lesions found, and false positives. */
  readonly tp: number;
  readonly fp: number;
}

export interface DetectionScores {
  readonly n_cases: number;
  readonly n_lesions: number;
  /** From confidence Infinity (nothing) down, a point at every confidence at which a lesion or a false positive comes. */
  readonly froc: readonly FrocPoint[];
  readonly lesion_ap: number;
  /** By rate, as the option frocRates lists them; NaN where no lesion, or no case that rates count. */
  readonly froc_sens: readonly number[];
  readonly froc_score: number;
  readonly case_auroc: number;
  readonly case_ap: number;
  readonly lesion_tp: number;
  readonly lesion_fp: number;
  readonly lesion_fn: number;
  readonly lesion_f1: number;
  /** (case_auroc + lesion_ap) / 2 */
  readonly picai_score: number;
}

export type ScoreRules = Pick<DetectionOptions, "frocRates" | "frocInterpolation" | "fpPer" | "operatingThreshold">;

/** The scores of detection over a cohort, or over one case. */
export function detectionScores(cases: readonly DetectionCase[], options: ScoreRules): DetectionScores {
  const froc = frocOf(cases, options.fpPer);
  const lesions = cases.reduce((sum, { lesions: own }) => sum + own.length, 0);
  const hasRates = ratedCases(cases, options.fpPer) > 0;
  const sensitivities = options.frocRates.map((rate) =>
    hasRates ? SENSITIVITY[options.frocInterpolation](froc, rate) : Number.NaN,
  );
  const positives = cases.map(({ lesions: own }) => own.length > 0);
  const caseScores = cases.map(({ caseScore }) => caseScore);
  const auroc = areaOf(caseScores, positives);
  const ap = lesionPrecision(froc, lesions);
  return {
    n_cases: cases.length,
    n_lesions: lesions,
    froc,
    lesion_ap: ap,
    froc_sens: sensitivities,
    froc_score: sensitivities.reduce((sum, each) => sum + each, 0) / sensitivities.length,
    case_auroc: auroc,
    case_ap: precisionOf(caseScores, positives),
    ...countsAt(froc, lesions, options.operatingThreshold),
    picai_score: (auroc + ap) / 2,
  };
}

/** The cases by which false positives are divided. */
function ratedCases(cases: readonly DetectionCase[], fpPer: DetectionOptions["fpPer"]): number {
  return fpPer === "cases" ? cases.length : cases.filter(({ lesions }) => lesions.length === 0).length;
}

function frocOf(cases: readonly DetectionCase[], fpPer: DetectionOptions["fpPer"]): FrocPoint[] {
  const lesions = cases.reduce((sum, { lesions: own }) => sum + own.length, 0);
  const counted = ratedCases(cases, fpPer);
  const steps = new Map<number, { tp: number; fp: number }>();
  const step = (confidence: number) => {
    const known = steps.get(confidence) ?? { tp: 0, fp: 0 };
    steps.set(confidence, known);
    return known;
  };
  for (const { candidates, lesions: own } of cases) {
    for (const { confidence, fate } of candidates) if (fate === "false positive") step(confidence).fp++;
    for (const { confidence } of own) if (confidence !== null) step(confidence).tp++;
  }
  const points: FrocPoint[] = [];
  let [tp, fp] = [0, 0];
  const push = (confidence: number) => {
    points.push({ confidence, rate: counted > 0 ? fp / counted : Number.NaN, sensitivity: tp / lesions, tp, fp });
  };
  push(Number.POSITIVE_INFINITY);
  for (const confidence of [...steps.keys()].sort((a, b) => b - a)) {
    tp += steps.get(confidence)?.tp ?? 0;
    fp += steps.get(confidence)?.fp ?? 0;
    push(confidence);
  }
  return points;
}

/** Σ ΔTP/L · TP/(TP + FP): lesions that were missed count in L. */
function lesionPrecision(froc: readonly FrocPoint[], lesions: number): number {
  if (lesions === 0) return Number.NaN;
  let sum = 0;
  for (let i = 1; i < froc.length; i++) {
    const { tp, fp } = froc[i];
    const gained = tp - froc[i - 1].tp;
    if (gained > 0) sum += ((gained / lesions) * tp) / (tp + fp);
  }
  return sum;
}

const SENSITIVITY = {
  /** The highest sensitivity at a rate up to this one. */
  step: (froc: readonly FrocPoint[], rate: number): number =>
    Math.max(...froc.filter((point) => !(point.rate > rate)).map(({ sensitivity }) => sensitivity)),
  /** Linear between the highest sensitivities of each rate, constant beyond the last (`numpy.interp`). */
  linear: (froc: readonly FrocPoint[], rate: number): number => {
    const highest = new Map<number, number>();
    for (const point of froc) highest.set(point.rate, point.sensitivity);
    const knots = [...highest];
    const after = knots.findIndex(([at]) => at >= rate);
    if (after < 0) return knots[knots.length - 1][1];
    const [right, upper] = knots[after];
    if (right === rate || after === 0) return upper;
    const [left, lower] = knots[after - 1];
    return lower + ((upper - lower) / (right - left)) * (rate - left);
  },
} as const;

function countsAt(froc: readonly FrocPoint[], lesions: number, threshold: number | null) {
  const point = froc.findLast(({ confidence }) => threshold === null || confidence >= threshold) ?? froc[0];
  const missed = lesions - point.tp;
  const f1 = (2 * point.tp) / (2 * point.tp + point.fp + missed);
  return { lesion_tp: point.tp, lesion_fp: point.fp, lesion_fn: missed, lesion_f1: f1 };
}

/** Mann–Whitney, ties ½; NaN unless there are both kinds of cases. */
function areaOf(scores: readonly number[], positives: readonly boolean[]): number {
  let [wins, pairs] = [0, 0];
  scores.forEach((score, i) => {
    scores.forEach((other, j) => {
      if (!positives[i] || positives[j]) return;
      pairs++;
      wins += score > other ? 1 : score === other ? 0.5 : 0;
    });
  });
  return wins / pairs;
}

/** Average precision without interpolation; equal scores are one step. */
function precisionOf(scores: readonly number[], positives: readonly boolean[]): number {
  const total = positives.filter(Boolean).length;
  if (total === 0) return Number.NaN;
  let [sum, before] = [0, 0];
  for (const score of [...new Set(scores)].sort((a, b) => b - a)) {
    const passing = positives.filter((_, i) => scores[i] >= score);
    const found = passing.filter(Boolean).length;
    sum += (((found - before) / total) * found) / passing.length;
    before = found;
  }
  return sum;
}
