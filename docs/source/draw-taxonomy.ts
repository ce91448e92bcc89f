import type { GroupResult } from "../../src/results/result-types.js";
import type { Loss } from "../../src/results/taxonomy/repairs.js";
import { drawGrid, gridSize, VOXEL } from "./draw-grid.js";
import { svg, text } from "./drawing.js";
import type { Scene } from "./scenes.js";

const MARGIN = 24;
const TOP = 44;

/** The volumes of a scene, and under each component its kind of error and what the kind costs. */
export function drawTaxonomy(scene: Scene, { taxonomy }: GroupResult): string {
  if (taxonomy === undefined) return "";
  const { references, predictions, pq_cost: costs } = taxonomy;
  const [width, height] = gridSize(scene);
  const middle = (rows: readonly string[], labels: readonly number[]) => {
    const columns = Array.from(rows[0], (voxel, x) => (labels.includes(Number.parseInt(voxel, 36)) ? [x] : [])).flat();
    return MARGIN + ((columns[0] + (columns.at(-1) ?? 0) + 1) / 2) * VOXEL;
  };
  const of = (rows: readonly string[], side: object, name: string, loss: Loss) => {
    const { labels } = (side as Record<string, { readonly labels: readonly number[] }>)[name];
    const cost = costs[loss];
    return [
      text([middle(rows, labels), TOP + height + 24], name, "title", "middle"),
      text(
        [middle(rows, labels), TOP + height + 42],
        typeof cost === "number" ? `−${cost.toFixed(3)}` : "",
        "small faint",
        "middle",
      ),
    ];
  };
  return svg(
    width + 2 * MARGIN,
    TOP + height + 62,
    scene.title,
    "References as outlines, predictions in colour; below each its kind of error and the PQ that the kind costs",
    [
      ...drawGrid(scene, [MARGIN, TOP]),
      ...of(scene.reference, references, "none", "outlines"),
      ...of(scene.reference, references, "split", "split"),
      ...of(scene.prediction, predictions, "duplicate", "duplicate"),
      ...of(scene.reference, references, "merged", "merged"),
      ...of(scene.reference, references, "mixed", "mixed"),
      ...of(scene.reference, references, "absent", "absent_ref"),
      ...of(scene.prediction, predictions, "absent", "absent_pred"),
    ],
  );
}
