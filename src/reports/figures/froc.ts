import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { lineKeys, lineStyle } from "./line-keys.js";
import { seriesColour } from "./palette.js";

/** A point of an FROC: the sensitivity at a rate of false positives, and its interval. */
export interface FrocPoint {
  readonly series: string;
  readonly rate: number;
  readonly sensitivity: number;
  readonly low: number;
  readonly high: number;
}

/** The least rate on the axis, which is logarithmic; what lies below stands there. */
const LEAST = 1 / 16;

/** Sensitivity over false positives per case, with a band for each series. */
export function frocFigure(points: readonly FrocPoint[], options: FigureOptions): SVGSVGElement {
  const series = [...new Set(points.map((point) => point.series))];
  const names = series.map((name) => shorten(name));
  const shown = points.filter(({ rate, sensitivity }) => rate >= LEAST && Number.isFinite(sensitivity));
  return drawFigure(options, {
    height: Math.max(300, 80 + 20 * series.length),
    marginTop: 24,
    marginBottom: 42,
    marginLeft: 46,
    marginRight: series.length > 1 ? 50 + labelRoom(names) : 30,
    x: {
      ...{ type: "log", base: 2, domain: [LEAST, 16], label: "false positives per case", labelAnchor: "center" },
      ...{ labelArrow: "none", ticks: [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16], tickFormat: fraction },
    },
    y: { domain: [0, 1], label: "sensitivity", labelArrow: "none", grid: true, ticks: 5 },
    marks: [
      series.map((name, i) => {
        const own = shown.filter((point) => point.series === name);
        const held = own.filter(({ low, high }) => Number.isFinite(low + high));
        const band = { x: "rate", y1: "low", y2: "high", fill: seriesColour(i), fillOpacity: 0.15 };
        return [
          Plot.areaY(held, { ...band, curve: "step-after" }),
          Plot.line(own, { ...lineStyle(i), x: "rate", y: "sensitivity", curve: "step-after" }),
        ];
      }),
      series.length > 1 ? lineKeys(names) : null,
    ],
  });
}

function fraction(rate: number): string {
  return rate >= 1 ? String(rate) : `1/${Math.round(1 / rate)}`;
}
