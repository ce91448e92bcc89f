import { VoxmatchError } from "../../../base/errors.js";
import { resolveGroups } from "../../options/groups.js";
import { resolveNotes } from "../../options/notes.js";
import { checkOption } from "../../options/resolve.js";
import { refuseUnknown } from "../../options/suggest.js";
import { mapPresetOf } from "./presets.js";
import { MAP_OPTIONS } from "./registry.js";
import type { MapKind, MapOptions, ResolvedMapOptions } from "./types.js";

/** Defaults that depend on the kind of map. */
const BY_KIND: Readonly<Record<MapKind, MapOptions>> = {
  relevance: { sign: "positive", thresholds: [] },
  probability: { sign: "signed", thresholds: [0.5], candidateThreshold: 0.5 },
};

/**
 * Checks the options of a map and fills in the defaults.
 * @throws VoxmatchError `INVALID_OPTION` that names the option, its value, and what is allowed or was probably meant
 */
export function resolveMapOptions(options: MapOptions = {}): ResolvedMapOptions {
  refuseUnknown(
    "option",
    Object.keys(options),
    MAP_OPTIONS.map(({ key }) => key),
  );
  for (const row of MAP_OPTIONS) {
    const value = options[row.key];
    if (value !== undefined && value !== null) checkOption(row, value);
  }
  const preset = mapPresetOf(options.preset ?? "framework").options;
  const usual = BY_KIND[options.kind ?? preset.kind ?? "relevance"];
  const values = MAP_OPTIONS.map(({ key, default: last }) => {
    return [key, options[key] ?? preset[key] ?? usual[key] ?? last ?? null] as const;
  });
  const chosen = Object.fromEntries(values);
  // Safe: every key of the registry was checked, and the registry lists every key of ResolvedMapOptions.
  const resolved = {
    ...chosen,
    groups: resolveGroups(chosen.groups),
    notes: resolveNotes(chosen.notes),
    topVoxels: chosen.topVoxels ?? [],
  } as unknown as ResolvedMapOptions;
  checkTogether(resolved);
  return resolved;
}

function checkTogether(options: ResolvedMapOptions): void {
  const { topPercent, topVoxels, kind, thresholds } = options;
  if (options.detection && options.candidateThreshold === null) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "Option candidateThreshold is missing: relevance has no natural scale for candidates. Give a number, or " +
        '"positive" for every value above 0 (--candidate-threshold).',
      { option: "candidateThreshold", value: null },
    );
  }
  if (topPercent.some((percent) => percent > 100)) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Option topPercent is ${topPercent.join(", ")}, but must be made of percentages up to 100.`,
      { option: "topPercent", value: topPercent },
    );
  }
  if (!topVoxels.every(Number.isInteger)) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Option topVoxels is ${topVoxels.join(", ")}, but voxels are counted in whole numbers.`,
      { option: "topVoxels", value: topVoxels },
    );
  }
  if (kind === "probability" && thresholds.some((threshold) => threshold < 0 || threshold > 1)) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Option thresholds is ${thresholds.join(", ")}, but probabilities lie from 0 to 1.`,
      { option: "thresholds", value: thresholds },
    );
  }
}
