import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { seriesColour } from "./palette.js";

/** The ranks of a model by each scheme. */
export interface SchemeRanks {
  readonly name: string;
  readonly ranks: readonly { readonly scheme: string; readonly rank: number }[];
}

/** Schemes side by side, a line for each model: where lines cross, the ranking depends on the scheme. */
export function rankSchemes(rows: readonly SchemeRanks[], options: FigureOptions): SVGSVGElement {
  const schemes = rows[0]?.ranks.map(({ scheme }) => scheme) ?? [];
  const points = rows.flatMap(({ name, ranks }, i) => ranks.map((one) => ({ ...one, name, colour: seriesColour(i) })));
  const names = rows.map(({ name }) => shorten(name, 20));
  const last = Math.max(1, ...points.map(({ rank }) => rank));
  return drawFigure(options, {
    height: 70 + 22 * Math.max(3, last),
    marginTop: 34,
    marginLeft: 44,
    marginRight: labelRoom(names, 160),
    x: { type: "point", domain: schemes, axis: "top", label: null, tickSize: 0, padding: 0.3 },
    y: { domain: [last + 0.4, 0.6], label: "rank", labelArrow: "none", ticks: Math.min(last, 20), tickFormat: "d" },
    marks: [
      Plot.line(points, { x: "scheme", y: "rank", z: "name", stroke: "colour", strokeWidth: 1.8 }),
      Plot.dot(points, {
        x: "scheme",
        y: "rank",
        fill: "colour",
        r: 3.5,
        title: ({ name, scheme, rank }) => `${name}: rank ${rank} by ${scheme}`,
      }),
      Plot.text(
        points.filter(({ scheme }) => scheme === schemes.at(-1)),
        { x: "scheme", y: "rank", text: ({ name }) => shorten(name, 20), textAnchor: "start", dx: 9 },
      ),
    ],
  });
}
