/** Rank statistics of a map, from a TypeScript sort of all its voxels. */
export interface RankTwin {
  readonly mass: number;
  readonly massInside: number;
  readonly auroc: number;
  readonly ap: number;
  readonly bestDice: number;
}

/** @param inside which voxels are of the reference */
export function rankTwin(map: Float32Array, inside: Uint8Array): RankTwin {
  const held = map.filter((_, i) => inside[i] === 1).sort();
  const rest = map.filter((_, i) => inside[i] === 0).sort();
  const [k, n] = [held.length, map.length];
  let [tp, fp, pairs, ap, bestDice] = [0, 0, 0, 0, 0];
  let [i, j] = [held.length - 1, rest.length - 1];
  while (i >= 0 || j >= 0) {
    const value = Math.max(i >= 0 ? held[i] : 0, j >= 0 ? rest[j] : 0);
    const [before, passed] = [tp, fp];
    while (i >= 0 && held[i] === value) [i, tp] = [i - 1, tp + 1];
    while (j >= 0 && rest[j] === value) [j, fp] = [j - 1, fp + 1];
    pairs += (fp - passed) * (before + tp);
    if (tp > before) ap += ((tp - before) / k) * (tp / (tp + fp));
    bestDice = Math.max(bestDice, (2 * tp) / (tp + fp + k));
  }
  const sumOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);
  const massInside = sumOf(held);
  return { mass: massInside + sumOf(rest), massInside, auroc: pairs / (2 * k * (n - k)), ap, bestDice };
}
