import type { RegionNames } from "../atlas/region-names.js";

/** A region of an atlas in several maps. */
export interface RegionAgreement {
  readonly label: number;
  readonly name: string;
  /** The mean of each map's scored part. */
  readonly means: readonly number[];
  /** Over maps; `sd` with divisor n − 1, `cv` = sd / mean. */
  readonly mean: number;
  readonly sd: number;
  readonly cv: number;
}

/**
 * Means by region, and how far maps agree on their order: Kendall's W, ties corrected.
 * @param labels of each voxel
 * @param scored of each map, each voxel
 */
export function regionAgreement(
  labels: Uint32Array,
  scored: readonly ((i: number) => number)[],
  names: RegionNames | null,
): { readonly regions: readonly RegionAgreement[]; readonly kendall_w: number } {
  const found = [...new Set(labels)].filter((label) => label !== 0).sort((a, b) => a - b);
  const place = new Map(found.map((label, i) => [label, i]));
  const counts = new Float64Array(found.length);
  const sums = scored.map(() => new Float64Array(found.length));
  labels.forEach((label, i) => {
    const at = place.get(label);
    if (at === undefined) return;
    counts[at]++;
    sums.forEach((sum, map) => {
      sum[at] += scored[map](i);
    });
  });
  const regions = found.map((label, i): RegionAgreement => {
    const means = sums.map((sum) => sum[i] / counts[i]);
    const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
    const squares = means.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    const sd = Math.sqrt(squares / (means.length - 1));
    return { label, name: names?.get(label)?.name ?? String(label), means, mean, sd, cv: sd / mean };
  });
  return { regions, kendall_w: kendallW(scored.map((_, map) => regions.map(({ means }) => means[map]))) };
}

/** Kendall's coefficient of concordance (Kendall, Babington Smith 1939) of several orders of the same things; NaN for fewer than two. */
export function kendallW(raters: readonly (readonly number[])[]): number {
  const [m, n] = [raters.length, raters[0]?.length ?? 0];
  if (n < 2) return Number.NaN;
  const totals = new Float64Array(n);
  let ties = 0;
  for (const values of raters) {
    const counts = new Map<number, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    for (const count of counts.values()) ties += count ** 3 - count;
    values.forEach((value, i) => {
      const below = values.filter((other) => other < value).length;
      totals[i] += below + ((counts.get(value) ?? 1) + 1) / 2;
    });
  }
  const mean = (m * (n + 1)) / 2;
  const scatter = totals.reduce((sum, total) => sum + (total - mean) ** 2, 0);
  const most = m ** 2 * (n ** 3 - n) - m * ties;
  return most === 0 ? Number.NaN : (12 * scatter) / most;
}
