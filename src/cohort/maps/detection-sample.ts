import type { DetectionCase } from "../../maps/detection/detection-scores.js";
import type { DetectionRules } from "./map-record.js";

/** The scores of detection over a cohort that have intervals. */
export const DETECTION_KEYS = [
  "lesion_ap",
  "froc_score",
  "case_auroc",
  "case_ap",
  "picai_score",
  "lesion_f1",
  "lesion_sensitivity",
  "fp_per_case",
  "lesion_tp",
  "lesion_fp",
  "lesion_fn",
] as const;

/** Counts among them, which say nothing of two models that their ratios do not. */
export const DETECTION_COUNTS: ReadonlySet<string> = new Set(["lesion_tp", "lesion_fp", "lesion_fn"]);

/** Values of {@link DETECTION_KEYS}, then the sensitivity at each rate. */
export type DetectionValues = Float64Array;

/**
 * Cases of a cohort, ready to be scored again and again with other weights: every weight is how often a cluster was drawn. Confidences
 * are sorted once, so that a draw is one pass over candidates.
 */
export class DetectionSample {
  readonly #rules: DetectionRules;
  /** Lesions found and false positives, by falling confidence: its cluster, whether it is a lesion, whether the step ends. */
  readonly #events: readonly Event[];
  readonly #caseEvents: readonly Event[];
  readonly #lesions: Float64Array;
  readonly #cases: Float64Array;
  readonly #negatives: Float64Array;

  /** @param clusterOf of each case, from 0 to clusters − 1 */
  constructor(cases: readonly DetectionCase[], clusterOf: ArrayLike<number>, clusters: number, rules: DetectionRules) {
    this.#rules = rules;
    this.#lesions = new Float64Array(clusters);
    this.#cases = new Float64Array(clusters);
    this.#negatives = new Float64Array(clusters);
    const events: Omit<Event, "ends">[] = [];
    const caseEvents: Omit<Event, "ends">[] = [];
    cases.forEach(({ candidates, lesions, caseScore }, i) => {
      const cluster = clusterOf[i];
      this.#lesions[cluster] += lesions.length;
      this.#cases[cluster]++;
      if (lesions.length === 0) this.#negatives[cluster]++;
      for (const { confidence, fate } of candidates) {
        if (fate === "false positive") events.push({ confidence, cluster, isFound: false });
      }
      for (const { confidence } of lesions)
        if (confidence !== null) events.push({ confidence, cluster, isFound: true });
      caseEvents.push({ confidence: caseScore, cluster, isFound: lesions.length > 0 });
    });
    this.#events = inSteps(events);
    this.#caseEvents = inSteps(caseEvents);
  }

