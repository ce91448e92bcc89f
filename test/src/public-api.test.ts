import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as api from "../../src/index.js";

const ROOT = join(import.meta.dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** Types are no values: their names are read from the source. */
function exportedTypes(): string[] {
  const source = readFileSync(join(ROOT, "src", "index.ts"), "utf8");
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
        "checkGeometry",
        "encodeNifti",
        "evaluate",
        "explore",
        "fromJson",
        "isVoxmatchError",
        "openCase",
        "parseConfig",
        "printConfig",
        "readVolume",
        "toJson",
        "toTable",
        "toTsv",
        "volumeFromArray",
      ]
    `);
  });

  it("exports these types", () => {
    expect(exportedTypes()).toMatchInlineSnapshot(`
      [
        "Affine",
        "ArrayVolume",
        "ClassMembers",
        "ConfigSource",
        "DataType",
        "EdgeCasesOption",
        "EdgeExplanation",
        "ErrorCode",
        "ErrorDetails",
        "EvaluateInputs",
        "EvaluateOptions",
        "EvaluationResult",
        "Explanation",
        "ExplorationRow",
        "ExploreOptions",
        "FateName",
        "FateRule",
        "GroupOption",
        "GroupResult",
        "GroupsOption",
        "InputDescription",
        "InstanceName",
        "InstanceRow",
        "InstanceVolume",
        "JsonOptions",
        "LabelRuns",
        "MatchRow",
        "NamedEdge",
        "NiftiContent",
        "OpenCase",
        "PanopticCosts",
        "PredictionRow",
        "PresetName",
        "ReadVolumeOptions",
        "ReferenceRow",
        "ResolvedOptions",
        "Side",
        "Style",
        "TableOptions",
        "Taxonomy",
        "ThresholdInterval",
        "ThresholdPoint",
        "UnionScores",
        "UnmatchedInstance",
        "Volume",
        "VolumeBinRow",
        "VolumeInput",
        "VolumeSource",
        "WatchOptions",
      ]
    `);
  });

  it("only exports", () => {
    const source = readFileSync(join(ROOT, "src", "index.ts"), "utf8");
    expect(source).not.toMatch(/^(import|const|function|class|let) /m);
  });
});

describe("the manifest", () => {
  it("names files that exist", () => {
    const paths = [...Object.values(manifest.bin), ...Object.values(manifest.exports["."]), ...manifest.files];
    for (const path of paths) expect(existsSync(join(ROOT, String(path))), String(path)).toBe(true);
  });

  it("has the version that the package says it has", () => {
    expect(api.VERSION).toBe(manifest.version);
  });
});
