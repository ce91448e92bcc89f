import { borders, VOXEL } from "./draw-grid.js";
import { rect, svg, text } from "./drawing.js";
import type { MapScene } from "./map-scenes.js";

/** A number that is told below a map. */
export interface ShownScore {
  readonly key: string;
  readonly value: string;
  readonly chance: string | null;
}

const [LEFT, TOP, GAP, LINE] = [24, 74, 20, 19];
/** Room for the longest line of scores. */
const LEAST_WIDTH = 262;
/** Cells are drawn larger than voxels of labels, to hold a digit. */
const SCALE = 1.4;

/** The maps of a scene as digits on shades, the reference as outline, and the scores of each map below it. */
export function drawMapScene(scene: MapScene, scores: Readonly<Record<string, readonly ShownScore[]>>): string {
  const [columns, rows] = [scene.reference[0].length, scene.reference.length];
  const side = Math.round(VOXEL * SCALE);
  const panel = Math.max(LEAST_WIDTH, columns * side);
  const names = Object.keys(scene.maps);
  const width = 2 * LEFT + names.length * panel + (names.length - 1) * GAP;
  const height = TOP + rows * side + 26 + LINE * scene.shown.length + 10;
  const shapes = [text([LEFT, 32], scene.title, "title")];
  names.forEach((name, i) => {
    const left = LEFT + i * (panel + GAP);
    shapes.push(text([left, TOP - 12], name), ...cells(scene.maps[name], left, side));
    const outline = borders(scene.reference, 0, 0);
    shapes.push(
      `<path class="outline" transform="translate(${left} ${TOP}) scale(${side / VOXEL})" d="${outline}"/>`,
      ...scores[name].flatMap(({ key, value, chance }, row) => {
        const y = TOP + rows * side + 26 + LINE * row;
        const said = chance === null ? value : `${value}  (chance ${chance})`;
        return [text([left, y], key, "small faint"), text([left + 124, y], said, "small")];
      }),
    );
  });
  const description = `${scene.title}: values of each map as digits, the reference as outline, and scores`;
  return svg(width, height, scene.title, description, shapes);
}

function cells(rows: readonly string[], left: number, side: number): string[] {
  return rows.flatMap((row, y) =>
    Array.from(row, (digit, x) => {
      const at = [left + x * side, TOP + y * side] as const;
      const value = Number(digit);
      const shade = value === 0 ? 'class="paper"' : `fill="${shadeOf(value / 9)}"`;
      const style = value > 0 ? "small on-fill" : "small faint";
      return [
        rect(at, side, side, shade),
        text([at[0] + side / 2, at[1] + side / 2 + 4.5], digit, style, "middle"),
      ].join("");
    }),
  );
}

/** From near white to orange: dark digits can be read on it, on light pages and on dark ones. */
function shadeOf(share: number): string {
  const [red, green, blue] = [230, 159, 0].map((full) => Math.round(255 + (full - 255) * (0.12 + 0.88 * share)));
  return `rgb(${red} ${green} ${blue})`;
}