  /** Scores with a weight for each cluster. */
  weigh(weights: ArrayLike<number>): DetectionValues {
    const { frocRates, fpPer, frocInterpolation, operatingThreshold } = this.#rules;
    const [lesions, cases, negatives] = [this.#lesions, this.#cases, this.#negatives].map((own) => dot(own, weights));
    const counted = fpPer === "cases" ? cases : negatives;
    const reached = new Float64Array(frocRates.length);
    const linear = frocInterpolation === "linear" ? new Knots(frocRates, reached) : null;
    let [tp, fp, before, ap] = [0, 0, 0, 0];
    let operating = { tp: 0, fp: 0 };
    linear?.pass(0, 0);
    for (const { confidence, cluster, isFound, ends } of this.#events) {
      if (isFound) tp += weights[cluster];
      else fp += weights[cluster];
      if (!ends) continue;
      if (tp > before) ap += (((tp - before) / lesions) * tp) / (tp + fp);
      before = tp;
      if (operatingThreshold === null || confidence >= operatingThreshold) operating = { tp, fp };
      const rate = fp / counted;
      linear?.pass(rate, tp / lesions);
      if (linear === null)
        for (let i = 0; i < reached.length; i++) if (!(rate > frocRates[i])) reached[i] = tp / lesions;
    }
    linear?.finish();
    const [auroc, casePrecision] = this.#ofCases(weights);
    const f1 = (2 * operating.tp) / (operating.tp + operating.fp + lesions);
    const sensitivities = lesions === 0 || counted === 0 ? reached.fill(Number.NaN) : reached;
    const lesionAp = lesions === 0 ? Number.NaN : ap;
    const froc = sensitivities.reduce((sum, each) => sum + each, 0) / sensitivities.length;
    return Float64Array.of(
      ...[lesionAp, froc, auroc, casePrecision, (auroc + lesionAp) / 2, f1, operating.tp / lesions],
      ...[operating.fp / cases, operating.tp, operating.fp, lesions - operating.tp, ...sensitivities],
    );
  }

  /** The FROC with these weights as it passes: false positives a case, sensitivity. */
  froc(weights: ArrayLike<number>): [number, number][] {
    const counted = dot(this.#rules.fpPer === "cases" ? this.#cases : this.#negatives, weights);
    const lesions = dot(this.#lesions, weights);
    const points: [number, number][] = [[0, 0]];
    let [tp, fp] = [0, 0];
    for (const { cluster, isFound, ends } of this.#events) {
      if (isFound) tp += weights[cluster];
      else fp += weights[cluster];
      if (ends) points.push([fp / counted, tp / lesions]);
    }
    return points;
  }

  #ofCases(weights: ArrayLike<number>): [auroc: number, ap: number] {
    let [positives, negatives] = [0, 0];
    for (const { cluster, isFound } of this.#caseEvents) {
      if (isFound) positives += weights[cluster];
      else negatives += weights[cluster];
    }
    let [found, others, stepFound, stepOthers, wins, ap] = [0, 0, 0, 0, 0, 0];
    for (const { cluster, isFound, ends } of this.#caseEvents) {
      if (isFound) stepFound += weights[cluster];
      else stepOthers += weights[cluster];
      if (!ends) continue;
      wins += stepOthers * (found + stepFound / 2);
      found += stepFound;
      others += stepOthers;
      if (stepFound > 0) ap += ((stepFound / positives) * found) / (found + others);
      [stepFound, stepOthers] = [0, 0];
    }
    return [wins / (positives * negatives), positives === 0 ? Number.NaN : ap];
  }
}

interface Event {
  readonly confidence: number;
  readonly cluster: number;
  readonly isFound: boolean;
  /** Whether the next one has another confidence. */
  readonly ends: boolean;
}

function inSteps(events: readonly Omit<Event, "ends">[]): Event[] {
  const sorted = events.toSorted((a, b) => b.confidence - a.confidence);
  return sorted.map((event, i) => ({ ...event, ends: event.confidence !== sorted[i + 1]?.confidence }));
}

/** Linear between the highest sensitivities of each rate, constant beyond the last (`numpy.interp`). */
class Knots {
  #left: readonly [number, number] = [0, 0];
  #right: readonly [number, number] = [0, 0];
  #next = 0;

  /** @param rates rising */
  constructor(
    readonly rates: readonly number[],
    readonly values: Float64Array,
  ) {}

  pass(rate: number, sensitivity: number): void {
    if (rate > this.#right[0]) {
      this.#settle();
      this.#left = this.#right;
    }
    this.#right = [rate, sensitivity];
  }

  finish(): void {
    this.#settle();
    for (; this.#next < this.rates.length; this.#next++) this.values[this.#next] = this.#right[1];
  }

  /** Rates up to the right knot, whose sensitivity is known now. */
  #settle(): void {
    const [[left, lower], [right, upper]] = [this.#left, this.#right];
    for (; this.#next < this.rates.length && this.rates[this.#next] <= right; this.#next++) {
      const rate = this.rates[this.#next];
      this.values[this.#next] = rate === right ? upper : lower + ((upper - lower) / (right - left)) * (rate - left);
    }
  }
}

function dot(values: Float64Array, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * weights[i];
  return sum;
}
