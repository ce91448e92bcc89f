import type { Promised } from "../bars.js";
import { ratio } from "../support/result.js";
import { MAP_WORK } from "./map-design.js";

const LARGE = "256³ float32 noise, 1 % foreground";
const NOTE = "npm run bench -- maps";
const FILES = "npm run bench -- map-files";
const PEERS = "VOXMATCH_PEERS=python3 npm run bench -- peers";

type Work = keyof typeof MAP_WORK;

/** Compared with the bare read of map and bits, or with another piece of work. */
function against(work: Work, bound: number, unit: string, other?: Work): Promised {
  const by = other === undefined ? "read" : "release";
  return {
    what: `${MAP_WORK[work]}, ${LARGE}`,
    bound,
    unit,
    measure: (find) =>
      ratio(
        find("maps", { work: MAP_WORK[work], workload: LARGE, by: "release" }),
        find("maps", { work: MAP_WORK[other ?? work], workload: LARGE, by }),
      ),
    note: NOTE,
  };
}

function peer(work: Work, by: "scipy" | "sklearn" | "skimage" | "numpy", than: string, bound: number): Promised {
  return {
    what: `${MAP_WORK[work]}, compared with ${than}`,
    bound,
    at: "least",
    unit: "× faster",
    measure: (find) =>
      ratio(find("peers", { work: MAP_WORK[work], by }), find("peers", { work: MAP_WORK[work], by: "release" })),
    note: PEERS,
  };
}

function memory(work: Work): Promised {
  return {
    what: `memory beyond the map: ${MAP_WORK[work]}`,
    bound: 16,
    unit: "MB",
    measure: (find) => find("maps", { work: MAP_WORK[work], workload: LARGE, by: "release" })?.peakMegabytes,
    note: NOTE,
  };
}

/** What is promised of maps. */
export const MAP_PROMISES: readonly Promised[] = [
  against("regions", 3, "× read"),
  against("order", 20, "× read"),
  against("areas", 60, "× read"),
  against("ranks", 1.2, "× histograms", "counts"),
  peer("regions", "scipy", "scipy.ndimage's sum, mean, maximum and standard deviation by region", 20),
  peer("order", "sklearn", "roc_auc_score and average_precision_score", 30),
  peer("areas", "sklearn", "the same two", 10),
  peer("ranks", "numpy", "five calls of partition", 3),
  {
    what: `${MAP_WORK.tree}, compared with scipy.ndimage.label of the set`,
    bound: 15,
    unit: "× label",
    measure: (find) =>
      ratio(find("peers", { work: MAP_WORK.tree, by: "release" }), find("peers", { work: MAP_WORK.tree, by: "scipy" })),
    note: PEERS,
  },
  peer("whole", "skimage", "skimage.morphology.max_tree", 20),
  {
    what: `${MAP_WORK.slider}, ${LARGE}`,
    bound: 16,
    unit: "ms",
    measure: (find) => find("maps", { work: MAP_WORK.slider, workload: LARGE })?.medianMs,
    note: NOTE,
  },
  {
    what: `${MAP_WORK.files}, on two threads, compared with inflating the map`,
    bound: 1.25,
    unit: "× inflate",
    measure: (find) =>
      ratio(
        find("map-files", { work: MAP_WORK.files, by: "release", threads: 2 }),
        find("map-files", { work: MAP_WORK.files, by: "inflate" }),
      ),
    note: FILES,
  },
  {
    what: `${MAP_WORK.cohort}, on two threads, compared with one`,
    bound: 1.7,
    at: "least",
    unit: "× faster",
    measure: (find) =>
      ratio(
        find("map-files", { work: MAP_WORK.cohort, threads: 1 }),
        find("map-files", { work: MAP_WORK.cohort, threads: 2 }),
      ),
    note: FILES,
  },
  memory("sums"),
  memory("order"),
  memory("areas"),
];
