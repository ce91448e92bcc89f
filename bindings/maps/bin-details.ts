import { curveSpacing, type RankRequest } from "./rank-request.js";

/**
 * What must be told apart in a bin.
 *
 * - `all`: every level
 * - `reference`: the levels of voxels of the reference; the others only count as above or below them
 * - `none`: within the bin no answer changes
 */
export type BinDetail = "all" | "reference" | "none";

/**
 * Tells what must be told apart in a bin, asked from the top once for each bin that has voxels.
 * @param rangeOf the least and the largest value that a bin may hold
 */
export function binDetails(
  request: RankRequest,
  rangeOf: (bin: number) => readonly [number, number],
): (bin: number, inside: number, rest: number) => BinDetail {
  const { sums, ranks, thresholds, specificity, curvePoints, voxels, inside: k } = request;
  const { weight, step } = curveSpacing(request);
  const isSpecific = (outside: number) => (voxels - k - outside) / (voxels - k) > specificity;
  let above = 0;
  let outside = 0;
  return (bin, inside, rest) => {
    const [before, outsideBefore] = [above, outside];
    above += inside + rest;
    outside += rest;
    // The voxels of the largest value are an answer themselves.
    if (sums === "areas" || before === 0) return "all";
    if (ranks.some((rank) => before < rank && rank <= above)) return "all";
    const progress = (count: number, rest: number) => count + weight * (count - rest);
    const next = (Math.floor(progress(before, outsideBefore) / step) + 1) * step;
    if (curvePoints > 0 && next <= progress(above, outside)) return "all";
    if (isSpecific(outsideBefore) && !isSpecific(outside)) return "all";
    const [least, largest] = rangeOf(bin);
    if ([0, ...thresholds].some((threshold) => least <= threshold && threshold <= largest)) return "all";
    return sums === "order" && inside > 0 ? "reference" : "none";
  };
}
