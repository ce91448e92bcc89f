import { type Command, Option } from "commander";
import type { MapOptions } from "../maps/options/types.js";
import { casePath } from "../runner/case-path.js";
import type { PredictionFolder } from "../runner/plan-folders.js";
import { addPredictions } from "./cohort-flags.js";
import { readNames } from "./names-file.js";
import { located, readStructures } from "./structure-file.js";

/** Flags about the maps of a cohort, as Commander parses them. */
export interface CohortMapFlags {
  readonly maps?: readonly PredictionFolder[];
  readonly mapOptions?: string;
  readonly atlas?: string;
  readonly atlasNames?: string;
}

/** Adds the flags about continuous maps. */
export function addCohortMapFlags(command: Command): void {
  const flags = [
    new Option(
      "--maps <[name=]folder>",
      "with --references: continuous maps, found by name; repeated for several models, called as their folders unless named",
    ).argParser((text: string, before?: readonly PredictionFolder[]) => addPredictions(text, before, "--maps")),
    new Option(
      "--map-options <file>",
      'options of maps in YAML or JSON, or as "{kind: probability, detection: true}" (voxmatch help heatmap)',
    ),
    new Option("--atlas <file>", "regions for the maps of all cases; a column atlas of the manifest goes before it"),
    new Option("--atlas-names <file>", "their names: FSL XML, FreeSurfer, Slicer, ITK-SNAP, TSV or CSV"),
  ];
  for (const flag of flags) command.addOption(flag.helpGroup("Maps:"));
}

/** The choices for maps, read from the files that the flags name. */
export async function mapChoices({
  mapOptions,
  atlas,
  atlasNames,
}: CohortMapFlags): Promise<{ readonly maps?: MapOptions; readonly atlas?: string; readonly atlasNames?: string }> {
  return {
    ...(mapOptions !== undefined && { maps: await readMapOptions(mapOptions) }),
    ...(atlas !== undefined && { atlas: casePath("", atlas) }),
    ...(atlasNames !== undefined && { atlasNames: await readNames(atlasNames) }),
  };
}

/** @throws VoxmatchError `INVALID_OPTION` with file and line */
async function readMapOptions(given: string): Promise<MapOptions> {
  const files = await readStructures({ mapOptions: given }, [{ key: "mapOptions", kind: { type: "structure" } }]);
  const options = { ...Object(files[0]?.value) } as MapOptions;
  const { resolveMapOptions } = await import("../maps/options/resolve.js");
  try {
    resolveMapOptions(options);
  } catch (error) {
    throw located(error, files);
  }
  return options;
}
