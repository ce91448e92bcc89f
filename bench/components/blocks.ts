/** The kernels that work on blocks: components with their measures, overlap, and the way back to runs of rows. */

import { rowRunsOf } from "../../bindings/components/component-runs.js";
import { countBlockOverlap } from "../../bindings/components/count-overlap.js";
import { labelBlocks } from "../../bindings/components/label-blocks.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { makePair, type PairOptions, type VolumePair } from "../data.js";
import { describePair, LARGE } from "../design.js";
import { countOverlapTwin } from "../oracle/count-overlap.js";
import { labelComponentsTwin } from "../oracle/label-components.js";
import { measureLabelsTwin } from "../oracle/measure-labels.js";
import type { TwinRuns } from "../oracle/run-list.js";
import { scanRunsTwin } from "../oracle/scan-runs.js";
import { bitsOf, checkArrays, checkRuns, checkSame, makeEngines, scan, sortedOverlap } from "../support/compare.js";
import { type MeasureOptions, measure } from "../support/measure.js";
import type { Result } from "../support/result.js";

const LABEL = "label and measure components on blocks, 26";
const OVERLAP = "count overlap on blocks";

/** The twin in TypeScript works on runs of rows. */
export async function benchBlockKernels(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const shape = quick ? ([64, 64, 64] as const) : LARGE;
  const small = quick ? ([32, 32, 32] as const) : ([256, 256, 128] as const);
  const workloads: readonly PairOptions[] = [
    { content: "mixed", shape, foreground: 0.06, instances: 100, classes: 1 },
    { content: "mixed", shape, foreground: 0.06, instances: 1000, classes: 1 },
    { content: "mixed", shape, foreground: 0.14, instances: 1000, classes: 1 },
    { content: "noise", shape: small, foreground: 0.1, classes: 1 },
    { content: "checkerboard", shape: small },
  ];
  const engines = await makeEngines();
  const results: Result[] = [];
  for (const pair of workloads) {
    const volumes = makePair(pair);
    const twins = [volumes.reference, volumes.prediction].map((data) => twinOf(data, volumes));
    const row = { workload: describePair(pair), runs: twins[0].runs.count };
    for (const engine of engines) {
      for (const measured of await benchEngine(engine, volumes, twins, options, row.workload)) {
        results.push({ ...row, by: engine.build, ...measured });
      }
    }
    const [reference] = twins;
    const label = () => twinOf(volumes.reference, volumes, reference.scanned).measures.voxels[0];
    const overlap = () => countOverlapTwin(twins[0].runs, twins[1].runs).voxels.length;
    results.push({ ...row, work: LABEL, by: "typescript", ...(await measure(label, options)) });
    results.push({ ...row, work: OVERLAP, by: "typescript", ...(await measure(overlap, options)) });
  }
  return results.sort((a, b) => a.work.localeCompare(b.work));
}

function twinOf(data: VolumePair["reference"], { shape }: VolumePair, scanned = scanRunsTwin(data, shape)) {
  const { components, count } = labelComponentsTwin(scanned, shape, 26);
  const runs: TwinRuns = { ...scanned, labels: components };
  return { scanned, runs, count, measures: measureLabelsTwin(runs, shape, count) };
}

type Row = Omit<Result, "workload" | "by" | "runs">;

/** Compares every answer with the twin's, then times it. */
async function benchEngine(
  engine: Engine,
  { shape, reference, prediction }: VolumePair,
  twins: readonly ReturnType<typeof twinOf>[],
  options: MeasureOptions,
  workload: string,
): Promise<Row[]> {
  const { arena } = engine;
  const begin = arena.mark();
  const [g, p] = [reference, prediction].map((data) => bitsOf(scan(engine, data, shape)));
  const mark = arena.mark();
  const label = () => {
    arena.release(mark);
    return labelBlocks(engine, [g])[0].count;
  };
  const rows: Row[] = [{ work: LABEL, ...(await measure(label, options)) }];
  arena.release(mark);
  const components = labelBlocks(engine, [g, p]);
  for (const [i, { count, measures }] of components.entries()) {
    checkSame(count === twins[i].count, `${workload}, components`);
    for (const key of ["voxels", "sums", "boxes", "firstVoxels"] as const) {
      checkArrays(measures[key], twins[i].measures[key], `${workload}, measures, ${key}`);
    }
  }
  const overlap = () => countBlockOverlap(engine, components[0].list, components[1].list);
  const pairs = countOverlapTwin(twins[0].runs, twins[1].runs);
  checkArrays(sortedOverlap(overlap()), sortedOverlap(pairs), `${workload}, overlap`);
  rows.push({ work: OVERLAP, ...(await measure(() => overlap().voxels.length, options)) });
  const labelled = arena.mark();
  const unpack = () => {
    arena.release(labelled);
    return rowRunsOf(engine, components[0])();
  };
  checkRuns(engine, unpack(), twins[0].runs, `${workload}, runs of rows`);
  rows.push({ work: "runs of rows from blocks", ...(await measure(() => unpack().runCount, options)) });
  arena.release(begin);
  return rows;
}
