/** Voxels to bits or runs: copy into linear memory and scan, compared with the twin and the bare read. */
import { makePair, type PairOptions } from "../data.js";
import { describePair, LARGE } from "../design.js";
import { scanRunsTwin } from "../oracle/scan-runs.js";
import { checkRuns, makeEngines, scan, scanToRuns } from "../support/compare.js";
import { type Contender, type MeasureOptions, measureInTurn } from "../support/measure.js";
import { bareRead } from "../support/read-limit.js";
import type { Result } from "../support/result.js";

function workloads(quick: boolean): PairOptions[] {
  const shape = quick ? ([64, 64, 64] as const) : LARGE;
  const small = quick ? ([32, 32, 32] as const) : ([256, 256, 128] as const);
  const mixed = { content: "mixed", shape } as const;
  return [
    { ...mixed, foreground: 0.06, instances: 100, classes: 1 },
    { ...mixed, foreground: 0.14, instances: 1000, classes: 1 },
    { ...mixed, foreground: 0.06, instances: 1000, bytesPerVoxel: 2 },
    { ...mixed, foreground: 0.06, instances: 1000, bytesPerVoxel: 4 },
    { content: "cells", shape: small, instances: 1000, bytesPerVoxel: 2 },
    { content: "noise", shape: small, foreground: 0.1 },
    { content: "checkerboard", shape: small },
    { content: "empty", shape: small },
  ];
}

export async function benchScanRuns(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const engines = await makeEngines();
  const results: Result[] = [];
  for (const pair of workloads(quick)) {
    const { reference: data } = makePair(pair);
    const workload = describePair(pair);
    const expected = scanRunsTwin(data, pair.shape);
    const contenders: Record<string, Contender> = {
      read: await bareRead([data]),
      typescript: { work: () => scanRunsTwin(data, pair.shape).count },
    };
    for (const engine of engines) {
      const { arena, build } = engine;
      const mark = arena.mark();
      checkRuns(engine, scanToRuns(engine, data, pair.shape), expected, workload);
      arena.release(mark);
      const work = () => {
        const list = scan(engine, data, pair.shape);
        return "runs" in list ? list.runCount : list.label;
      };
      contenders[build] = { work, reset: () => arena.release(mark) };
    }
    const timings = await measureInTurn(contenders, options);
    for (const build of ["release", "scalar"]) contenders[build].reset?.();
    const row = { work: "scan runs", workload, voxels: data.length, runs: expected.count };
    for (const by of ["read", "release", "scalar", "typescript"] as const) {
      results.push({ ...row, by, ...timings[by] });
    }
  }
  return results;
}
