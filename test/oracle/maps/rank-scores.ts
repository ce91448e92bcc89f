/** Ranking scores by a plain sort of all voxels: slow and obvious. */
export interface PlainRanking {
  readonly auroc: number;
  readonly ap: number;
  readonly bestDice: number;
  readonly bestThreshold: number;
}

export function rankPlainly(values: readonly number[], inside: readonly boolean[]): PlainRanking {
  const k = inside.filter(Boolean).length;
  let [wins, pairs] = [0, 0];
  values.forEach((value, i) => {
    values.forEach((other, j) => {
      if (!inside[i] || inside[j]) return;
      pairs++;
      wins += value > other ? 1 : value === other ? 0.5 : 0;
    });
  });
  let [ap, recall, bestDice, bestThreshold] = [0, 0, -1, Number.NaN];
  for (const t of [...new Set(values)].sort((a, b) => b - a)) {
    const set = inside.filter((_, i) => values[i] >= t);
    const tp = set.filter(Boolean).length;
    ap += (tp / k - recall) * (tp / set.length);
    recall = tp / k;
    const dice = (2 * tp) / (set.length + k);
    if (dice > bestDice) [bestDice, bestThreshold] = [dice, t];
  }
  return { auroc: wins / pairs, ap, bestDice, bestThreshold };
}
