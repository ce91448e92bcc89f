/** What a cohort's results are made of; nothing here needs Node. */
export {
  type CaseKey,
  type CaseRecord,
  compareKeys,
  type DoneCase,
  encodeCaseRecord,
  type FailedCase,
  keyOf,
  type PlannedCase,
  parseCaseRecord,
} from "./case-record.js";
export { EXPORT_FORMATS, type ExportFormat, type ExportOptions, exportCohort } from "./export/export-cohort.js";
export { type FilePair, isVolumeName, nameCases, type Pairing, pairFolders, tellReference } from "./pair-files.js";
export {
  differencesOf,
  encodeRunDescription,
  parseRunDescription,
  type RunDescription,
  type Shard,
} from "./run-description.js";
export { casesOfShard, shardOf } from "./shard.js";
export { INTERVAL_METHODS, type IntervalMethod } from "./statistics/bootstrap.js";
export { CohortCollector, summarizeCohort } from "./summary/summarize-cohort.js";
export { summaryToDelimited } from "./summary/summary-delimited.js";
export { SUMMARY_METRIC_KEYS } from "./summary/summary-metrics.js";
export { summaryToText } from "./summary/summary-text.js";
export type {
  CohortSummary,
  ComparisonRow,
  CountsRow,
  ExtremeRow,
  FailureRow,
  MetricRow,
  RankRow,
  ResolvedSummarizeOptions,
  RowKey,
  SummarizeOptions,
  VolumeRow,
} from "./summary/summary-types.js";
