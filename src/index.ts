export type { EvaluationResult, InputDescription } from "./aggregate/evaluation-result.js";
export type { ExplorationRow } from "./aggregate/exploration-row.js";
export type {
  GroupResult,
  InstanceRow,
  MatchRow,
  PredictionRow,
  ReferenceRow,
  ThresholdInterval,
  ThresholdPoint,
} from "./aggregate/result-types.js";
export type { ClassMembers, PanopticCosts, Taxonomy } from "./aggregate/taxonomy/taxonomy.js";
export type { VolumeBinRow } from "./aggregate/volume-bins.js";
export { type ConfigSource, parseConfig } from "./config/parse-config.js";
export { printConfig } from "./config/print-config.js";
export { type ErrorCode, type ErrorDetails, isVoxmatchError, VoxmatchError } from "./errors.js";
export { evaluate } from "./evaluate.js";
export { explore } from "./explore.js";
export type { VolumeInput } from "./io/byte-source.js";
export { checkGeometry } from "./io/geometry.js";
export type { FileOptions } from "./io/open-file.js";
export { type ReadVolumeOptions, readVolume } from "./io/read-volume.js";
export { type ArrayVolume, volumeFromArray } from "./io/volume-from-array.js";
export { encodeNifti, type NiftiContent } from "./io/write-nifti.js";
export type { EvaluateInputs, VolumeFile } from "./load-inputs.js";
export {
  type InstanceName,
  type InstanceVolume,
  type OpenCase,
  openCase,
  type Side,
} from "./open-case.js";
export type { EdgeCasesOption } from "./options/edge-cases.js";
export type { ExploreOptions } from "./options/exploration.js";
export type { GroupOption, GroupsOption } from "./options/groups.js";
export { PRESET_NAMES, type PresetName } from "./options/presets.js";
export type { EvaluateOptions, ResolvedOptions } from "./options/registry.js";
export { fromJson, type JsonOptions, toJson } from "./report/json.js";
export type { Style } from "./report/style.js";
export { type TableOptions, toTable } from "./report/table.js";
export { toTsv } from "./report/tsv.js";
export type {
  EdgeExplanation,
  Explanation,
  FateName,
  FateRule,
  NamedEdge,
  UnionScores,
  UnmatchedInstance,
} from "./strategies/explain/explanation.js";
export type { Affine, DataType, LabelBits, LabelRuns, Volume, VolumeHeader, VolumeSource } from "./types.js";
export { VERSION } from "./version.js";
export type { WorkOptions } from "./work-options.js";
