/** What `npm run bench` can measure, each by its name, which is also that of its file in `bench/results/`. */
import { type Bench, PAGE_PARTS } from "./page-parts.js";
import { benchPeers } from "./peers/peers.js";
import { benchCohort } from "./pipeline/cohort.js";
import { benchFiles } from "./pipeline/files.js";
import { benchQueue } from "./pipeline/queue.js";
import { benchStart } from "./pipeline/start.js";

export const PARTS: Readonly<Record<string, Bench>> = {
  start: benchStart,
  files: benchFiles,
  cohort: benchCohort,
  queue: benchQueue,
  ...PAGE_PARTS,
  peers: benchPeers,
};
