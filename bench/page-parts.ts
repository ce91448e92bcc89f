/** What can be measured in a page as in Node. */
import { benchNearestLabel } from "./kernels/nearest-label.js";
import { benchQuadKernels } from "./kernels/quads.js";
import { benchRunKernels } from "./kernels/run-kernels.js";
import { benchScanRuns } from "./kernels/scan-runs.js";
import { benchSkeletonize } from "./kernels/skeletonize.js";
import { benchAssignment } from "./kernels/solve-assignment.js";
import { benchInstanceMetrics } from "./pipeline/instance-metrics.js";
import { benchOpenCase } from "./pipeline/open-case.js";
import { benchAxis } from "./pipeline/pairs.js";
import { benchThresholds } from "./pipeline/thresholds.js";
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
  quads: benchQuadKernels,
  assignment: benchAssignment,
  "nearest-label": benchNearestLabel,
  skeletonize: benchSkeletonize,
};
