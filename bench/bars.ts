/** Promises of speed, each computed from recorded measurements. Medians throughout, unless a row says otherwise. */
import {
  CHALLENGE,
  cohortOf,
  describePair,
  largePair,
  METRICS_PAIR,
  NEAREST_LABEL_PAIR,
  QUEUE,
  queuedOf,
  SPACING,
  SUMMARY_WORK,
  WORK,
} from "./design.js";
import { CROWD_PROMISES } from "./evaluation/crowd-bars.js";
import { PAIR_PROMISES } from "./evaluation/pair-bars.js";
import { FORMAT_PROMISES } from "./formats/format-bars.js";
import { MAP_PROMISES } from "./maps/map-bars.js";
import { NATIVE_PROMISES } from "./native/native-bars.js";
import { PANOPTICA } from "./peers/recorded.js";
import { COHORT_PROMISES } from "./runner/cohort-bars.js";
import { type ResultLine, type ResultsByPart, ratio } from "./support/result.js";

export interface Bar {
  readonly what: string;
  readonly bound: number;
  /** Whether the bound is the most or the least that is allowed. */
  readonly at: "most" | "least";
  /** Of the bound and of what was measured. */
  readonly unit: string;
  /** Undefined if it was not measured. */
  readonly measured: number | undefined;
  readonly met: boolean | undefined;
  /** Why it was not measured, or what the bound was computed from. */
  readonly note: string;
}

type Find = (part: string, wanted: Partial<ResultLine>) => ResultLine | undefined;

export interface Promised {
  readonly what: string;
  readonly bound: number;
  readonly at?: Bar["at"];
  readonly unit: string;
  readonly measure: (find: Find) => number | undefined;
  readonly note?: string;
}

const NOT_MEASURED = "not measured";
const large = (foreground: number, instances: number) => describePair(largePair(foreground, instances));
const nearestPair = `${describePair(NEAREST_LABEL_PAIR)}, spacing `;
const metricsPair = `${describePair({ ...METRICS_PAIR, instances: 100 })}, spacing ${SPACING.join("×")}`;

const challenge = `${CHALLENGE.models} models × ${CHALLENGE.cases} cases`;
const NOT_YET = "npm run bench -- summaries";

function seconds(line: ResultLine | undefined): number | undefined {
  return line === undefined ? undefined : line.medianMs / 1000;
}

function summaryBar(work: string): Promised {
  return {
    what: `${work}, ${challenge}`,
    bound: 20,
    unit: "s of processor time",
    measure: (find) => seconds(find("summaries", { work })),
    note: NOT_YET,
  };
}

function scan(workload: string): Promised {
  return {
    what: `scan of one volume, ${workload}`,
    bound: 2.5,
    unit: "× read",
    measure: (find) => ratio(find("scan", { workload, by: "release" }), find("scan", { workload, by: "read" })),
  };
}

function nearestLabel(spacing: readonly number[]): Promised {
  const workload = nearestPair + spacing.join("×");
  return {
    what: `nearest label, ${workload}`,
    bound: 350,
    unit: "ms",
    measure: (find) => find("nearest-label", { workload, by: "release" })?.medianMs,
  };
}

function nearestLabelAgainstSciPy(spacing: readonly number[]): Promised {
  const wanted = { work: `nearest label, spacing ${spacing.join("×")}`, workload: describePair(NEAREST_LABEL_PAIR) };
  return {
    what: `nearest label compared with SciPy's feature transform, same run, ${nearestPair}${spacing.join("×")}`,
    bound: 10,
    at: "least",
    unit: "× faster",
    measure: (find) => ratio(find("peers", { ...wanted, by: "scipy" }), find("peers", { ...wanted, by: "release" })),
  };
}

function startBar(what: string, work: string, bound: number): Promised {
  return { what, bound, unit: "ms", measure: (find) => find("start", { work })?.medianMs };
}

function queueBar(server: string): Promised {
  const workload = describePair(QUEUE.pair);
  return {
    what: `what a queue on ${server} adds to a case, ${workload}`,
    bound: 5,
    unit: "ms",
    measure: (find) => {
      const [queued, run] = [
        find("queue", { work: queuedOf(server, QUEUE.cases), workload }),
        find("queue", { work: cohortOf(QUEUE.cases), workload }),
      ];
      return queued && run && (queued.medianMs - run.medianMs) / QUEUE.cases;
    },
    note: "server, worker and submission on one machine",
  };
}

const VOXELS = [1, 1, 1] as const;
const panopticaInMemory = PANOPTICA.tenMetricsFromFiles - (PANOPTICA.defaultFromFiles - PANOPTICA.defaultFromArrays);

