import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { seriesColour } from "./palette.js";

/** A model's rank over all cases, and in draws of them. */
export interface RankBlob {
  readonly name: string;
  readonly rank: number;
  readonly low: number;
  readonly high: number;
  /** The share of draws with rank 1, 2, …. */
  readonly shares: readonly number[];
}

/** Blobs as large as a rank is frequent, a line over the interval of ranks, and a cross at the rank over all cases. */
export function rankBlobs(rows: readonly RankBlob[], options: FigureOptions): SVGSVGElement {
  const names = rows.map(({ name }) => name);
  const blobs = rows.flatMap(({ name, shares }) =>
    shares.flatMap((share, i) => (share > 0 ? [{ name, rank: i + 1, share }] : [])),
  );
  const last = Math.max(1, ...blobs.map(({ rank }) => rank), ...rows.map(({ rank }) => rank));
  const most = Math.min(12, 200 / last);
  return drawFigure(options, {
    height: 70 + 26 * rows.length,
    marginTop: 40,
    marginLeft: labelRoom(names.map((name) => shorten(name))),
    marginRight: 20,
    x: {
      domain: [0.5, last + 0.5],
      axis: "top",
      label: "rank",
      labelArrow: "none",
      ticks: Math.min(last, 20),
      tickFormat: "d",
    },
    y: { domain: names, type: "point", padding: 0.7, label: null, tickSize: 0, tickFormat: (name) => shorten(name) },
    marks: [
      Plot.gridY({ strokeOpacity: 0.12 }),
      Plot.dot(blobs, {
        x: "rank",
        y: "name",
        r: { value: ({ share }: { share: number }) => most * Math.sqrt(share), scale: null },
        fill: seriesColour(0),
        fillOpacity: 0.55,
        title: ({ name, rank, share }) => `${name}: rank ${rank} in ${(100 * share).toFixed(1)} % of draws`,
      }),
      Plot.ruleY(rows, { y: "name", x1: "low", x2: "high", stroke: "currentColor", strokeWidth: 1.5 }),
      Plot.dot(rows, { x: "rank", y: "name", symbol: "times", r: 5, stroke: "currentColor", strokeWidth: 2 }),
    ],
  });
}
