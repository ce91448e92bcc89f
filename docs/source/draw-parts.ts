import { borders, VOXEL } from "./draw-grid.js";
import { fillOf, rect, svg, text } from "./drawing.js";
import type { PARTS } from "./scenes.js";

const MARGIN = 24;
const TOP = 48;
const GAP = 60;

/** Two volumes side by side: the thing in one colour, its part in another. */
export function drawParts({ reference, prediction }: typeof PARTS): string {
  const width = reference[0].length * VOXEL;
  const height = reference.length * VOXEL;
  const side = (rows: readonly string[], left: number, name: string) => [
    text([left + width / 2, TOP - 14], name, "title", "middle"),
    ...rows.flatMap((row, y) =>
      Array.from(row, (voxel, x) =>
        rect([left + x * VOXEL, TOP + y * VOXEL], VOXEL, VOXEL, `fill="${fillOf(Number.parseInt(voxel, 36))}"`),
      ),
    ),
    `<path class="outline" d="${borders(rows, left, TOP)}"/>`,
    text([left + (rows[0].lastIndexOf("2") - 0.5) * VOXEL, TOP + height / 2 + 5], "part", "on-fill", "middle"),
    text([left + 3 * VOXEL, TOP + height / 2 + 5], "thing", "on-fill", "middle"),
  ];
  return svg(
    2 * width + GAP + 2 * MARGIN,
    TOP + height + MARGIN,
    "A thing and its part",
    "The part of the prediction lies one voxel off",
    [...side(reference, MARGIN, "reference"), ...side(prediction, MARGIN + width + GAP, "prediction")],
  );
}
