import * as Plot from "@observablehq/plot";
import type { BoundedQualityKey, ThresholdInterval, ThresholdPoint } from "../../results/result-types.js";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { seriesColour } from "./palette.js";

/** One line of a threshold figure. */
export interface ThresholdCurve {
  readonly name: string;
  /** Corners of the line from threshold 0 to 1: two for each interval in which nothing changes. */
  readonly corners: readonly (readonly [threshold: number, value: number])[];
  /** The area under it; null if it is not known. */
  readonly autc: number | null;
}

/** Lines must differ in more than colour. */
const DASHES = ["", "6 3", "2 2", "8 3 2 3", "12 4", "4 4", "1 3"];

/** The corners of a case's `autc_curve`. An undefined quality counts 0, as it does in the area. */
export function cornersOf(
  curve: readonly ThresholdInterval[] | readonly ThresholdPoint[],
  key: BoundedQualityKey,
): [number, number][] {
  return curve.flatMap((item): [number, number][] => {
    const value = Number.isFinite(item[key]) ? (item[key] as number) : 0;
    if (!("from" in item)) return [[item.threshold, value]];
    return [
      [item.from, value],
      [item.to, value],
    ];
  });
}

/** Qualities over the matching threshold, of one or several models, strategies or groups, and where the threshold is. */
export function thresholdCurves(
  curves: readonly ThresholdCurve[],
  options: FigureOptions & { readonly quality: string; readonly threshold: number | null },
): SVGSVGElement {
  const names = curves.map(({ name, autc }) => shorten(name) + (autc === null ? "" : `  ${autc.toFixed(3)}`));
  const legendTop = 20;
  const height = Math.max(260, 60 + 20 * curves.length);
  const legend = [{ y: 0, text: "AUTC" }];
  const keys = names.map((text, i) => ({ text, i, y: legendTop * (i + 1) }));
  const { threshold } = options;
  return drawFigure(options, {
    height,
    marginTop: 24,
    marginBottom: 40,
    marginLeft: 46,
    marginRight: 36 + labelRoom(names, 240),
    x: { domain: [0, 1], label: "matching threshold", labelAnchor: "center", labelArrow: "none", ticks: 5 },
    y: { domain: [0, 1], label: options.quality, labelArrow: "none", ticks: 5, grid: true },
    marks: [
      threshold === null
        ? null
        : [
            Plot.ruleX([threshold], { strokeOpacity: 0.7, strokeDasharray: "3 3" }),
            Plot.text([threshold], { x: (t: number) => t, text: String, frameAnchor: "top", dy: -14 }),
          ],
      curves.map(({ corners }, i) =>
        Plot.line(corners, { stroke: seriesColour(i), strokeWidth: 1.8, strokeDasharray: DASHES[i % DASHES.length] }),
      ),
      Plot.text(curves.some(({ autc }) => autc !== null) ? legend : [], {
        text: "text",
        frameAnchor: "top-right",
        textAnchor: "start",
        dx: 40,
        fontWeight: "bold",
      }),
      keys.map((key) => [
        Plot.text([key.text], { frameAnchor: "top-right", textAnchor: "start", dx: 40, dy: key.y }),
        Plot.text([lineSample(key.i)], {
          frameAnchor: "top-right",
          textAnchor: "start",
          dx: 14,
          dy: key.y,
          fill: seriesColour(key.i),
          fontWeight: "bold",
        }),
      ]),
    ],
  });
}

/** A letter-sized likeness of the line's dashes. */
function lineSample(index: number): string {
  return ["━━", "╍╍", "┅┅", "━╍", "━ ━", "╌╌", "┈┈"][index % 7];
}
