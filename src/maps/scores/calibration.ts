import type { CalibrationBin } from "../../../bindings/maps/calibrate.js";
import type { MapFacts } from "./facts.js";
import { sumOf } from "./moments.js";
import type { MapScore } from "./score.js";

/** The mean squared difference of probability and reference: Σ(m − y)² = Σm² − 2 M_R + K. */
function brier({ all, inside, k, n }: MapFacts): number {
  return Math.max(0, (all.squares - 2 * inside.sum + k) / n);
}

/** How far a bin's mean probability lies from its share of the reference. */
function gapOf({ voxels, sum, inside }: CalibrationBin): number {
  return voxels === 0 ? 0 : Math.abs(inside - sum) / voxels;
}

function filledBins({ calibration }: MapFacts): readonly CalibrationBin[] {
  return (calibration?.bins ?? []).filter(({ voxels }) => voxels > 0);
}

/** A ratio that is undefined where both sides are empty. */
function overlap(part: number, whole: number): number | "empty_reference" {
  return whole === 0 ? "empty_reference" : part / whole;
}

const LOSS = {
  family: "calibration",
  unit: "1",
  better: "lower",
  bounds: [0, 1],
  given: ({ kind }) => kind === "probability",
} as const satisfies Partial<MapScore>;

const GAIN = { ...LOSS, better: "higher" } as const;

/** Calibration of probabilities; y is 1 in the reference. */
export const CALIBRATION_SCORES: readonly MapScore[] = [
  { ...LOSS, key: "brier", name: "Brier score", definition: "Σ (m − y)² / N", value: brier },
  {
    ...GAIN,
    key: "brier_skill",
    name: "Brier skill",
    definition: "1 − brier / (π(1 − π)): 0 for the prevalence everywhere",
    bounds: [Number.NEGATIVE_INFINITY, 1],
    chance: 0,
    value: (facts) => {
      const { k, n } = facts;
      if (k === 0) return "empty_reference";
      return k === n ? "full_reference" : 1 - brier(facts) / ((k / n) * (1 - k / n));
    },
  },
  {
    ...LOSS,
    key: "log_loss",
    name: "Log loss",
    definition: "−Σ ln of the probability given to what is true, cut to [1e-7, 1 − 1e-7], / N",
    bounds: [0, Number.POSITIVE_INFINITY],
    value: ({ calibration, n }) => -(calibration?.logLikelihood ?? Number.NaN) / n,
  },
  {
    ...LOSS,
    key: "n_clipped",
    name: "Probabilities cut",
    definition: "voxels whose probability was cut for the log loss",
    unit: "voxels",
    better: "none",
    bounds: [0, Number.POSITIVE_INFINITY],
    value: ({ calibration }) => calibration?.cut ?? Number.NaN,
  },
  {
    ...LOSS,
    key: "ece",
    name: "Expected calibration error",
    definition: "Σ n_b/N · |share of y − mean m| over bins b of equal width",
    value: (facts) => sumOf(filledBins(facts).map((bin) => (bin.voxels / facts.n) * gapOf(bin))),
  },
  {
    ...LOSS,
    key: "mce",
    name: "Maximum calibration error",
    definition: "the largest |share of y − mean m| of a bin",
    value: (facts) => Math.max(...filledBins(facts).map(gapOf)),
  },
  {
    ...GAIN,
    key: "soft_dice",
    name: "Soft Dice",
    definition: "2 Σmy / (Σm + Σy)",
    value: ({ inside, all, k }) => overlap(2 * inside.sum, all.sum + k),
  },
  {
    ...GAIN,
    key: "soft_dice_squared",
    name: "Soft Dice of squares",
    definition: "2 Σmy / (Σm² + Σy²)",
    value: ({ inside, all, k }) => overlap(2 * inside.sum, all.squares + k),
  },
  {
    ...GAIN,
    key: "soft_iou",
    name: "Soft IoU",
    definition: "Σmy / (Σm + Σy − Σmy)",
    value: ({ inside, all, k }) => overlap(inside.sum, all.sum + k - inside.sum),
  },
];
