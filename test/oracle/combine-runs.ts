import type { PlainVolume } from "./label-volume.js";

/** Voxel by voxel: a number for each pair of labels where both volumes have one. */
export function intersect(first: PlainVolume, second: PlainVolume, factor: number): PlainVolume {
  const labels = first.labels.map((a, i) =>
    a !== 0 && second.labels[i] !== 0 ? (a - 1) * factor + second.labels[i] : 0,
  );
  return { shape: first.shape, labels };
}

/** Voxel by voxel: the first volume where the second is not `label` (0: where it is background). */
export function subtract(first: PlainVolume, second: PlainVolume, label: number): PlainVolume {
  const covered = (other: number) => (label === 0 ? other !== 0 : other === label);
  return { shape: first.shape, labels: first.labels.map((a, i) => (covered(second.labels[i]) ? 0 : a)) };
}
