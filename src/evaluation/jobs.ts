import { countQuadRows, countRows } from "../bindings/count-overlap.js";
import type { AnyJob } from "../bindings/crew/serve.js";
import { addQuadRows, countQuadRuns, joinQuadRows } from "../bindings/joined-quads.js";
import { joinSlabRows, numberRuns } from "../bindings/label-components.js";
import { measureRuns } from "../bindings/measure-labels.js";
import { measureQuadRuns, numberAndMeasureQuads } from "../bindings/measure-quads.js";
import { nearestAcrossSlices, nearestInSlices } from "../bindings/nearest-label.js";
import { packRows } from "../bindings/pack-array.js";
import { scanStored } from "./io/scan-together.js";
import { measurePair } from "./metrics/measure-pair.js";

/** Everything that workers can be asked for. */
export const JOBS: readonly AnyJob[] = [
  scanStored,
  packRows,
  joinSlabRows,
  numberRuns,
  measureRuns,
  countRows,
  countQuadRuns,
  joinQuadRows,
  addQuadRows,
  measureQuadRuns,
  numberAndMeasureQuads,
  countQuadRows,
  nearestInSlices,
  nearestAcrossSlices,
  measurePair,
];
