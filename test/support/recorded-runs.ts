import { join } from "node:path";
import type { PlannedCase } from "../../src/cohort/case-record.js";
import { type RunCohortOptions, runCohort } from "../../src/runner/run-cohort.js";

/** Makes records without reading anything. */
export const RECORDING = new URL("recording-worker.mjs", import.meta.url);

export function plannedCase(id: string, model: string | null = null, prediction = `p/${id}`): PlannedCase {
  return { case: id, model, columns: { site: "0" }, reference: `r/${id}`, prediction };
}

/** Runs cases into a folder of `root` by a worker that only makes records. */
export function recordRun(
  root: string,
  name: string,
  ids: readonly (string | PlannedCase)[],
  more: Partial<RunCohortOptions> = {},
) {
  const cases = ids.map((id) => (typeof id === "string" ? plannedCase(id) : id));
  const options = { input: "semantic", threshold: 0.5 } as const;
  return runCohort({ cases, root, options, folder: join(root, name), threads: 1, worker: RECORDING, ...more });
}
