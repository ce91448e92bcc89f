import type { CodeMeasures } from "../../../bindings/maps/measure-segments.js";

/** Sums over voxels of several codes. */
export interface Moments {
  readonly voxels: number;
  readonly sum: number;
  readonly mean: number;
  /** With divisor n; 0 where all values are equal. */
  readonly deviation: number;
  /** Σm² */
  readonly squares: number;
  readonly least: number;
  readonly largest: number;
}

/**
 * Joins the sums of codes. Means and deviations are taken about one value of the map, so that large equal numbers do not cancel
 * (Chan, Golub, LeVeque 1983).
 */
export function joinMoments(parts: readonly CodeMeasures[]): Moments {
  const held = parts.filter(({ voxels }) => voxels > 0);
  const total = (part: (measures: CodeMeasures) => number) => sumOf(held.map(part));
  const voxels = total((part) => part.voxels);
  const least = Math.min(...held.map((part) => part.least));
  const largest = Math.max(...held.map((part) => part.largest));
  const sum = total((part) => part.sum);
  if (voxels === 0) return { voxels, sum, mean: Number.NaN, deviation: Number.NaN, squares: 0, least, largest };
  const { centre } = held[0];
  const fromCentre = (part: CodeMeasures) => part.centre - centre + part.deviations / part.voxels;
  const mean = total((part) => part.voxels * fromCentre(part)) / voxels;
  const scatter = total((part) => {
    const own = part.squares - part.deviations ** 2 / part.voxels;
    return own + part.voxels * (fromCentre(part) - mean) ** 2;
  });
  const squares = total((part) => part.squares + 2 * part.centre * part.deviations + part.voxels * part.centre ** 2);
  const deviation = least === largest ? 0 : Math.sqrt(Math.max(0, scatter) / voxels);
  return { voxels, sum, mean: centre + mean, deviation, squares, least, largest };
}

/** The difference of two means, about a common value: (mean of `part`) − (mean of `whole`). */
export function meanDifference(part: readonly CodeMeasures[], whole: readonly CodeMeasures[]): number {
  const held = whole.filter(({ voxels }) => voxels > 0);
  if (held.length === 0) return Number.NaN;
  const { centre } = held[0];
  const meanOf = (codes: readonly CodeMeasures[]) => {
    const used = codes.filter(({ voxels }) => voxels > 0);
    const voxels = sumOf(used.map((code) => code.voxels));
    return sumOf(used.map((code) => code.voxels * (code.centre - centre) + code.deviations)) / voxels;
  };
  return meanOf(part) - meanOf(whole);
}

/** A compensated sum (Neumaier 1974). */
export function sumOf(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
