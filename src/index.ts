export type {
  CompileRefusedDetails,
  ErrorDetails,
  ErrorDetailsByCode,
  FileAccessDetails,
  GeometryMismatchDetails,
  InternalDetails,
  InvalidFileDetails,
  InvalidJobDetails,
  InvalidOptionDetails,
  InvalidVolumeDetails,
  MissingPackageDetails,
  OutOfMemoryDetails,
  QueueAccessDetails,
  TimeLimitDetails,
  WorkerLostDetails,
} from "../base/error-details.js";
export { type ErrorCode, isVoxmatchError, VoxmatchError } from "../base/errors.js";
export type {
  Affine,
  DataType,
  LabelBits,
  LabelRuns,
  LabelVoxels,
  Volume,
  VolumeHeader,
  VolumeSource,
} from "../base/types.js";
export { VERSION } from "../base/version.js";
export type { Connectivity } from "../bindings/components/label-components.js";
export type { BuildName } from "../bindings/engine/engine.js";
export type { Sign } from "../bindings/maps/map-volume.js";
export type { DenseLabels } from "../bindings/volumes/paint-labels.js";
export { evaluate } from "./evaluation/evaluate.js";
export { type ExploreWork, explore } from "./evaluation/explore.js";
export {
  type InstanceName,
  type InstanceVolume,
  type NumberInstance,
  type OpenCase,
  openCase,
  type Side,
} from "./evaluation/open-case.js";
export type { EvaluateInputs, VolumeFile } from "./evaluation/open-inputs.js";
export type { ReadingOptions } from "./evaluation/reading-options.js";
export type { LimitedWork, WorkOptions } from "./evaluation/work-options.js";
export type { ResolvedGroup, ResolvedGroups } from "./instances/groups.js";
export type { ConnectivityOption } from "./instances/instance-options.js";
export type { ArrayVolume } from "./io/array-source.js";
export type { FileOptions } from "./io/file-options.js";
export { checkGeometry, type GeometryOf, type GeometryRule } from "./io/geometry.js";
export type { VoxelArray } from "./io/nifti/data-types.js";
export { encodeNifti, type NiftiContent } from "./io/nifti/write-nifti.js";
export { type PackageLoaders, type PackageName, usePackages } from "./io/packages.js";
export { type ReadVolumeOptions, readVolume } from "./io/read-volume.js";
export type { VolumeInput } from "./io/source/byte-source.js";
export type { FolderHandle } from "./io/source/folder-store.js";
export { volumeFromArray } from "./io/volume-from-array.js";
export type { AgreementInputs, AgreementResult } from "./maps/agreement/agreement-of-maps.js";
export type { AgreementOptions } from "./maps/agreement/agreement-options.js";
export type { PairScores } from "./maps/agreement/pair-scores.js";
export type { RegionAgreement } from "./maps/agreement/region-agreement.js";
export { agreementOfMaps, evaluateMap, openMap, readMap } from "./maps/api.js";
export type { RegionRow as AtlasRow } from "./maps/atlas/region-rows.js";
export type { CandidateFate } from "./maps/detection/assign.js";
export type { CandidateRow, DetectionResult, LesionRow } from "./maps/detection/detect-lesions.js";
export {
  type DetectionCase,
  type DetectionScores,
  detectionScores,
  type FrocPoint,
  type ScoreRules,
} from "./maps/detection/detection-scores.js";
export type { MapWorkOptions } from "./maps/map-work.js";
export type { DetectionOptions, MapOptions, ResolvedMapOptions } from "./maps/options/types.js";
export type { MapInputs } from "./maps/read/map-inputs.js";
export type { LabelInput } from "./maps/read/open-labels.js";
export type { ContinuousMap, MapArray, MapFile, MapInput } from "./maps/read/open-map.js";
export type { ReadMapOptions } from "./maps/read/read-map.js";
export type { BaselineGroup, BaselineResult } from "./maps/results/baseline-result.js";
export type {
  CurvePoint,
  DomainResult,
  InstancePoint,
  MapGroupField,
  MapGroupResult,
  MapResult,
  ReliabilityBin,
} from "./maps/results/map-result.js";
export type { MapReason } from "./maps/scores/reasons.js";
export type { MapAtThreshold, MapView, ViewedComponent } from "./maps/slider/map-view.js";
export type { OpenMap } from "./maps/slider/open-map.js";
export type {
  EdgeExplanation,
  EdgeOutcomeName,
  EdgeOutcomeRule,
  Explanation,
  NamedEdge,
  UnionScores,
  UnmatchedInstance,
} from "./matching/explain/explanation.js";
export type { MatchingScoreName } from "./matching/matching-score.js";
export type { MatchingMetric } from "./metrics/matching-metric.js";
export type { EdgeCase, EdgeCaseValues } from "./metrics/metric.js";
export type { MetricKey } from "./metrics/registry.js";
export type { VolumeOptions } from "./options/bind-to-volume.js";
export { type ConfigSource, parseConfig } from "./options/config/parse-config.js";
export { printConfig } from "./options/config/print-config.js";
export type { EdgeCasesOption, ResolvedEdgeCases } from "./options/edge-cases.js";
export type { ExploreOptions } from "./options/exploration.js";
export type { GroupOption, GroupsOption } from "./options/groups.js";
export { PRESET_NAMES, type PresetName } from "./options/preset-names.js";
export type { EvaluateOptions, ResolvedOptions } from "./options/registry.js";
export type { DroppedInstance, DroppedInstances } from "./overlap/drop-small.js";
export type { PartRow } from "./overlap/parts/part-rows.js";
export { fromJson, type JsonOptions, toJson } from "./reports/case/json.js";
export type { JsonNumbers } from "./reports/case/json-numbers.js";
export { mapToJson } from "./reports/case/map-json.js";
export { mapToTable } from "./reports/case/map-table.js";
export { mapToTsv } from "./reports/case/map-tsv.js";
export type { Style } from "./reports/case/style.js";
export { type TableOptions, toTable } from "./reports/case/table.js";
export { toTsv } from "./reports/case/tsv.js";
export type { BratsDroppedRow, BratsLesionRow, BratsScores } from "./results/brats-scores.js";
export type { EvaluationResult, InputDescription } from "./results/evaluation-result.js";
export type { ExplorationRow } from "./results/exploration-row.js";
export type {
  GroupResult,
  InstanceRow,
  MatchRow,
  PredictionRow,
  ReferenceRow,
  RegionRow,
  ThresholdInterval,
  ThresholdPoint,
  VoidRow,
} from "./results/result-types.js";
export type { StardistRow } from "./results/stardist-scores.js";
export type { PredictionKind, ReferenceKind } from "./results/taxonomy/kinds.js";
export type { Loss } from "./results/taxonomy/repairs.js";
export type { KindMembers, PanopticCosts, Taxonomy } from "./results/taxonomy/taxonomy.js";
export type { VolumeBinRow } from "./results/volume-bins.js";
