import type { EdgeExplanation } from "../../src/matching/explain/explanation.js";
import type { GroupResult } from "../../src/results/result-types.js";
import { drawGrid, gridSize } from "./draw-grid.js";
import { fillOf, line, type Point, rect, svg, text } from "./drawing.js";
import type { Scene } from "./scenes.js";

const MARGIN = 20;
const HEAD = 58;
const ROW = 52;
const GRAPH = 200;
const NODE = 15;
/** Width that the legend needs. */
const LEGEND = 410;

/** A scene's volumes, and the match graph of each panel beside them. */
export function drawScene(scene: Scene, results: Readonly<Record<string, GroupResult>>): string {
  const [gridWidth, gridHeight] = gridSize(scene);
  const panels = Object.entries(results);
  const rows = Math.max(...panels.map(([, group]) => Math.max(group.n_ref_instances, group.n_pred_instances)));
  const body = Math.max(gridHeight, rows * ROW);
  const width = Math.max(LEGEND, MARGIN + gridWidth + panels.length * (GRAPH + MARGIN) + MARGIN);
  const foot = HEAD + body + 22;
  const gridTop = HEAD + (body - gridHeight) / 2;
  const graphs = panels.flatMap(([name, group], i) => {
    const left = MARGIN + gridWidth + MARGIN + i * (GRAPH + MARGIN);
    return [
      text([left + GRAPH / 2, 28], name, "title", "middle"),
      ...drawGraph(group, left, HEAD, body),
      text([left + GRAPH / 2, foot], countsOf(group), "small", "middle"),
      text([left + GRAPH / 2, foot + 18], qualityOf(group), "small", "middle"),
    ];
  });
  return svg(
    width,
    foot + 58,
    scene.title,
    `${scene.title}: references as outlines, predictions in colour, and their match graph`,
    [...drawGrid(scene, [MARGIN, gridTop]), ...graphs, ...legend(foot + 44)],
  );
}

function countsOf({ tp, fp, fn }: GroupResult): string {
  return `TP ${tp}   FP ${fp}   FN ${fn}`.replaceAll("   ", " · ");
}

function qualityOf({ pq }: GroupResult): string {
  return `PQ ${(pq ?? Number.NaN).toFixed(3)}`;
}

function drawGraph({ explanation, ...group }: GroupResult, left: number, top: number, height: number): string[] {
  const place = (labels: readonly number[], x: number) => {
    const start = top + (height - labels.length * ROW) / 2 + ROW / 2;
    return new Map(labels.map((label, i): [number, Point] => [label, [x, start + i * ROW]]));
  };
  const references = place(
    group.reference_instances.map(({ label }) => label),
    left + 40,
  );
  const predictions = place(
    group.predicted_instances.map(({ label }) => label),
    left + GRAPH - 40,
  );
  const edges = (explanation?.edges ?? []).flatMap((edge) => {
    const [from, to] = [references.get(edge.reference), predictions.get(edge.prediction)];
    return from && to ? [{ edge, from, to }] : [];
  });
  return [
    ...edges.map(({ edge, from, to }) => line(from, to, styleOf(edge))),
    ...edges.map(({ edge, from, to }) => {
      // Nearer to the reference, where edges that meet at a prediction are still apart.
      const [x, y] = [from[0] + 0.31 * (to[0] - from[0]), from[1] + 0.31 * (to[1] - from[1])];
      return text([Math.round(x), Math.round(y + 4)], edge.score.toFixed(2), "small halo", "middle");
    }),
    ...group.reference_instances.flatMap(({ label, is_matched }) => {
      const [x, y] = references.get(label) ?? [0, 0];
      return [
        rect([x - NODE, y - NODE], 2 * NODE, 2 * NODE, 'rx="3" class="node reference"'),
        text([x, y + 5], `g${label}`, "", "middle"),
        text([x - NODE - 5, y + 4], is_matched ? "TP" : "FN", "small faint", "end"),
      ];
    }),
    ...group.predicted_instances.flatMap(({ label, is_matched }) => {
      const [x, y] = predictions.get(label) ?? [0, 0];
      return [
        `<circle cx="${x}" cy="${y}" r="${NODE}" class="node" style="fill: ${fillOf(label)}"/>`,
        text([x, y + 5], `p${label}`, "on-fill", "middle"),
        ...(is_matched ? [] : [text([x + NODE + 5, y + 4], "FP", "small faint")]),
      ];
    }),
  ];
}

function styleOf({ fate, is_candidate }: EdgeExplanation): string {
  if (fate === "chosen") return "chosen";
  return is_candidate ? "candidate" : "below";
}

function legend(y: number): string[] {
  const items: readonly [string, string][] = [
    ["chosen", "match"],
    ["candidate", "candidate, not taken"],
    ["below", "no candidate"],
  ];
  let x = MARGIN;
  return items.flatMap(([style, words]) => {
    const shapes = [line([x, y - 4], [x + 28, y - 4], style), text([x + 34, y], words, "small faint")];
    x += 34 + words.length * 6 + 20;
    return shapes;
  });
}
