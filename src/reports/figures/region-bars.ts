import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { seriesColour } from "./palette.js";

/** A region's mean, and its interval. */
export interface RegionBar {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Bars of regions, in the order given, with their intervals, on an axis to `end`: figures side by side have one scale. */
export function regionBars(
  bars: readonly RegionBar[],
  options: FigureOptions & { readonly label: string; readonly end: number },
): SVGSVGElement {
  const rows = bars.map((bar, i) => ({ ...bar, row: `${i}`, name: shorten(bar.name) }));
  const nameOf = new Map(rows.map(({ row, name }) => [row, name]));
  const held = rows.filter(({ low, high }) => Number.isFinite(low + high));
  return drawFigure(options, {
    height: 60 + 22 * rows.length,
    marginTop: 12,
    marginBottom: 42,
    marginLeft: labelRoom(rows.map(({ name }) => name)),
    marginRight: 24,
    x: {
      label: options.label,
      labelAnchor: "center",
      labelArrow: "none",
      grid: true,
      domain: [0, options.end],
      nice: true,
      ticks: 5,
    },
    y: { domain: rows.map(({ row }) => row), label: null, tickFormat: (row: string) => nameOf.get(row) ?? row },
    marks: [
      Plot.barX(rows, { x: "value", y: "row", fill: seriesColour(0), fillOpacity: 0.7, insetTop: 3, insetBottom: 3 }),
      Plot.ruleY(held, { x1: "low", x2: "high", y: "row", strokeWidth: 1.5 }),
      Plot.ruleX([0]),
    ],
  });
}
