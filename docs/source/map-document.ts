import { evaluateMap } from "../../src/maps/evaluate-map.js";
import type { MapGroupResult } from "../../src/maps/results/map-result.js";
import { drawMapScene, type ShownScore } from "./draw-map-scene.js";
import { MAP_SCENES, type MapScene } from "./map-scenes.js";

/** The examples of docs/heatmaps.md: figures by name, and the document with every number put in. */
export interface MapDocument {
  readonly figures: Readonly<Record<string, string>>;
  readonly fill: (document: string) => string;
}

type Groups = Readonly<Record<string, MapGroupResult>>;

/** Scores every map of the examples by the package. */
export async function mapDocument(): Promise<MapDocument> {
  const scenes = new Map<string, Groups>();
  const figures: [string, string][] = [];
  for (const [name, scene] of Object.entries<MapScene>(MAP_SCENES)) {
    const groups = await groupsOf(scene);
    scenes.set(name, groups);
    const shown = Object.entries(groups).map(([map, group]) => [map, scene.shown.map((key) => shownOf(group, key))]);
    figures.push([name, drawMapScene(scene, Object.fromEntries(shown))]);
  }
  const value = (path: string): string => {
    const [scene, map, key] = path.split("/");
    const group = scenes.get(scene)?.[map];
    if (group === undefined) throw new Error(`docs/heatmaps.md asks for ${path}, which is no map.`);
    return say(key.startsWith("chance_") ? group.chance[key.slice(7)] : numberIn(group, key));
  };
  return {
    figures: Object.fromEntries(figures),
    fill: (document) =>
      document.replace(
        /(<!-- = ([^>]+) -->)[^<]*(<!-- \/ -->)/g,
        (_whole, start: string, path: string, end: string) => `${start}${value(path)}${end}`,
      ),
  };
}

async function groupsOf({ reference, maps, options }: MapScene): Promise<Groups> {
  const shape = [reference[0].length, reference.length];
  const labels = reference.flatMap((row) => Array.from(row, (voxel) => (voxel === "." ? 0 : Number(voxel))));
  const scale = options.kind === "probability" ? 10 : 1;
  const found: [string, MapGroupResult][] = [];
  for (const [name, rows] of Object.entries(maps)) {
    const data = Float64Array.from(rows.join(""), (digit) => Number(digit) / scale);
    const inputs = { map: { data, shape }, reference: { data: Uint8Array.from(labels), shape } };
    found.push([name, (await evaluateMap(inputs, options)).groups.ungrouped]);
  }
  return Object.fromEntries(found);
}

function shownOf(group: MapGroupResult, key: string): ShownScore {
  const chance = group.chance[key];
  return { key, value: say(numberIn(group, key)), chance: chance === undefined ? null : say(chance) };
}

function numberIn(group: MapGroupResult, key: string): number {
  const { detection } = group;
  const value = group[key] ?? (detection as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (typeof value !== "number") throw new Error(`docs/heatmaps.md asks for ${key}, which is no number.`);
  return value;
}

function say(value: number | undefined): string {
  if (value === undefined) throw new Error("docs/heatmaps.md asks for a level of chance that is not defined.");
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}
