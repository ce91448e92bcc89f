import * as Plot from "@observablehq/plot";
import type { BoundedQualityKey, ThresholdInterval, ThresholdPoint } from "../../results/result-types.js";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { lineKeys, lineStyle } from "./line-keys.js";

/** One line of a threshold figure. */
export interface ThresholdCurve {
  readonly name: string;
  /** Corners of the line from threshold 0 to 1: two for each interval in which nothing changes. */
  readonly corners: readonly (readonly [threshold: number, value: number])[];
  /** The area under it; null if it is not known. */
  readonly autc: number | null;
}

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
  const height = Math.max(260, 60 + 20 * curves.length);
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
      curves.map(({ corners }, i) => Plot.line(corners, lineStyle(i))),
      lineKeys(names, curves.some(({ autc }) => autc !== null) ? "AUTC" : null),
    ],
  });
}
