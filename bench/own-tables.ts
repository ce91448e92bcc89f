import { benchDistances } from "./distances.js";
import { benchNearestLabel } from "./kernels/nearest-label.js";
import { benchSkeletonize } from "./kernels/skeletonize.js";
import { bench as benchSolveAssignment } from "./kernels/solve-assignment.js";
import type { Result } from "./support/report.js";

/** Benches that measure by themselves, their results in the common form. */

export async function benchNearest(): Promise<Result[]> {
  return (await benchNearestLabel()).map(({ kernel, data, runs, ...times }) => ({
    work: kernel.replace(", plain TypeScript", ""),
    workload: data,
    by: kernel.includes("TypeScript") ? "typescript" : "release",
    repetitions: runs,
    ...times,
  }));
}

export async function benchSkeletons(): Promise<Result[]> {
  return (await benchSkeletonize()).map(({ kernel, build, volume, runs, minimumMs, medianMs }) => ({
    work: kernel,
    workload: volume,
    by: build,
    repetitions: runs,
    minimumMs,
    medianMs,
  }));
}

export async function benchAssignment(quick: boolean): Promise<Result[]> {
  return (await benchSolveAssignment(quick ? 1000 : 5000)).map(({ costs, size, build, runs, ...times }) => ({
    work: "solve-assignment",
    workload: `${costs} ${size}²`,
    by: build,
    repetitions: runs,
    ...times,
  }));
}

export async function benchDistanceMetrics(): Promise<Result[]> {
  const names = { voxmatch: "release", "plain TypeScript": "typescript", panoptica: "panoptica" } as const;
  return (await benchDistances()).map(({ what, data, by, runs, ...times }) => ({
    work: what,
    workload: data,
    by: names[by],
    repetitions: runs,
    ...times,
  }));
}
