import * as Plot from "@observablehq/plot";
import { seriesColour } from "./palette.js";

/** Lines must differ in more than colour. */
const LINES = [
  { dashes: "", sample: "━━" },
  { dashes: "6 3", sample: "╍╍" },
  { dashes: "2 2", sample: "┅┅" },
  { dashes: "8 3 2 3", sample: "━╍" },
  { dashes: "12 4", sample: "━ ━" },
  { dashes: "4 4", sample: "╌╌" },
  { dashes: "1 3", sample: "┈┈" },
] as const;

/** The colour and dashes of the line of a series. */
export function lineStyle(series: number): { stroke: string; strokeWidth: number; strokeDasharray: string } {
  return {
    stroke: seriesColour(series),
    strokeWidth: 1.8,
    strokeDasharray: LINES[series % LINES.length].dashes,
  };
}

/** The names of lines at the right of a figure, one below the other, each with a sample; perhaps below a heading. */
export function lineKeys(names: readonly string[], heading: string | null = null): Plot.Markish {
  const at = { frameAnchor: "top-right", textAnchor: "start" } as const;
  const [step, first] = [20, heading === null ? 0 : 20];
  return [
    Plot.text(heading === null ? [] : [heading], { ...at, dx: 40, fontWeight: "bold" }),
    names.map((name, i) => [
      Plot.text([name], { ...at, dx: 40, dy: first + step * i }),
      Plot.text([LINES[i % LINES.length].sample], {
        ...{ ...at, dx: 14, dy: first + step * i, fill: seriesColour(i), fontWeight: "bold" },
      }),
    ]),
  ];
}