const PROMISES: readonly Promised[] = [
  ...PAIR_PROMISES,
  ...FORMAT_PROMISES,
  scan(large(0.06, 100)),
  scan(large(0.14, 1000)),
  nearestLabel(VOXELS),
  nearestLabel(SPACING),
  {
    what: "nearest label, 2 threads against 1",
    bound: 0.6,
    unit: "× one thread",
    measure: (find) => {
      const wanted = { workload: nearestPair + SPACING.join("×"), by: "release" } as const;
      return ratio(find("nearest-label", { ...wanted, threads: 2 }), find("nearest-label", wanted));
    },
  },
  nearestLabelAgainstSciPy(VOXELS),
  nearestLabelAgainstSciPy(SPACING),
  {
    what: "assignment, 5000 × 5000, dense",
    bound: 1100,
    unit: "ms",
    measure: (find) => find("assignment", { workload: "uniform 5000²", by: "release" })?.medianMs,
  },
  {
    what: "all ten metrics of each of 100 instances, 256³, in memory",
    bound: panopticaInMemory / 20,
    unit: "ms",
    measure: (find) => find("metrics", { work: WORK.tenMetrics, workload: metricsPair, by: "release" })?.medianMs,
    note:
      `a twentieth of panoptica's ${panopticaInMemory} ms, measured before: ${PANOPTICA.tenMetricsFromFiles} from files, ` +
      "less what reading costs it",
  },
  {
    what: "every reference in its own region, 1000 instances, 128³",
    bound: PANOPTICA.regions / 300,
    unit: "ms",
    measure: (find) => find("metrics", { work: WORK.regions, by: "release" })?.medianMs,
    note: `a 300th of panoptica's ${PANOPTICA.regions} ms, measured before`,
  },
  {
    what: "evaluation with exact AUTC, 1000 instances",
    bound: 2,
    unit: "× one evaluation",
    measure: (find) =>
      ratio(
        find("thresholds", { work: `${WORK.exactAutc}, one-to-one` }),
        find("thresholds", { work: `${WORK.evaluate}, one-to-one` }),
      ),
    note: "the curve may cost what one evaluation costs",
  },
  {
    what: `peak memory of voxmatch evaluate, two .nii.gz, ${large(0.06, 1000)}`,
    bound: 150,
    unit: "MB above Node's own",
    measure: (find) => {
      const line = find("files", { work: "voxmatch evaluate, semantic", workload: large(0.06, 1000) });
      return line === undefined ? undefined : Number(line.peakMegabytes) - Number(line.nodeMegabytes);
    },
  },
  ...COHORT_PROMISES,
  summaryBar(SUMMARY_WORK.summarize),
  summaryBar(SUMMARY_WORK.report),
  {
    what: `memory of ${SUMMARY_WORK.report}, ${challenge}`,
    bound: 400,
    unit: "MB",
    measure: (find) => find("summaries", { work: SUMMARY_WORK.report })?.peakMegabytes,
    note: NOT_YET,
  },
  {
    what: `${SUMMARY_WORK.manifest} of ${CHALLENGE.manifestRows} rows`,
    bound: 3,
    unit: "s of processor time",
    measure: (find) => seconds(find("summaries", { work: SUMMARY_WORK.manifest })),
    note: NOT_YET,
  },
  ...MAP_PROMISES,
  ...CROWD_PROMISES,
  queueBar("Redis"),
  queueBar("PostgreSQL"),
  startBar("64³ in memory, warm", WORK.warm, 2),
  startBar("import and instantiate in Node, fresh process", WORK.import, 40),
  {
    what: "size of the release build",
    bound: 60_000,
    unit: "bytes",
    measure: (find) => find("start", { work: WORK.import })?.wasmBytes,
  },
  ...NATIVE_PROMISES,
];

/** Computes every bar from the results; what was not measured is said, not left out. */
export function computeBars(results: ResultsByPart): Bar[] {
  const find: Find = (part, wanted) =>
    results[part]?.find((line) =>
      Object.entries(wanted).every(([key, value]) => line[key as keyof ResultLine] === value),
    );
  return PROMISES.map(({ what, bound, at = "most", unit, measure, note = "" }) => {
    const measured = measure(find);
    return {
      what,
      bound,
      at,
      unit,
      measured,
      met: measured === undefined ? undefined : at === "most" ? measured <= bound : measured >= bound,
      note: measured === undefined ? note || NOT_MEASURED : note,
    };
  });
}
