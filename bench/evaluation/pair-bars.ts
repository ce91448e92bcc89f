/** Promises of whole evaluations. */
import type { Promised } from "../bars.js";
import { describePair, evaluationOf, largePair, METRICS_PAIR, NOISE, SPACING, WORK } from "../design.js";
import { ratio } from "../support/result.js";

/** The limit of two threads; `stagesMs` of the results has the time by stage. */
const ONE_COPIES =
  "only the calling thread can copy an array into linear memory, and that copy is bound by memory bandwidth";

const METRICS = "npm run bench -- metrics";

const large = (foreground: number, instances: number) => describePair(largePair(foreground, instances));
const manyBalls = `${describePair(METRICS_PAIR)}, spacing ${SPACING.join("×")}`;

function wholePair(foreground: number, instances: number, bound: number): Promised {
  const workload = large(foreground, instances);
  return {
    what: `whole pair in memory, counting metrics, ${workload}`,
    bound,
    unit: "× read of both",
    measure: (find) => ratio(find("large", { workload, by: "release" }), find("large", { workload, by: "read" })),
  };
}

function instanceVolumes(): Promised {
  const workload = describePair({ ...largePair(0.06, 1000), bytesPerVoxel: 2 });
  return {
    what: `whole pair of instance volumes in memory, counting metrics, ${workload}`,
    bound: 4,
    unit: "× read of both",
    measure: (find) => ratio(find("large", { workload, by: "release" }), find("large", { workload, by: "read" })),
  };
}

function fromFiles(instances: number): Promised {
  const workload = large(0.06, instances);
  return {
    what: `the same from two .nii.gz, 2 threads, ${workload}`,
    bound: 1,
    unit: "× inflating the larger file",
    measure: (find) =>
      ratio(find("files", { workload, by: "release", threads: 2 }), find("files", { workload, by: "inflate" })),
  };
}

function noise(bound: number, taxonomy?: false): Promised {
  const wanted = { work: evaluationOf({ input: "semantic", taxonomy }), workload: describePair(NOISE) };
  return {
    what: `single voxels${taxonomy === false ? ", without kinds of error" : ""}, ${wanted.workload}`,
    bound,
    unit: "× the twin in TypeScript",
    measure: (find) =>
      ratio(find("contents", { ...wanted, by: "release" }), find("contents", { ...wanted, by: "typescript" })),
    note: "the twin finds no kinds of error",
  };
}

export const PAIR_PROMISES: readonly Promised[] = [
  wholePair(0.06, 100, 3),
  wholePair(0.06, 1000, 5),
  wholePair(0.14, 100, 15),
  wholePair(0.14, 1000, 15),
  instanceVolumes(),
  fromFiles(100),
  fromFiles(1000),
  noise(2),
  noise(1.5, false),
  {
    what: `2 threads against 1, whole pair, ${large(0.14, 1000)}`,
    bound: 0.75,
    unit: "× one thread",
    measure: (find) => {
      const wanted = { workload: large(0.14, 1000), by: "release" } as const;
      return ratio(find("large", { ...wanted, threads: 2 }), find("large", wanted));
    },
    note: ONE_COPIES,
  },
  {
    what: `ten metrics of each instance, ${manyBalls}`,
    bound: 1.3,
    unit: "× metrics of counts",
    measure: (find) => {
      const wanted = { workload: manyBalls, by: "release" } as const;
      return ratio(
        find("metrics", { ...wanted, work: WORK.tenMetrics }),
        find("metrics", { ...wanted, work: WORK.counts }),
      );
    },
    note: METRICS,
  },
  {
    what: `2 threads against 1, ten metrics of each instance, ${manyBalls}`,
    bound: 0.6,
    unit: "× one thread",
    measure: (find) => {
      const wanted = { work: WORK.tenMetrics, workload: manyBalls, by: "release" } as const;
      return ratio(find("metrics", { ...wanted, threads: 2 }), find("metrics", wanted));
    },
    note: METRICS,
  },
];
