import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { seriesColour } from "./palette.js";

/** The recall among references of one range of volumes. */
export interface VolumeRecall {
  readonly series: string;
  /** The range as text, such as `10–100 mm³`; ranges stand as first named. */
  readonly range: string;
  /** From 0 to 1; NaN where there is no reference. */
  readonly recall: number;
  readonly references: number;
}

/** Recall by volume, a line for each series; the number at a point is how many references it is of. */
export function recallByVolume(points: readonly VolumeRecall[], options: FigureOptions): SVGSVGElement {
  const series = [...new Set(points.map((point) => point.series))];
  const ranges = [...new Set(points.map((point) => point.range))];
  const symbols = ["circle", "square", "triangle", "diamond", "star", "cross", "wye"] as const;
  return drawFigure(options, {
    height: 280,
    marginTop: 24,
    marginBottom: 42,
    marginLeft: 46,
    marginRight: series.length > 1 ? 30 + labelRoom(series.map((name) => shorten(name))) : 30,
    x: { type: "point", domain: ranges, label: "volume of the reference", labelAnchor: "center", labelArrow: "none" },
    y: { domain: [0, 1], label: "recall", labelArrow: "none", grid: true, ticks: 5 },
    marks: series.flatMap((name, i) => {
      const own = points.filter((point) => point.series === name && Number.isFinite(point.recall));
      const colour = seriesColour(i);
      return [
        Plot.line(own, { x: "range", y: "recall", stroke: colour }),
        Plot.dot(own, { x: "range", y: "recall", fill: colour, symbol: symbols[i % symbols.length], r: 4 }),
        Plot.text(own, { x: "range", y: "recall", text: "references", dy: i % 2 === 0 ? -11 : 13, fontSize: 10 }),
        series.length > 1
          ? [
              Plot.text([shorten(name)], { frameAnchor: "top-right", textAnchor: "start", dx: 36, dy: 20 * i }),
              Plot.dot([0], {
                frameAnchor: "top-right",
                dx: 22,
                dy: 20 * i,
                fill: colour,
                symbol: symbols[i % symbols.length],
                r: 4,
              }),
            ]
          : null,
      ];
    }),
  });
}
