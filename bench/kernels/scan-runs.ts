/** Voxels to runs: copy into linear memory and scan, beside the twin and the bare read. */
import { makePair, type PairOptions } from "../data.js";
import { checkRuns, makeEngines, scan } from "../support/compare.js";
import { type MeasureOptions, measure } from "../support/measure.js";
import { measureRead } from "../support/read-limit.js";
import type { Result } from "../support/report.js";
import { scanRunsTwin } from "../twins/scan-runs.js";

export async function benchScanRuns(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const shape = quick ? ([128, 128, 128] as const) : ([512, 512, 300] as const);
  const small = quick ? ([64, 64, 64] as const) : ([256, 256, 128] as const);
  const blobs = { content: "mixed", shape } as const;
  const workloads: Record<string, PairOptions> = {
    "6 %, 100 blobs, u8": { ...blobs, foreground: 0.06, instances: 100, classes: 1 },
    "14 %, 1000 blobs, u8": { ...blobs, foreground: 0.14, instances: 1000, classes: 1 },
    "6 %, 1000 instances, u16": { ...blobs, foreground: 0.06, instances: 1000, bytesPerVoxel: 2 },
    "6 %, 1000 instances, u32": { ...blobs, foreground: 0.06, instances: 1000, bytesPerVoxel: 4 },
    "cells, u16": { content: "cells", shape: small, instances: 1000, bytesPerVoxel: 2 },
    "noise 10 %, u8": { content: "noise", shape: small, foreground: 0.1 },
    "checkerboard, u8": { content: "checkerboard", shape: small },
    "empty, u8": { content: "empty", shape: small },
  };
  const engines = await makeEngines();
  const results: Result[] = [];
  for (const [name, pair] of Object.entries(workloads)) {
    const { reference: data } = makePair(pair);
    const workload = `${pair.shape.join("×")}, ${name}`;
    const expected = scanRunsTwin(data, pair.shape);
    const row = { work: "scan runs", workload, voxelBytes: data.byteLength, runs: expected.count };
    results.push({ ...row, by: "bare read", ...(await measureRead([data], options)) });
    for (const engine of engines) {
      const { arena } = engine;
      const mark = arena.mark();
      checkRuns(engine, scan(engine, data, pair.shape), expected, workload);
      const work = () => scan(engine, data, pair.shape).runCount;
      results.push({ ...row, by: engine.build, ...(await measure(work, options, () => arena.release(mark))) });
      arena.release(mark);
    }
    const twin = await measure(() => scanRunsTwin(data, pair.shape).count, options);
    results.push({ ...row, by: "typescript", ...twin });
  }
  return results;
}
