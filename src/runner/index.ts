/** Evaluating many cases on a machine with Node. */

export type { PairingRule } from "../cohort/pair-files.js";
export type { Blame } from "./blame-failure.js";
export type { CaseFailure } from "./case-failure.js";
export { CasePool, type CasePoolOptions, type EvaluatedCase } from "./case-pool.js";
export { collectRun } from "./collect-run.js";
export { configHash, describeRun, type RunPlan } from "./describe-run.js";
export { type CaseBytes, type CaseWork, evaluateCase } from "./evaluate-case.js";
export { failedCase } from "./failed-case.js";
export { type Manifest, parseManifest, type ReadManifest, readManifest } from "./manifest.js";
export { type MergedRun, type MergeOptions, mergeRuns } from "./merge-runs.js";
export { type FolderPlan, type PlanFoldersOptions, type PredictionFolder, planFolders } from "./plan-folders.js";
export { DESCRIPTION_FILE, RECORDS_FILE, type Run, readRecords, readRun } from "./read-run.js";
export { type RunCohortOptions, type RunProgress, type RunSummary, runCohort } from "./run-cohort.js";
