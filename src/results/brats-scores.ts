/**
 * The lesion-wise scores of BraTS 2023 (https://github.com/rachitsaluja/BraTS-2023-Metrics): the reference's components
 * that touch once they are dilated are one lesion; every prediction that reaches into the dilated lesion belongs to it, and
 * may belong to several. Missed lesions and spurious predictions count with penalties.
 */
export interface BratsScores {
  /** The mean over `n_lesions + fp`; 1 over none. */
  readonly lesion_wise_dice: number;
  /** The mean over `n_lesions + fp`, in mm; 0 over none. */
  readonly lesion_wise_hd95: number;
  /** Lesions that count: `tp + fn`. */
  readonly n_lesions: number;
  /** Lesions that a prediction reaches. */
  readonly tp: number;
  /** Lesions that no prediction reaches. */
  readonly fn: number;
  /** Predictions that reach no lesion, not even one too small to count. */
  readonly fp: number;
  /** Lesions too small to count. */
  readonly n_dropped: number;
  /** Voxels by which references were dilated to find out which of them are one lesion. */
  readonly dilation: number;
  /** Lesions up to this volume, in mm³ (mm² in 2D), do not count. */
  readonly volume_threshold: number;
  /** Value of a missed lesion and of a spurious prediction in the mean of Dice. */
  readonly dice_penalty: number;
  /** Their value in the mean of HD95, in mm. */
  readonly hd95_penalty: number;
  readonly lesions: readonly BratsLesionRow[];
  readonly dropped: readonly BratsDroppedRow[];
  /** Labels of the spurious predictions. */
  readonly spurious: readonly number[];
}

/** A lesion, and what of the prediction belongs to it. */
export interface BratsDroppedRow {
  readonly label: number;
  /** Labels of the reference instances that were merged into it. */
  readonly components: readonly number[];
  /** Labels of the predictions that reach into the dilated lesion. */
  readonly predictions: readonly number[];
  /** mm³ (mm² in 2D), undilated. */
  readonly volume: number;
}

/** A lesion that counts, measured undilated against the whole of its predictions. */
export interface BratsLesionRow extends BratsDroppedRow {
  readonly dice: number;
  readonly hd95: number;
}

/** A lesion before it is known whether it counts; `measure` is asked only if it does and was found. */
export interface MeasurableLesion extends BratsDroppedRow {
  readonly measure: () => Pick<BratsLesionRow, "dice" | "hd95">;
}

const DICE_PENALTY = 0;

/** The diagonal of BraTS's volumes, 240 × 240 × 155 voxels of 1 mm: √(240² + 240² + 155²) = 373.1, rounded up. */
const HD95_PENALTY = 374;

/** Scores a group's lesions. */
export function bratsScores(
  lesions: readonly MeasurableLesion[],
  predictions: readonly number[],
  { dilation, volumeThreshold }: { readonly dilation: number; readonly volumeThreshold: number },
): BratsScores {
  const counted = lesions.filter(({ volume }) => volume > volumeThreshold);
  const rows = counted.map(rowOf);
  // Also those that belong to a lesion too small to count: they are excused, not spurious.
  const reaching = new Set(lesions.flatMap((lesion) => lesion.predictions));
  const spurious = predictions.filter((label) => !reaching.has(label));
  const tp = rows.filter((row) => row.predictions.length > 0).length;
  const mean = (sum: number, penalty: number, ofNone: number) => {
    const n = rows.length + spurious.length;
    return n === 0 ? ofNone : (sum + penalty * spurious.length) / n;
  };
  const sumOf = (key: "dice" | "hd95") => rows.reduce((sum, row) => sum + row[key], 0);
  return {
    lesion_wise_dice: mean(sumOf("dice"), DICE_PENALTY, 1),
    lesion_wise_hd95: mean(sumOf("hd95"), HD95_PENALTY, 0),
    n_lesions: rows.length,
    tp,
    fn: rows.length - tp,
    fp: spurious.length,
    n_dropped: lesions.length - rows.length,
    dilation,
    volume_threshold: volumeThreshold,
    dice_penalty: DICE_PENALTY,
    hd95_penalty: HD95_PENALTY,
    lesions: rows,
    dropped: lesions
      .filter(({ volume }) => volume <= volumeThreshold)
      .map(({ label, components, predictions: own, volume }) => ({ label, components, predictions: own, volume })),
    spurious,
  };
}

function rowOf({ measure, label, components, predictions, volume }: MeasurableLesion): BratsLesionRow {
  const measured = predictions.length > 0 ? measure() : { dice: DICE_PENALTY, hd95: HD95_PENALTY };
  return { label, components, predictions, volume, ...measured };
}
