/**
 * Earlier times of panoptica (commit b0ac3e4), on a like machine and like data, medians in milliseconds.
 * Only for bars that name these figures; `VOXMATCH_PEERS` measures packages in the same run.
 */
export const PANOPTICA = {
  /** All ten metrics, 256³, 100 instances, from files. */
  tenMetricsFromFiles: 2670,
  /** Its default evaluation of the same pair from files and from arrays; the difference is the cost of reading. */
  defaultFromFiles: 2030,
  defaultFromArrays: 1660,
  /** Every reference in its own region, 128³, 1000 instances. */
  regions: 107_000,
} as const;

/**
 * Kernels translated line by line to C++, called on the same runs or bits as the release build, and checked to find as many
 * components, runs, pairs and shared voxels: compared once, by hand, on 2026-11-26, both volumes of the pair where there are
 * two. In milliseconds, the fastest of 217 calls, the processes in turn: medians depended on what else the machine did. Those of
 * the calmest rounds are less favourable: 1.4, 0.3 and 1.1 times `plain`, in the order below. Components are compared anew by
 * `npm run bench -- native`.
 *
 * `plain`: g++ 12.2, -O3, for any x86-64: without a population count, which WebAssembly has, so that measuring is slow.
 * `native`: -O3 -march=native.
 */
export const NATIVE = {
  "count overlap": { release: 8.46, plain: 6.64, native: 6.48 },
  "measure blocks": { release: 11.2, plain: 40.7, native: 9.6 },
  "count overlap on blocks": { release: 4.6, plain: 5.0, native: 3.1 },
} as const;
