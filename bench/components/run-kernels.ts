/** The kernels that work on runs: components, label index, measures, overlap, painting. */
import { countOverlap } from "../../bindings/components/count-overlap.js";
import { labelComponents } from "../../bindings/components/label-components.js";
import { indexLabels, listLabels, relabelRuns, setCodes } from "../../bindings/components/label-index.js";
import { measureLabels } from "../../bindings/components/measure-labels.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { paintLabels } from "../../bindings/volumes/paint-labels.js";
import { copyRunVolume, type RunVolume } from "../../bindings/volumes/run-volume.js";
import { makePair, type PairOptions, type VolumePair } from "../data.js";
import { describePair, LARGE } from "../design.js";
import { countOverlapTwin } from "../oracle/count-overlap.js";
import { labelComponentsTwin } from "../oracle/label-components.js";
import { measureLabelsTwin } from "../oracle/measure-labels.js";
import { relabelTwin } from "../oracle/relabel.js";
import type { TwinRuns } from "../oracle/run-list.js";
import { scanRunsTwin } from "../oracle/scan-runs.js";
import { checkArrays, checkRuns, checkSame, makeEngines, scanToRuns, sortedOverlap } from "../support/compare.js";
import { type MeasureOptions, measure } from "../support/measure.js";
import type { Result } from "../support/result.js";

export async function benchRunKernels(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const shape = quick ? ([64, 64, 64] as const) : LARGE;
  const small = quick ? ([32, 32, 32] as const) : ([256, 256, 128] as const);
  const workloads: readonly PairOptions[] = [
    { content: "mixed", shape, foreground: 0.06, instances: 100, classes: 1 },
    { content: "mixed", shape, foreground: 0.14, instances: 1000, classes: 1 },
    { content: "mixed", shape, foreground: 0.06, instances: 1000, bytesPerVoxel: 2 },
    { content: "cells", shape: small, instances: 1000, bytesPerVoxel: 2 },
    { content: "noise", shape: small, foreground: 0.1 },
    { content: "checkerboard", shape: small },
  ];
  const engines = await makeEngines();
  const results: Result[] = [];
  for (const pair of workloads) {
    const volumes = makePair(pair);
    const twin = twinOf(volumes);
    const workload = describePair(pair);
    for (const engine of engines) {
      const rows = await benchEngine(engine, volumes, twin, options, workload);
      results.push(...rows.map((row) => ({ ...row, workload, runs: twin.scanned.count, by: engine.build })));
    }
    const { shape: size } = volumes;
    const byTwin: Record<string, () => number> = {
      ...Object.fromEntries(
        ([6, 18, 26] as const).map((c) => [
          `label components, ${c}`,
          () => labelComponentsTwin(twin.scanned, size, c).count,
        ]),
      ),
      "index and replace labels": () => relabelTwin(twin.reference).count,
      "measure labels": () => measureLabelsTwin(twin.reference, size, twin.count).voxels[0],
      "count overlap": () => countOverlapTwin(twin.reference, twin.prediction).voxels.length,
    };
    for (const [work, run] of Object.entries(byTwin)) {
      results.push({ work, workload, runs: twin.scanned.count, by: "typescript", ...(await measure(run, options)) });
    }
  }
  return results.sort((a, b) => a.work.localeCompare(b.work));
}

/** The twin's results for a pair: runs as scanned, runs that carry components. */
function twinOf({ shape, reference, prediction }: VolumePair) {
  const scanned = scanRunsTwin(reference, shape);
  const other = scanRunsTwin(prediction, shape);
  const { components, count } = labelComponentsTwin(scanned, shape, 26);
  const labelled: TwinRuns = { ...scanned, labels: components };
  return {
    scanned,
    count,
    reference: labelled,
    prediction: { ...other, labels: labelComponentsTwin(other, shape, 26).components },
  };
}

type Row = Omit<Result, "workload" | "by" | "runs">;

/** Compares every kernel's answer with its twin's, then times it. */
async function benchEngine(
  engine: Engine,
  { shape, reference, prediction }: VolumePair,
  twin: ReturnType<typeof twinOf>,
  options: MeasureOptions,
  workload: string,
): Promise<Row[]> {
  const { arena } = engine;
  const begin = arena.mark();
  const scanned = scanToRuns(engine, reference, shape);
  checkRuns(engine, scanned, twin.scanned, workload);
  const rows: Row[] = [];
  const mark = arena.mark();
  // Kernels that write in place get a fresh copy each time, made outside the measured time.
  let own: RunVolume = scanned;
  const copy = () => {
    arena.release(mark);
    own = copyRunVolume(engine, scanned);
  };
  for (const connectivity of [6, 18, 26] as const) {
    copy();
    const components = labelComponents(engine, own, connectivity);
    const labels = labelComponentsTwin(twin.scanned, shape, connectivity).components;
    checkRuns(engine, components, { ...twin.scanned, labels }, `${workload}, components, ${connectivity}`);
    const work = () => labelComponents(engine, own, connectivity).classes.length;
    rows.push({ work: `label components, ${connectivity}`, ...(await measure(work, options, copy)) });
  }
  arena.release(begin);

  const g = labelComponents(engine, scanToRuns(engine, reference, shape), 26);
  const p = labelComponents(engine, scanToRuns(engine, prediction, shape), 26);
  const labelled = arena.mark();
  const relabel = () => {
    const index = indexLabels(engine, g);
    setCodes(engine, index, (label) => label);
    const { runCount } = relabelRuns(engine, g, index);
    arena.release(labelled);
    return runCount;
  };
  const present = listLabels(engine, indexLabels(engine, g)).length;
  arena.release(labelled);
  checkSame(present === relabelTwin(twin.reference).count && relabel() === g.runCount, `${workload}, labels`);
  rows.push({ work: "index and replace labels", ...(await measure(relabel, options)) });

  const measures = measureLabels(engine, g, twin.count);
  const expected = measureLabelsTwin(twin.reference, shape, twin.count);
  for (const key of ["voxels", "sums", "boxes", "firstVoxels"] as const) {
    checkArrays(measures[key], expected[key], `${workload}, measures, ${key}`);
  }
  const measured = () => measureLabels(engine, g, twin.count).voxels[0];
  rows.push({ work: "measure labels", ...(await measure(measured, options)) });

  const pairs = countOverlapTwin(twin.reference, twin.prediction);
  checkArrays(sortedOverlap(countOverlap(engine, g, p)), sortedOverlap(pairs), `${workload}, overlap`);
  const overlap = () => countOverlap(engine, g, p).voxels.length;
  rows.push({ work: "count overlap", ...(await measure(overlap, options)) });

  const box = { origin: [0, 0, 0], shape: [shape[0], shape[1], Math.min(shape[2], 64)] } as const;
  const paint = () => paintLabels(engine, [g], box, twin.count)[0];
  rows.push({ work: `paint ${box.shape.join("×")}`, ...(await measure(paint, options)) });
  arena.release(begin);
  return rows;
}
