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
  const ends = endsOf(points, schemes.at(-1));
  const last = Math.max(1, ...points.map(({ rank }) => rank));
  return drawFigure(options, {
    height: 70 + 22 * Math.max(3, last),
    marginTop: 34,
    marginLeft: 44,
    marginRight: labelRoom(
      ends.map(({ text }) => text),
      200,
    ),
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
      Plot.text(ends, { x: "scheme", y: "rank", text: "text", textAnchor: "start", dx: 9 }),
    ],
  });
}

/** Models that tie by the last scheme share a label, as theirs would lie upon one another. */
function endsOf(
  points: readonly { readonly name: string; readonly scheme: string; readonly rank: number }[],
  last = "",
) {
  const ends = new Map<number, string[]>();
  for (const { name, scheme, rank } of points) {
    if (scheme === last) ends.set(rank, [...(ends.get(rank) ?? []), name]);
  }
  return [...ends].map(([rank, names]) => {
    const rest = names.length > 2 ? ` and ${names.length - 2} more` : "";
    const shown = names.slice(0, 2).map((name) => shorten(name, names.length > 1 ? 12 : 24));
    return { scheme: last, rank, text: shown.join(", ") + rest };
  });
}
