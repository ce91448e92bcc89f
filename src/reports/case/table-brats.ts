import type { GroupResult } from "../../results/result-types.js";
import type { Style } from "./style.js";
import { formatNumber, formatVolume, indent, wrap } from "./text.js";

/** BraTS's lesion-wise scores, and by which rules they were counted. */
export function bratsLines({ brats }: GroupResult, dimensions: number, width: number, style: Style): string[] {
  if (brats === undefined) return [];
  const { tp, fn, fp, n_lesions: lesions, n_dropped: small } = brats;
  const unit = dimensions === 2 ? "mm²" : "mm³";
  const scores =
    `Dice ${formatNumber(brats.lesion_wise_dice)}   HD95 ${formatNumber(brats.lesion_wise_hd95, "mm")} mm   ` +
    `${lesions} lesion${lesions === 1 ? "" : "s"}: TP ${tp}, FN ${fn}; FP ${fp}`;
  const rules =
    `components that touch after ${brats.dilation} dilation${brats.dilation === 1 ? "" : "s"} are one lesion; ` +
    `${small} of at most ${formatVolume(brats.volume_threshold)} ${unit} left out; ` +
    `an FN or FP counts Dice ${brats.dice_penalty}, HD95 ${brats.hd95_penalty} mm`;
  return [style.strong("BraTS, lesion-wise"), ...indent([scores, ...wrap(rules, width - 6).map(style.faint)])];
}
