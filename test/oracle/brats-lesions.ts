import { dilate } from "./dilate-runs.js";
import { findSurfaceSlowly } from "./find-surface.js";
import { labelComponents } from "./label-components.js";
import { at, eachVoxel, type PlainVolume } from "./label-volume.js";

/** The oracle's scores of two masks. */
export interface OracleScores {
  readonly lesion_wise_dice: number;
  readonly lesion_wise_hd95: number;
  readonly tp: number;
  readonly fn: number;
  readonly fp: number;
  readonly n_dropped: number;
}

interface Rules {
  readonly steps: number;
  readonly volumeThreshold: number;
  readonly spacing: readonly [number, number, number];
}

/**
 * BraTS 2023's lesion-wise scores on dense masks, lesion by lesion as its definition goes: each lesion is dilated by
 * itself, and every quantity is taken from whole volumes.
 */
export function bratsSlowly(reference: PlainVolume, prediction: PlainVolume, rules: Rules): OracleScores {
  const { shape } = reference;
  const grow = (mask: PlainVolume) => {
    let grown = mask;
    for (let step = 0; step < rules.steps; step++) grown = dilate(grown);
    return grown;
  };
  const masked = (keep: (i: number) => boolean): PlainVolume => ({
    shape,
    labels: reference.labels.map((_, i) => Number(keep(i))),
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

  const grownParts = labelComponents(grow(masked((i) => reference.labels[i] !== 0)), 26);
  const predicted = labelComponents(
    masked((i) => prediction.labels[i] !== 0),
    26,
  );
  const found = new Set<number>();
  const counted: { dice: number; hd95: number; isFound: boolean }[] = [];
  let dropped = 0;
  for (let part = 1; part <= Math.max(0, ...grownParts); part++) {
    const lesion = masked((i) => grownParts[i] === part && reference.labels[i] !== 0);
    const grown = grow(lesion);
    const own = new Set(predicted.filter((p, i) => p !== 0 && grown.labels[i] !== 0));
    for (const p of own) found.add(p);
    const volume = sum(lesion.labels) * rules.spacing[0] * rules.spacing[1] * rules.spacing[2];
    if (volume <= rules.volumeThreshold) {
      dropped++;
      continue;
    }
    const mask = masked((i) => own.has(predicted[i]));
    const shared = sum(lesion.labels.map((l, i) => l * mask.labels[i]));
    counted.push({
      dice: (2 * shared) / (sum(lesion.labels) + sum(mask.labels)),
      hd95: own.size === 0 ? 374 : Math.max(directed95(lesion, mask), directed95(mask, lesion)),
      isFound: own.size > 0,
    });
  }

  /** The 95th percentile of the distances from one surface to the other. */
  function directed95(from: PlainVolume, to: PlainVolume): number {
    const [a, b] = [from, to].map((mask) => surfaceOf(mask));
    const distances = a
      .map(([x, y, z]) =>
        Math.min(
          ...b.map(([u, v, w]) =>
            Math.hypot((x - u) * rules.spacing[0], (y - v) * rules.spacing[1], (z - w) * rules.spacing[2]),
          ),
        ),
      )
      .sort((first, second) => first - second);
    const position = 0.95 * (distances.length - 1);
    const below = distances[Math.floor(position)];
    return below + (position % 1) * (distances[Math.ceil(position)] - below);
  }

  function surfaceOf(mask: PlainVolume): number[][] {
    // Axes of one voxel count for nothing, and leaving them out changes no linear index.
    const counted = shape.filter((length) => length > 1);
    const surface = findSurfaceSlowly(Uint8Array.from(mask.labels), counted);
    const voxels: number[][] = [];
    eachVoxel(mask, (x, y, z) => {
      if (surface[at(mask, x, y, z)] !== 0) voxels.push([x, y, z]);
    });
    return voxels;
  }

  const fp = Math.max(0, ...predicted) - found.size;
  const n = counted.length + fp;
  return {
    lesion_wise_dice: n === 0 ? 1 : sum(counted.map(({ dice }) => dice)) / n,
    lesion_wise_hd95: n === 0 ? 0 : (sum(counted.map(({ hd95 }) => hd95)) + 374 * fp) / n,
    tp: counted.filter(({ isFound }) => isFound).length,
    fn: counted.filter(({ isFound }) => !isFound).length,
    fp,
    n_dropped: dropped,
  };
}
