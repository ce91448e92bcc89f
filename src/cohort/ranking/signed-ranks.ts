import { normalCdf } from "../statistics/normal.js";

/** Wilcoxon's signed-rank test of one pair of models when clusters are drawn anew: what a draw does not change is sorted once. */
export interface SignedRanks {
  /** Clusters with a difference, by rising size of it. */
  readonly clusters: Uint32Array;
  /** Whether the difference is above 0. */
  readonly isAbove: Uint8Array;
  /** Where each run of equal sizes ends. */
  readonly ends: Uint32Array;
}

export function signedRanks(differences: Float64Array): SignedRanks {
  const size = differences.map(Math.abs);
  const clusters = Uint32Array.from(differences.keys())
    .filter((cluster) => differences[cluster] !== 0)
    .sort((a, b) => size[a] - size[b]);
  const ends: number[] = [];
  for (let i = 1; i <= clusters.length; i++) {
    if (i === clusters.length || size[clusters[i]] !== size[clusters[i - 1]]) ends.push(i);
  }
  const isAbove = Uint8Array.from(clusters, (cluster) => (differences[cluster] > 0 ? 1 : 0));
  return { clusters, isAbove, ends: Uint32Array.from(ends) };
}

/**
 * By the normal approximation with ties, each cluster taken as often as its weight says: `wilcoxonSignedRank` of the list that
 * the weights stand for, without making and sorting it.
 */
export function weightedWilcoxon({ clusters, isAbove, ends }: SignedRanks, weights: Uint16Array) {
  let [n, plus, ties] = [0, 0, 0];
  for (let run = 0, i = 0; run < ends.length; run++) {
    let [size, above] = [0, 0];
    for (; i < ends[run]; i++) {
      const weight = weights[clusters[i]];
      size += weight;
      above += weight * isAbove[i];
    }
    // The run has the places n + 1 to n + size, and each of it their mean.
    plus += above * (n + (size + 1) / 2);
    ties += size * (size * size - 1);
    n += size;
  }
  const total = (n * (n + 1)) / 2;
  const variance = (n * (n + 1) * (2 * n + 1) - ties / 2) / 24;
  const z = (Math.min(plus, total - plus) - total / 2) / Math.sqrt(variance);
  return { p: n === 0 ? Number.NaN : Math.min(1, 2 * normalCdf(-Math.abs(z))), lead: 2 * plus - total };
}
