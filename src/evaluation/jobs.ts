import { countBlockRuns, uniteBlockRows } from "../../bindings/components/block-union-find.js";
import { countBlockRows, countRows } from "../../bindings/components/count-overlap.js";
import { numberRuns, uniteSlabRows } from "../../bindings/components/label-components.js";
import { measureBlockRuns } from "../../bindings/components/measure-blocks.js";
import { measureRuns } from "../../bindings/components/measure-labels.js";
import { nearestAcrossSlices, nearestInSlices } from "../../bindings/distances/nearest-label.js";
import { calibratePart } from "../../bindings/maps/calibrate.js";
import { measurePart } from "../../bindings/maps/measure-segments.js";
import { rankChunk } from "../../bindings/maps/rank-chunk.js";
import { countPart } from "../../bindings/maps/rank-voxels.js";
import { packRows } from "../../bindings/read/pack-array.js";
import type { AnyJob } from "../../bindings/threads/worker.js";
import { scanStored } from "../io/scan-files-in-parallel.js";
import { measurePair } from "../metrics/measure-pair.js";

/** Everything that workers can be asked for. */
export const JOBS: readonly AnyJob[] = [
  scanStored,
  packRows,
  uniteSlabRows,
  numberRuns,
  measureRuns,
  countRows,
  countBlockRuns,
  uniteBlockRows,
  measureBlockRuns,
  countBlockRows,
  nearestInSlices,
  nearestAcrossSlices,
  measurePair,
  measurePart,
  calibratePart,
  countPart,
  rankChunk,
];
