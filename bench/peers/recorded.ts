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
 * Kernels translated line by line to C++ (g++ 12.2, -O3 -march=native), called on the same runs or bits in the same minute as
 * the release build, and checked to give the same labels and pairs: comparisons made once, by hand, on 2026-11-26, both
 * volumes of the pair where there are two. In milliseconds: medians of 15 calls on runs, minima of 40 on quads. Without
 * -march=native g++ has no population count, and measures quads in 41.6 ms and counts their overlap in 5.6.
 */
export const NATIVE = {
  "label components, 26": { release: 47.0, native: 29.1 },
  "count overlap": { release: 14.9, native: 11.3 },
  "label components on quads, 26": { release: 27.0, native: 19.0 },
  "measure quads": { release: 11.4, native: 9.8 },
  "count overlap on quads": { release: 4.7, native: 3.2 },
} as const;
