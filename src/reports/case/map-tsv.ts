import type { MapResult } from "../../maps/results/map-result.js";
import { scoresGiven } from "../../maps/scores/registry.js";

/**
 * The scores of a map as tab-separated values: a line for each group and, behind an empty line if there are both, a line for each
 * region of an atlas. NaN is an empty field.
 */
export function mapToTsv({ groups, options, regions = [] }: MapResult): string {
  const keys = scoresGiven(options).map(({ key }) => key);
  const scored = Object.entries(groups).map(([name, group]) => [name, ...keys.map((key) => field(group[key]))]);
  const measured = regions.map((region) => [
    String(region.label),
    region.name.replaceAll("\t", " "),
    ...REGION_KEYS.map((key) => field(region[key])),
  ]);
  const tables = [
    ...(scored.length > 0 ? [[["group", ...keys], ...scored]] : []),
    ...(measured.length > 0 ? [[["label", "name", ...REGION_KEYS], ...measured]] : []),
  ];
  return tables.map((rows) => rows.map((cells) => `${cells.join("\t")}\n`).join("")).join("\n");
}

const REGION_KEYS = [
  ...(["voxels", "volume", "sum", "share", "enrichment", "mean", "sd", "min", "max"] as const),
  ...(["rank_mean", "rank_share", "reference_voxels"] as const),
];

function field(value: unknown): string {
  return typeof value === "number" && !Number.isNaN(value) ? String(value) : "";
}
