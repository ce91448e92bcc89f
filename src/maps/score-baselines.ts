import type { MapEngine } from "../../bindings/maps/map-engine.js";
import { Stopwatch } from "../evaluation/stopwatch.js";
import type { ResolvedMapOptions } from "./options/types.js";
import { type MapInputs, withMapInputs } from "./read/map-inputs.js";
import type { MapInput } from "./read/open-map.js";
import type { BaselineGroup, BaselineResult } from "./results/baseline-result.js";
import type { MapGroupResult } from "./results/map-result.js";
import { scoreCase } from "./score-case.js";
import { scoresGiven } from "./scores/registry.js";

/**
 * Scores each baseline as the map was scored, as relevance: a scan is no probability, and only scores that do not depend on scale are
 * compared.
 * @param groups of the map
 */
export async function scoreBaselines(
  engine: MapEngine,
  { reference, mask }: MapInputs,
  baselines: readonly MapInput[],
  options: ResolvedMapOptions,
  groups: Readonly<Record<string, MapGroupResult>>,
): Promise<BaselineResult[]> {
  const own: ResolvedMapOptions = { ...options, kind: "relevance", detection: false, instances: false, scale: 1 };
  const keys = scoresGiven(own)
    .filter(({ score }) => score.unit !== "value" && score.better !== "none" && score.family !== "thresholds")
    .map(({ key }) => key);
  const found: BaselineResult[] = [];
  for (const map of baselines) {
    const inputs = { map, ...(reference && { reference }), ...(mask && { mask }) };
    const scored = await withMapInputs(
      engine,
      inputs,
      own,
      (opened) => scoreCase(engine, opened, { options: own, names: null, views: null }, new Stopwatch()),
      "baseline",
    );
    const rows = Object.entries(scored.groups).map(([name, group]): [string, BaselineGroup] => {
      const pick = (of: (key: string) => number) => Object.fromEntries(keys.map((key) => [key, of(key)]));
      const scores = pick((key) => Number(group[key]));
      return [name, { scores, difference: pick((key) => Number(groups[name]?.[key] ?? Number.NaN) - scores[key]) }];
    });
    found.push({ input: scored.inputs.map, groups: Object.fromEntries(rows), notes: scored.notes });
  }
  return found;
}
