import { SCORES } from "./registry.js";
import type { ScoreRow, VoiBackground } from "./score-row.js";

/** The choices on which definitions of scores depend. */
interface ScoreDefinitionOptions {
  readonly scores: readonly string[];
  readonly voiBackground: VoiBackground;
}

/** The definition of every score asked for as it is applied, with its unit. */
export function scoreDefinitions(options: ScoreDefinitionOptions): Record<string, string> {
  const rows = SCORES.filter(({ key }) => options.scores.includes(key));
  return Object.fromEntries(rows.map((row) => [row.key, scoreDefinition(row, options)]));
}

function scoreDefinition({ key, definition, unit }: ScoreRow, { voiBackground }: ScoreDefinitionOptions): string {
  const isVoi = key === "voi_split" || key === "voi_merge";
  const over = voiBackground === "count" ? "the whole grid" : "the voxels of the reference's foreground";
  const given = key === "voi_split" ? "H(prediction given reference)" : "H(reference given prediction)";
  const said = isVoi ? `${given} over ${over}; voxels that a side leaves out are one segment` : definition;
  return unit === "1" ? said : `${said}; in ${unit}`;
}
