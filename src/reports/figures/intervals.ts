import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { seriesColour } from "./palette.js";

/** An estimate and its confidence interval. */
export interface Interval {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Estimates with their intervals, one below the other, and a line at what means "no difference" if that is given. */
export function intervals(
  rows: readonly Interval[],
  options: FigureOptions & { readonly label: string; readonly reference?: number },
): SVGSVGElement {
  const known = rows.filter((row) => [row.value, row.low, row.high].every(Number.isFinite));
  return drawFigure(options, {
    height: 62 + 28 * rows.length,
    marginTop: 10,
    marginBottom: 42,
    marginRight: 24,
    marginLeft: labelRoom(
      rows.map(({ name }) => shorten(name, 36)),
      260,
    ),
    x: { label: options.label, labelAnchor: "center", labelArrow: "none", grid: true, ticks: 6, nice: true },
    y: {
      domain: rows.map(({ name }) => name),
      label: null,
      tickSize: 0,
      tickFormat: (name) => shorten(name, 36),
    },
    marks: [
      options.reference === undefined ? null : Plot.ruleX([options.reference], { strokeDasharray: "3 3" }),
      Plot.ruleY(known, { y: "name", x1: "low", x2: "high", stroke: seriesColour(0), strokeWidth: 2 }),
      Plot.dot(known, { x: "value", y: "name", r: 4, fill: seriesColour(0) }),
    ],
  });
}
