import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as cohort from "../../src/cohort/index.js";
import * as api from "../../src/index.js";
import * as queue from "../../src/queue/index.js";
import * as runner from "../../src/runner/index.js";

const ROOT = join(import.meta.dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** Types are no values: their names are read from the source. */
function exportedTypes(entry = "index.ts"): string[] {
  const source = readFileSync(join(ROOT, "src", entry), "utf8");
  return [...source.matchAll(/export (type )?\{([^}]*)\}/g)]
    .flatMap(([, all, names]) =>
      names
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "" && (all !== undefined || name.startsWith("type ")))
        .map((name) => name.replace(/^type /, "")),
    )
    .sort();
}

describe("the package's entry", () => {
  it("exports these values", () => {
    expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
      [
        "PRESET_NAMES",
        "VERSION",
        "VoxmatchError",
        "agreementOfMaps",
        "checkGeometry",
        "detectionScores",
        "encodeNifti",
        "evaluate",
        "evaluateMap",
        "explore",
        "fromJson",
        "isVoxmatchError",
        "mapToJson",
        "mapToTable",
        "mapToTsv",
        "openCase",
        "openMap",
        "parseConfig",
        "printConfig",
        "readMap",
        "readVolume",
        "toJson",
        "toTable",
        "toTsv",
        "usePackages",
        "volumeFromArray",
      ]
    `);
  });

  it("exports these types", () => {
    expect(exportedTypes()).toMatchInlineSnapshot(`
      [
        "Affine",
        "AgreementInputs",
        "AgreementOptions",
        "AgreementResult",
        "ArrayVolume",
        "BaselineGroup",
        "BaselineResult",
        "BratsDroppedRow",
        "BratsLesionRow",
        "BratsScores",
        "BuildName",
        "CandidateFate",
        "CandidateRow",
        "CompileRefusedDetails",
        "ConfigSource",
        "Connectivity",
        "ConnectivityOption",
        "ContinuousMap",
        "CurvePoint",
        "DataType",
        "DenseLabels",
        "DetectionCase",
        "DetectionOptions",
        "DetectionResult",
        "DetectionScores",
        "DomainResult",
        "DroppedInstance",
        "DroppedInstances",
        "EdgeCase",
        "EdgeCaseValues",
        "EdgeCasesOption",
        "EdgeExplanation",
        "EdgeOutcomeName",
        "EdgeOutcomeRule",
        "ErrorCode",
        "ErrorDetails",
        "ErrorDetailsByCode",
        "EvaluateInputs",
        "EvaluateOptions",
        "EvaluationResult",
        "Explanation",
        "ExplorationRow",
        "ExploreOptions",
        "ExploreWork",
        "FileAccessDetails",
        "FileOptions",
        "FolderHandle",
        "FrocPoint",
        "GeometryMismatchDetails",
        "GeometryOf",
        "GeometryRule",
        "GroupOption",
        "GroupResult",
        "GroupsOption",
        "InputDescription",
        "InstanceName",
        "InstancePoint",
        "InstanceRow",
        "InstanceVolume",
        "InternalDetails",
        "InvalidFileDetails",
        "InvalidJobDetails",
        "InvalidOptionDetails",
        "InvalidVolumeDetails",
        "JsonNumbers",
        "JsonOptions",
        "KindMembers",
        "LabelBits",
        "LabelInput",
        "LabelRuns",
        "LabelVoxels",
        "LesionRow",
        "LimitedWork",
        "Loss",
        "MapArray",
        "MapAtThreshold",
        "MapFile",
        "MapGroupField",
        "MapGroupResult",
        "MapInput",
        "MapInputs",
        "MapOptions",
        "MapReason",
        "MapResult",
        "MapView",
        "MapWorkOptions",
        "MatchRow",
        "MatchingMetric",
        "MatchingScoreName",
        "MetricKey",
        "MissingPackageDetails",
        "NamedEdge",
        "NiftiContent",
        "NumberInstance",
        "OpenCase",
        "OpenMap",
        "OutOfMemoryDetails",
        "PackageLoaders",
        "PackageName",
        "PairScores",
        "PanopticCosts",
        "PartRow",
        "PredictionKind",
        "PredictionRow",
        "PresetName",
        "QueueAccessDetails",
        "ReadMapOptions",
        "ReadVolumeOptions",
        "ReadingOptions",
        "ReferenceKind",
        "ReferenceRow",
        "RegionAgreement",
        "RegionRow",
        "RegionRow as AtlasRow",
        "ReliabilityBin",
        "ResolvedEdgeCases",
        "ResolvedGroup",
        "ResolvedGroups",
        "ResolvedMapOptions",
        "ResolvedOptions",
        "ScoreRules",
        "Side",
        "Sign",
        "StardistRow",
        "Style",
        "TableOptions",
        "Taxonomy",
        "ThresholdInterval",
        "ThresholdPoint",
        "TimeLimitDetails",
        "UnionScores",
        "UnmatchedInstance",
        "ViewedComponent",
        "VoidRow",
        "Volume",
        "VolumeBinRow",
        "VolumeFile",
        "VolumeHeader",
        "VolumeInput",
        "VolumeOptions",
        "VolumeSource",
        "VoxelArray",
        "WorkOptions",
        "WorkerLostDetails",
      ]
    `);
  });

  it.each(["index.ts", "cohort/index.ts", "runner/index.ts", "queue/index.ts"])("only exports: %s", (entry) => {
    const source = readFileSync(join(ROOT, "src", entry), "utf8");
    expect(source).not.toMatch(/^(import|const|function|class|let) /m);
  });
});

describe("the entries for cohorts", () => {
  it("export these values", () => {
    expect(Object.keys(cohort).sort()).toMatchInlineSnapshot(`
      [
        "CohortCollector",
        "EXPORT_FORMATS",
        "INTERVAL_METHODS",
        "SCHEMES",
        "SUMMARY_METRIC_KEYS",
        "SUMMARY_TABLES",
        "casesOfShard",
        "compareKeys",
        "dealBySize",
        "differencesOf",
        "driversOfScore",
        "driversToText",
        "encodeCaseRecord",
        "encodeRunDescription",
        "exportCohort",
        "exportPolicy",
        "isVolumeName",
        "keyOf",
        "nameCases",
        "pairFolders",
        "parseCaseRecord",
        "parseRunDescription",
        "policyHead",
        "policySentence",
        "shardOf",
        "summarizeCohort",
        "summaryToDelimited",
        "summaryToText",
        "tellReference",
      ]
    `);
    expect(Object.keys(runner).sort()).toMatchInlineSnapshot(`
      [
        "CasePool",
        "DESCRIPTION_FILE",
        "RECORDS_FILE",
        "collectRun",
        "configHash",
        "describeRun",
        "evaluateCase",
        "failedCase",
        "mergeRuns",
        "parseManifest",
        "planFolders",
        "readManifest",
        "readRecords",
        "readRun",
        "runCohort",
      ]
    `);
  });

  it("export these types", () => {
    expect(exportedTypes("cohort/index.ts")).toMatchInlineSnapshot(`
      [
        "AgreementRow",
        "CaseKey",
        "CaseRecord",
        "CaseValues",
        "CohortSummary",
        "ComparisonRow",
        "ConsensusRow",
        "CountsRow",
        "DelimitedOptions",
        "DetectionRow",
        "DetectionRules",
        "DisplayUnit",
        "DoneCase",
        "DriverLevel",
        "DriverOptions",
        "DriverRow",
        "Drivers",
        "ExportFormat",
        "ExportOptions",
        "ExtremeRow",
        "FailedCase",
        "FailureCause",
        "FailureRow",
        "FilePair",
        "FilePattern",
        "FilledCohort",
        "FrocRow",
        "GapRow",
        "IntervalMethod",
        "LeftOutCase",
        "MapCase",
        "MapCaseGroup",
        "MapChoices",
        "MapComparisonRow",
        "MapGroupRecord",
        "MapRecord",
        "MapScoreRow",
        "MapSummary",
        "MetricRow",
        "MissingCase",
        "MissingRow",
        "Pairing",
        "PairingOptions",
        "PlannedCase",
        "PlannedShard",
        "Policy",
        "PolicyHead",
        "PolicyOptions",
        "PolicyRow",
        "RankRow",
        "ReferenceFacts",
        "ReferenceGroup",
        "RegionRecord",
        "RegionSummaryRow",
        "RepeatRecord",
        "RepeatRow",
        "ResolvedSummarizeOptions",
        "RowKey",
        "RunDescription",
        "Scheme",
        "SettledCase",
        "SettledCohort",
        "SettledGroup",
        "Shard",
        "ShardRule",
        "Side",
        "Situation",
        "SummarizeOptions",
        "SummaryTableName",
        "SummaryTextOptions",
        "UnassignedLabel",
        "VolumeRow",
      ]
    `);
    expect(exportedTypes("runner/index.ts")).toMatchInlineSnapshot(`
      [
        "Blame",
        "CaseBytes",
        "CaseFailure",
        "CasePoolOptions",
        "CaseWork",
        "EvaluatedCase",
        "FolderPlan",
        "Manifest",
        "MergeOptions",
        "MergedRun",
        "PairingRule",
        "PlanFoldersOptions",
        "PredictionFolder",
        "ReadManifest",
        "Run",
        "RunCohortOptions",
        "RunPlan",
        "RunProgress",
        "RunSummary",
      ]
    `);
  });

  it("export these things of queues", () => {
    expect(Object.keys(queue).sort()).toMatchInlineSnapshot(`
      [
        "serveQueue",
        "submitCohort",
      ]
    `);
    expect(exportedTypes("queue/index.ts")).toMatchInlineSnapshot(`
      [
        "RecordedCase",
        "ServeQueueOptions",
        "SubmitCohortOptions",
      ]
    `);
  });
});

describe("the manifest", () => {
  it("names files that exist", () => {
    const entries = [".", "./cohort", "./runner", "./queue"].flatMap((entry) => Object.values(manifest.exports[entry]));
    const paths = [...Object.values(manifest.bin), ...entries, ...manifest.files];
    for (const path of paths) expect(existsSync(join(ROOT, String(path))), String(path)).toBe(true);
  });

  it("has the version that the package says it has", () => {
    expect(api.VERSION).toBe(manifest.version);
  });
});
