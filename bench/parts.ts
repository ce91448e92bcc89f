/** Parts that `npm run bench` can measure; each name is that of a file in `bench/results/`. */

import { benchSummaries } from "./cohort/summaries.js";
import { benchCrowds } from "./evaluation/crowds.js";
import { benchFiles } from "./evaluation/files.js";
import { benchStart } from "./evaluation/start.js";
import { benchFormats } from "./formats/formats.js";
import { benchMapFiles } from "./maps/map-files.js";
import { benchNative } from "./native/native.js";
import { type Bench, PAGE_PARTS } from "./page-parts.js";
import { benchPeers } from "./peers/peers.js";
import { benchQueue } from "./queue/queue.js";
import { benchWriteJson } from "./reports/write-json.js";
import { benchCohort } from "./runner/cohort.js";

export const PARTS: Readonly<Record<string, Bench>> = {
  start: benchStart,
  files: benchFiles,
  formats: benchFormats,
  crowds: benchCrowds,
  json: benchWriteJson,
  cohort: benchCohort,
  summaries: benchSummaries,
  queue: benchQueue,
  "map-files": benchMapFiles,
  ...PAGE_PARTS,
  native: benchNative,
  peers: benchPeers,
};
