import { evaluate } from "../../src/evaluation/evaluate.js";
import type { ArrayVolume } from "../../src/io/array-source.js";
import type { GroupResult } from "../../src/results/result-types.js";
import { LOSSES, SHAPES_OF_LOSS } from "../../src/results/taxonomy/repairs.js";
import { drawParts } from "./draw-parts.js";
import { drawScene } from "./draw-scene.js";
import { drawTaxonomy } from "./draw-taxonomy.js";
import { PARTS, SCENES, type Scene, type SceneName } from "./scenes.js";

/** Results of the package for the examples: figures by name, and the blocks between the document's comments. */
export interface MatchingDocument {
  readonly figures: Readonly<Record<string, string>>;
  /** The document with every generated block and number put in. */
  readonly fill: (document: string) => string;
}

type Panels = Readonly<Record<string, GroupResult>>;

export async function matchingDocument(): Promise<MatchingDocument> {
  const scenes = new Map<string, Panels>();
  for (const [name, scene] of Object.entries(SCENES)) scenes.set(name, await resultsOf(scene));
  const parts = await partResults();
  const figures: [string, string][] = Object.entries(SCENES).map(([name, scene]) => {
    const panels = scenes.get(name) ?? {};
    return [name, name === "taxonomy" ? drawTaxonomy(scene, panels["one-to-one"]) : drawScene(scene, panels)];
  });
  const values = (path: string): string => {
    const [name, panel, ...keys] = path.split("/");
    const group = name === "parts" ? parts[panel] : scenes.get(name)?.[panel];
    let value: unknown = group;
    for (const key of keys) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
    if (typeof value !== "number") throw new Error(`docs/matching.md asks for ${path}, which is no number.`);
    return say(value);
  };
  const block = (kind: string, name: string): string => {
    const panels = scenes.get(name) ?? {};
    if (kind === "why") return sentences(SCENES[name as SceneName], panels);
    if (kind === "classes") return classes(panels["one-to-one"]);
    throw new Error(`docs/matching.md asks for "${kind} ${name}", which is nothing that can be generated.`);
  };
  return {
    figures: Object.fromEntries([...figures, ["parts", drawParts(PARTS)]]),
    fill: (document) =>
      document
        .replace(
          /(<!-- (why|classes) (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
          (_whole, start: string, kind: string, name: string, end: string) => `${start}${block(kind, name)}\n${end}`,
        )
        .replace(
          /(<!-- = ([^>]+) -->)[^<]*(<!-- \/ -->)/g,
          (_whole, start: string, path: string, end: string) => `${start}${values(path)}${end}`,
        ),
  };
}

function volumeOf(rows: readonly string[]): ArrayVolume {
  const labels = rows.flatMap((row) => Array.from(row, (voxel) => (voxel === "." ? 0 : Number.parseInt(voxel, 36))));
  return { data: Uint8Array.from(labels), shape: [rows[0].length, rows.length] };
}

async function resultsOf({ reference, prediction, panels }: Scene): Promise<Panels> {
  const inputs = { reference: volumeOf(reference), prediction: volumeOf(prediction) };
  const results: [string, GroupResult][] = [];
  for (const [name, options] of Object.entries(panels)) {
    const asked = { ...options, explain: true, metrics: ["iou", "dsc"], globalMetrics: [] } as const;
    results.push([name, (await evaluate(inputs, asked)).groups.ungrouped]);
  }
  return Object.fromEntries(results);
}

/** The score of the thing under each rule, as the score of its match. */
async function partResults(): Promise<Panels> {
  const inputs = { reference: volumeOf(PARTS.reference), prediction: volumeOf(PARTS.prediction) };
  const options = { groups: PARTS.groups, metrics: ["iou"], globalMetrics: [] } as const;
  return {
    partpq: (await evaluate(inputs, { ...options, partScore: "partpq" })).groups.thing,
    panoptica: (await evaluate(inputs, { ...options, partScore: "panoptica" })).groups.thing,
  };
}

function sentences({ quoted }: Scene, panels: Panels): string {
  const explanation = panels[quoted ?? ""]?.explanation;
  if (explanation === undefined) throw new Error("A scene that is quoted names its panel.");
  const { references, predictions } = explanation.unmatched;
  const lines = [...explanation.edges, ...references, ...predictions].map(({ text }) => text);
  return ["```", ...lines, "```"].join("\n");
}

function classes({ taxonomy, pq }: GroupResult): string {
  if (taxonomy === undefined) return "";
  const { references, predictions, pq_cost: costs } = taxonomy;
  const labels = (side: object, letter: string, kind: string | null) =>
    (side as Readonly<Record<string, { readonly labels: readonly number[] } | undefined>>)[kind ?? ""]?.labels
      .map((label) => letter + label)
      .join(", ") ?? "";
  const rows = LOSSES.flatMap((loss) => {
    const cost = costs[loss];
    const { references: g, predictions: p } = SHAPES_OF_LOSS[loss];
    return typeof cost === "number"
      ? [`| \`${loss}\` | ${labels(references, "g", g)} | ${labels(predictions, "p", p)} | ${cost.toFixed(3)} |`]
      : [];
  });
  const head = ["| lost to | references | predictions | PQ that it costs |", "| --- | --- | --- | --- |"];
  return [...head, ...rows, `| all, as it is | | | ${(pq ?? Number.NaN).toFixed(3)} of 1 |`].join("\n");
}

/** Three decimals at most. */
function say(value: number): string {
  return String(Number(value.toFixed(3)));
}
