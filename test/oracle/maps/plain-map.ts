import type { PlainVolume } from "../label-volume.js";

/** Voxel by voxel what the kernels of maps measure of one code: slow and obvious. */
export interface PlainMeasures {
  readonly voxels: number;
  readonly missing: number;
  readonly infinite: number;
  readonly sum: number;
  readonly squares: number;
  readonly least: number;
  readonly largest: number;
  /** The first voxel of the largest value; −1 if there is none. */
  readonly largestVoxel: number;
}

export function measurePlainly(values: readonly number[], labels: readonly number[], code: number): PlainMeasures {
  const own = values.flatMap((value, voxel) => (labels[voxel] === code ? [{ value, voxel }] : []));
  const finite = own.filter(({ value }) => Number.isFinite(value));
  const largest = finite.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return {
    voxels: finite.length,
    missing: own.filter(({ value }) => Number.isNaN(value)).length,
    infinite: own.filter(({ value }) => Math.abs(value) === Number.POSITIVE_INFINITY).length,
    sum: finite.reduce((sum, { value }) => sum + value, 0),
    squares: finite.reduce((sum, { value }) => sum + value ** 2, 0),
    least: finite.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY),
    largest,
    largestVoxel: finite.find(({ value }) => value === largest)?.voxel ?? -1,
  };
}

/** Runs (row, start, end) of the voxels of at least a threshold. */
export function thresholdPlainly(values: readonly number[], [nx]: PlainVolume["shape"], threshold: number): number[][] {
  const runs: number[][] = [];
  values.forEach((value, i) => {
    if (!(value >= threshold)) return;
    const [row, x] = [Math.floor(i / nx), i % nx];
    const last = runs.at(-1);
    if (last !== undefined && last[0] === row && last[2] === x) last[2]++;
    else runs.push([row, x, x + 1]);
  });
  return runs;
}

/** The distance in mm from each voxel to the nearest labelled one. */
export function nearestPlainly(
  { shape: [nx, ny], labels }: PlainVolume,
  spacing: readonly [number, number, number],
  voxel: number,
): number {
  const placeOf = (i: number) => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
  const from = placeOf(voxel);
  const apart = labels.flatMap((label, i) =>
    label === 0 ? [] : [Math.hypot(...placeOf(i).map((at, axis) => (at - from[axis]) * spacing[axis]))],
  );
  return Math.min(...apart);
}

/** Σ min(m/M, 1/K) and Σ (1/K) · ln(ε + (1/K) / (ε + m/M)) over the voxels of a reference. */
export function sharePlainly(values: readonly number[], inside: readonly boolean[]) {
  const mass = values.reduce((sum, value) => sum + value, 0);
  const held = values.filter((_, i) => inside[i]).map((value) => value / mass);
  const part = 1 / held.length;
  const terms = held.map((own) => part * Math.log(2 ** -52 + part / (2 ** -52 + own)));
  return {
    similarity: held.reduce((sum, own) => sum + Math.min(own, part), 0),
    divergence: terms.reduce((sum, term) => sum + term, 0),
  };
}
