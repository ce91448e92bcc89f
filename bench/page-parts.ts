/** Parts of the benchmark that run in a page as in Node. */

import { benchAssignment } from "./assignment/solve-assignment.js";
import { benchBlockKernels } from "./components/blocks.js";
import { benchRunKernels } from "./components/run-kernels.js";
import { benchNearestLabel } from "./distances/nearest-label.js";
import { benchInstanceMetrics } from "./evaluation/instance-metrics.js";
import { benchOpenCase } from "./evaluation/open-case.js";
import { benchAxis } from "./evaluation/pairs.js";
import { benchThresholds } from "./evaluation/thresholds.js";
import { benchMaps } from "./maps/score-map.js";
import { benchScanRuns } from "./read/scan-runs.js";
import { benchSkeletonize } from "./skeletons/skeletonize.js";
import type { MeasureOptions } from "./support/measure.js";
import type { Result } from "./support/result.js";

/** Measures a part; with `quick` on small volumes. */
export type Bench = (options: MeasureOptions, quick: boolean) => Promise<Result[]>;

export const PAGE_PARTS: Readonly<Record<string, Bench>> = {
  large: (options, quick) => benchAxis("large", options, quick),
  voxels: (options, quick) => benchAxis("voxels", options, quick),
  instances: (options, quick) => benchAxis("instances", options, quick),
  contents: (options, quick) => benchAxis("contents", options, quick),
  types: (options, quick) => benchAxis("types", options, quick),
  metrics: benchInstanceMetrics,
  thresholds: benchThresholds,
  "open-case": benchOpenCase,
  scan: benchScanRuns,
  kernels: benchRunKernels,
  blocks: benchBlockKernels,
  assignment: benchAssignment,
  "nearest-label": benchNearestLabel,
  skeletonize: benchSkeletonize,
  maps: benchMaps,
};
