/**
 * What panoptica (commit b0ac3e4) took before, on the same kind of machine and data of the same make, medians in milliseconds.
 * Only for bars that name these figures; `VOXMATCH_PEERS` measures packages in the same run.
 */
export const PANOPTICA = {
  /** All ten metrics, 256³, 100 instances, from files. */
  tenMetricsFromFiles: 2670,
  /** Its default evaluation of the same pair from files and from arrays, which tells what reading costs it. */
  defaultFromFiles: 2030,
  defaultFromArrays: 1660,
  /** Every reference in its own region, 128³, 1000 instances. */
  regions: 107_000,
} as const;

/**
 * Kernels translated line by line to C++ (g++ 12.2, -O3 -march=native), called on the same runs in the same minute as the
 * release build, and checked to give the same labels and pairs: a comparison made once, by hand, on 2026-11-26. Medians of 15
 * calls in milliseconds.
 */
export const NATIVE = {
  "label components, 26": { release: 47.0, native: 29.1 },
  "count overlap": { release: 14.9, native: 11.3 },
} as const;
