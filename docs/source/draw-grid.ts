import { fillOf, type Point, rect, text } from "./drawing.js";

/** Side of a voxel. */
export const VOXEL = 15;

/** The labels of a drawn volume: `.` is 0, digits and letters count on. */
function labelAt(rows: readonly string[], x: number, y: number): number {
  const voxel = rows[y]?.[x] ?? ".";
  return voxel === "." ? 0 : Number.parseInt(voxel, 36);
}

export interface Grid {
  readonly reference: readonly string[];
  readonly prediction: readonly string[];
}

export function gridSize({ reference }: Grid): Point {
  return [reference[0].length * VOXEL, reference.length * VOXEL];
}

/** Predictions as colours, references as outlines, both with their names. */
export function drawGrid(grid: Grid, [left, top]: Point): string[] {
  const { reference, prediction } = grid;
  const [width, height] = gridSize(grid);
  const shapes = [rect([left, top], width, height, 'class="paper"')];
  reference.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const label = labelAt(prediction, x, y);
      if (label === 0) continue;
      shapes.push(rect([left + x * VOXEL, top + y * VOXEL], VOXEL, VOXEL, `fill="${fillOf(label)}"`));
    }
  });
  shapes.push(`<path class="grid" d="${gridLines(grid, left, top)}"/>`);
  shapes.push(`<path class="outline" d="${borders(reference, left, top)}"/>`);
  for (const [label, [x, y]] of middles(prediction)) {
    shapes.push(text([left + x, top + y + 5], `p${label}`, "on-fill", "middle"));
  }
  for (const [label, [x]] of middles(reference)) shapes.push(text([left + x, top - 7], `g${label}`, "", "middle"));
  return shapes;
}

function gridLines(grid: Grid, left: number, top: number): string {
  const [width, height] = gridSize(grid);
  const lines: string[] = [];
  for (let x = VOXEL; x < width; x += VOXEL) lines.push(`M${left + x} ${top}v${height}`);
  for (let y = VOXEL; y < height; y += VOXEL) lines.push(`M${left} ${top + y}h${width}`);
  return lines.join("");
}

/** Edges between voxels of different labels, of which one at least is not background. */
export function borders(rows: readonly string[], left: number, top: number): string {
  const path: string[] = [];
  for (let y = 0; y <= rows.length; y++) {
    for (let x = 0; x <= rows[0].length; x++) {
      const here = labelAt(rows, x, y);
      if (here !== labelAt(rows, x - 1, y)) path.push(`M${left + x * VOXEL} ${top + y * VOXEL}v${VOXEL}`);
      if (here !== labelAt(rows, x, y - 1)) path.push(`M${left + x * VOXEL} ${top + y * VOXEL}h${VOXEL}`);
    }
  }
  return path.join("");
}

/** The middle of each label; where that is another's voxel, the middle of the label's longest run in the middle row. */
function middles(rows: readonly string[]): Map<number, Point> {
  const found = new Map<number, Point>();
  const runs = new Map<number, { length: number; x: number }>();
  const y = (rows.length * VOXEL) / 2;
  const row = rows[rows.length >> 1];
  for (let x = 0; x < row.length; ) {
    const label = labelAt([row], x, 0);
    let end = x + 1;
    while (end < row.length && labelAt([row], end, 0) === label) end++;
    const known = runs.get(label);
    if (label > 0 && (known === undefined || end - x > known.length))
      runs.set(label, { length: end - x, x: (x + end) / 2 });
    x = end;
  }
  for (const [label, { x }] of runs) found.set(label, [x * VOXEL, y]);
  return found;
}
