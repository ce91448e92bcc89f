/**
 * The design of the whole evaluation's benchmark: one centre, and one thing varied at a time around it. The full product of sizes,
 * counts, contents and types would take hours and say little more.
 */
import type { PairOptions } from "./data.js";
import type { Shape } from "./support/paint-shapes.js";

export interface Workload {
  /** In words, for tables. */
  readonly name: string;
  readonly input: "semantic" | "unmatched";
  readonly pair: PairOptions;
  /** False where kinds of error are left out. */
  readonly taxonomy?: false;
}

export type Axis = "voxels" | "instances" | "contents" | "types" | "large";

export const LARGE: Shape = [512, 512, 300];

/** Of volumes whose distances are measured, in mm. */
export const SPACING: Shape = [0.8, 0.8, 1.5];

const CENTRE = { content: "balls", shape: [256, 256, 256], instances: 100, foreground: 0.06, classes: 1 } as const;

const cube = (edge: number): Shape => [edge, edge, edge];

export const NOISE: PairOptions = { content: "noise", shape: cube(128), foreground: 0.1, classes: 1 };

/** The workloads of one axis; with `quick` on small volumes only. */
export function workloadsOf(axis: Axis, quick: boolean): Workload[] {
  const centre = quick ? { ...CENTRE, shape: cube(64) } : CENTRE;
  const small = quick ? cube(32) : cube(128);
  switch (axis) {
    case "voxels":
      return (quick ? [cube(32), cube(64)] : [cube(64), cube(128), cube(256), LARGE, cube(512)]).map((shape) =>
        semantic({ ...centre, shape }),
      );
    case "instances":
      return (quick ? [10, 100] : [10, 100, 1000, 5000]).map((instances) => semantic({ ...centre, instances }));
    case "contents":
      return [
        ...(["balls", "tubes", "shells"] as const).map((content) => semantic({ ...centre, content })),
        unmatched({ content: "cells", shape: centre.shape, instances: 100, bytesPerVoxel: 1 }),
        semantic({ ...NOISE, shape: small }),
        { ...semantic({ ...NOISE, shape: small }), taxonomy: false },
        semantic({ content: "checkerboard", shape: small }),
      ];
    case "types":
      return ([1, 2, 4] as const).map((bytesPerVoxel) => unmatched({ ...centre, classes: undefined, bytesPerVoxel }));
    case "large": {
      const shape = quick ? centre.shape : LARGE;
      const pairs = [0.06, 0.14].flatMap((share) => [100, 1000].map((instances) => largePair(share, instances)));
      return [
        ...pairs.map((pair) => semantic({ ...pair, shape })),
        unmatched({ ...largePair(0.06, 1000), shape, classes: undefined, bytesPerVoxel: 2 }),
      ];
    }
  }
}

/** Balls, tubes and shells in a volume of clinical size. */
export function largePair(foreground: number, instances: number): PairOptions {
  return { content: "mixed", shape: LARGE, instances, foreground, classes: 1 };
}

/** The volume of the nearest label's bar, on which SciPy is measured too. */
export const NEAREST_LABEL_PAIR: PairOptions = {
  content: "balls",
  shape: [256, 256, 256],
  instances: 100,
  foreground: 0.06,
  bytesPerVoxel: 2,
};

/** Many small instances whose surfaces and skeletons are measured. */
export const METRICS_PAIR: PairOptions = { ...NEAREST_LABEL_PAIR, instances: 1000 };

/** The volume that is read from a file of each format. */
export const FORMATS_PAIR: PairOptions = {
  content: "balls",
  shape: [256, 256, 256],
  instances: 300,
  foreground: 0.05,
  bytesPerVoxel: 2,
};

/** Names of reading a file, warm and by a process that does nothing else. */
export const readOf = (ending: string) => `read ${ending}`;
export const firstReadOf = (ending: string) => `${readOf(ending)}, the first of its process`;

const mixed = (edge: number, instances: number): PairOptions => ({
  content: "mixed",
  shape: cube(edge),
  instances,
  foreground: 0.14,
});

/** Cohorts whose time counts, of enough cases that the start of the command and of its threads does not. */
export const COHORTS = [
  { pair: mixed(64, 10), cases: 3000 },
  { pair: mixed(128, 100), cases: 1200 },
  { pair: mixed(256, 100), cases: 200 },
] as const;

/** A cohort long enough for memory to grow in. */
export const LONG_COHORT = { pair: COHORTS[1].pair, cases: 2000 } as const;

/** A challenge that is summed up, and a manifest that takes no longer to start. */
export const CHALLENGE = { models: 40, cases: 300, manifestRows: 100_000 } as const;

export const SUMMARY_WORK = {
  summarize: "voxmatch summarize",
  bySite: "voxmatch summarize --by site",
  report: "voxmatch report --no-slices",
  manifest: "voxmatch run --dry-run",
} as const;

export const cohortOf = (cases: number, files: "kept" | "cold" = "kept") =>
  `voxmatch run, ${cases} cases${files === "cold" ? ", files not in memory" : ""}`;

/** Small cases, so that the queue's overhead shows. */
export const QUEUE = {
  pair: mixed(64, 10),
  cases: 400,
} as const;

export const queuedOf = (server: string, cases: number) =>
  `voxmatch submit and one worker on ${server}, ${cases} cases`;

/** The name of a whole evaluation. */
export const evaluationOf = ({ input, taxonomy }: Pick<Workload, "input" | "taxonomy">) =>
  `evaluate, ${input}${taxonomy === false ? ", without kinds of error" : ""}`;

/** Names of measured work that bars refer to. */
export const WORK = {
  import: "import and instantiate",
  warm: "evaluation, warm",
  counts: "metrics of counts",
  tenMetrics: "ten metrics of each instance",
  regions: "every reference in its own region",
  evaluate: "evaluate",
  exactAutc: "evaluate with exact AUTC",
} as const;

export const semantic = (pair: PairOptions): Workload => ({ name: describePair(pair), input: "semantic", pair });
const unmatched = (pair: PairOptions): Workload => ({ name: describePair(pair), input: "unmatched", pair });

/** `256×256×256, 100 balls, 6 %, u8` */
export function describePair({ shape, content, instances, foreground, bytesPerVoxel = 1 }: PairOptions): string {
  const what = instances === undefined ? content : `${instances} ${content}`;
  const share = foreground === undefined ? [] : [`${Math.round(100 * foreground)} %`];
  return [shape.join("×"), what, ...share, `u${8 * bytesPerVoxel}`].join(", ");
}

/** Kernels that have a twin in C++. */
export const NATIVE_WORK = { runs: "label components, 26", blocks: "label components on blocks, 26" } as const;
