/** Cohorts: records, summaries, rankings, exports. Nothing here needs Node. */

export type { Side, UnassignedLabel } from "../instances/label-census.js";
export type { DisplayUnit } from "../reports/case/text.js";
export {
  type CaseKey,
  type CaseRecord,
  compareKeys,
  type DoneCase,
  encodeCaseRecord,
  type FailedCase,
  type FailureCause,
  keyOf,
  type PlannedCase,
  parseCaseRecord,
  type ReferenceFacts,
  type ReferenceGroup,
} from "./case-record.js";
export { type DriverLevel, type DriverOptions, type Drivers, driversOfScore } from "./drivers/drivers-of-score.js";
export { driversToText } from "./drivers/drivers-text.js";
export type { DriverRow } from "./drivers/shares.js";
export {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportOptions,
  exportCohort,
  exportPolicy,
} from "./export/export-cohort.js";
export type { FilePattern } from "./file-pattern.js";
export type { MapCase, MapCaseGroup } from "./maps/map-case.js";
export type { DetectionRules, MapGroupRecord, MapRecord, RegionRecord } from "./maps/map-record.js";
export type {
  DetectionRow,
  FrocRow,
  MapComparisonRow,
  MapScoreRow,
  MapSummary,
  RegionSummaryRow,
  RepeatRow,
} from "./maps/map-summary.js";
export type { RepeatRecord } from "./maps/repeat-record.js";
export {
  type FilePair,
  isVolumeName,
  nameCases,
  type Pairing,
  type PairingOptions,
  pairFolders,
  tellReference,
} from "./pair-files.js";
export type { FilledCohort, LeftOutCase, MissingCase } from "./policy/fill-missing.js";
export { type PolicyHead, policyHead } from "./policy/policy-head.js";
export { policySentence } from "./policy/policy-notes.js";
export type { Policy, PolicyOptions } from "./policy/policy-options.js";
export type { SettledCase, SettledGroup, Situation } from "./policy/settle-values.js";
export { SCHEMES, type Scheme } from "./ranking/schemes.js";
export {
  differencesOf,
  encodeRunDescription,
  type MapChoices,
  type PlannedShard,
  parseRunDescription,
  type RunDescription,
  type Shard,
  type ShardRule,
} from "./run-description.js";
export { casesOfShard, dealBySize, shardOf } from "./shard.js";
export { INTERVAL_METHODS, type IntervalMethod } from "./statistics/bootstrap.js";
export type { CaseValues } from "./summary/case-values.js";
export type { SettledCohort } from "./summary/settled-cohort.js";
export { CohortCollector, summarizeCohort } from "./summary/summarize-cohort.js";
export {
  type DelimitedOptions,
  SUMMARY_TABLES,
  type SummaryTableName,
  summaryToDelimited,
} from "./summary/summary-delimited.js";
export { SUMMARY_METRIC_KEYS } from "./summary/summary-metrics.js";
export type { ResolvedSummarizeOptions, SummarizeOptions } from "./summary/summary-options.js";
export type {
  AgreementRow,
  CohortSummary,
  ComparisonRow,
  ConsensusRow,
  CountsRow,
  ExtremeRow,
  FailureRow,
  GapRow,
  MetricRow,
  MissingRow,
  PolicyRow,
  RankRow,
  RowKey,
  VolumeRow,
} from "./summary/summary-types.js";
export { type SummaryTextOptions, summaryToText } from "./summary/text/summary-text.js";
