import { runJobs } from "../../bindings/threads/job.js";
import type { MaskSource } from "./mask-source.js";
import { measurePair, scratchFor } from "./measure-pair.js";
import { boxVoxels, type MetricRequest, type PairRequest } from "./metric-request.js";
import type { MetricKey } from "./registry.js";

/** Measures values that are not known yet, on all threads, the largest pair first, and remembers them. */
export function measureRequests(masks: MaskSource, requests: readonly MetricRequest[]): void {
  const { engine, known } = masks;
  const missing = requests.flatMap((request) => {
    const before = known.get(request.name) ?? {};
    const keys = request.keys.filter((key) => !(key in before));
    return keys.length === 0 ? [] : [{ ...request, keys, before }];
  });
  if (missing.length === 0) return;
  missing.sort((a, b) => boxVoxels(b.pair) - boxVoxels(a.pair));
  const { reference, prediction } = masks;
  const inputs = missing.map(({ keys, pair, spacing, settings }): PairRequest => {
    return { reference, prediction, pair, keys, spacing, settings };
  });
  const results = runJobs(engine, measurePair, inputs, scratchFor(missing[0].pair));
  for (const [i, { name, keys, before }] of missing.entries()) {
    const values: Partial<Record<MetricKey, number>> = { ...before };
    for (const [k, key] of keys.entries()) values[key] = results[i][k];
    known.set(name, values);
  }
}
