import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { lineKeys, lineStyle } from "./line-keys.js";
import { seriesColour } from "./palette.js";

/** A line from 0 to 1, and a band around it. */
export interface CurveLine {
  readonly name: string;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly low: number;
    readonly high: number;
  }[];
}

interface CurveOptions extends FigureOptions {
  readonly x: string;
  readonly y: string;
  /** Marks the points themselves. */
  readonly dots?: boolean;
  /** A dashed line: from corner to corner, or level at a value. */
  readonly guide?: "diagonal" | number | null;
}

/** Curves over the unit square, of one or several models or groups. */
export function curveFigure(lines: readonly CurveLine[], options: CurveOptions): SVGSVGElement {
  const { x, y, dots = false, guide = null } = options;
  const names = lines.map(({ name }) => shorten(name));
  const faint = { strokeOpacity: 0.6, strokeDasharray: "3 3" };
  return drawFigure(options, {
    height: Math.max(300, 80 + 20 * lines.length),
    marginTop: 24,
    marginBottom: 42,
    marginLeft: 46,
    marginRight: names.every((name) => name === "") ? 30 : 50 + labelRoom(names),
    x: { domain: [0, 1], label: x, labelAnchor: "center", labelArrow: "none", ticks: 5 },
    y: { domain: [0, 1], label: y, labelArrow: "none", grid: true, ticks: 5 },
    marks: [
      guide === "diagonal"
        ? Plot.line(
            [
              [0, 0],
              [1, 1],
            ],
            faint,
          )
        : Plot.ruleY(guide === null ? [] : [guide], faint),
      lines.map(({ points }, i) => [
        Plot.areaY(
          points.filter(({ low, high }) => low < high),
          {
            ...{ x: "x", y1: "low", y2: "high", fill: seriesColour(i), fillOpacity: 0.15 },
          },
        ),
        Plot.line(points, { ...lineStyle(i), x: "x", y: "y" }),
        dots ? Plot.dot(points, { x: "x", y: "y", r: 3, fill: seriesColour(i) }) : null,
      ]),
      names.every((name) => name === "") ? null : lineKeys(names),
    ],
  });
}
