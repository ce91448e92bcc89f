import { curveSpacing, type RankRequest } from "./rank-request.js";

/**
 * Tells which bins need not be looked into, asked from the top once for each bin that has voxels: those within which no answer
 * changes.
 * @param counted voxels of all bins
 * @param rangeOf the least and the largest value that a bin may hold
 */
export function wholeBins(
  request: RankRequest,
  counted: number,
  rangeOf: (bin: number) => readonly [number, number],
): (bin: number, inside: number, rest: number) => boolean {
  const { sums, ranks, thresholds, specificity, curvePoints, voxels, inside: k } = request;
  const { weight, step } = curveSpacing(request);
  const isSpecific = (outside: number) => (voxels - k - outside) / (voxels - k) > specificity;
  let above = 0;
  let outside = 0;
  return (bin, inside, rest) => {
    const [before, outsideBefore] = [above, outside];
    above += inside + rest;
    outside += rest;
    if (sums === "areas" || (sums === "order" && inside > 0)) return false;
    // The largest value and the lowest are answers themselves.
    if (before === 0 || above === counted) return false;
    if (ranks.some((rank) => before < rank && rank <= above)) return false;
    const progress = (count: number, rest: number) => count + weight * (count - rest);
    const next = (Math.floor(progress(before, outsideBefore) / step) + 1) * step;
    if (curvePoints > 0 && next <= progress(above, outside)) return false;
    if (isSpecific(outsideBefore) && !isSpecific(outside)) return false;
    const [least, largest] = rangeOf(bin);
    return ![0, ...thresholds].some((threshold) => least <= threshold && threshold <= largest);
  };
}
