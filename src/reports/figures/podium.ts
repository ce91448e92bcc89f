import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, shorten } from "./figure.js";
import { seriesColour } from "./palette.js";

/** The value of each model in each case. */
export interface PodiumCase {
  readonly case: string;
  /** By the models' names. */
  readonly values: readonly { readonly name: string; readonly value: number; readonly rank: number }[];
}

const MOST_CASES = 150;

/**
 * On the podium of each case stand the models by their rank in it (Eugster, Hothorn, Leisch 2008): dots by place and model, and a
 * line joins those of one case. Below, how often a model takes a place.
 */
export function podium(
  cases: readonly PodiumCase[],
  names: readonly string[],
  options: FigureOptions & { readonly label: string },
): SVGSVGElement {
  const places = names.map((_, i) => i + 1);
  const width = 1 / (names.length + 1);
  const at = (place: number, name: string) => place + width * (names.indexOf(name) - (names.length - 1) / 2);
  // Ties of a case take the places that their order by name gives them.
  const points = cases
    .slice(0, MOST_CASES)
    .flatMap(({ case: id, values }) =>
      [...values]
        .sort((a, b) => a.rank - b.rank || names.indexOf(a.name) - names.indexOf(b.name))
        .map((one, i) => ({ ...one, id, x: at(i + 1, one.name), colour: seriesColour(names.indexOf(one.name)) })),
    );
  return drawFigure(options, {
    height: 340,
    marginLeft: 50,
    marginBottom: 44,
    x: {
      domain: [0.5, names.length + 0.5],
      label: "place in the case",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: places,
      tickFormat: "d",
    },
    y: { label: options.label, labelArrow: "none", grid: true, nice: true },
    marks: [
      Plot.ruleX(
        places.slice(1).map((place) => place - 0.5),
        { strokeOpacity: 0.3 },
      ),
      Plot.line(points, { x: "x", y: "value", z: "id", stroke: "currentColor", strokeOpacity: 0.12, strokeWidth: 1 }),
      Plot.dot(points, {
        x: "x",
        y: "value",
        fill: "colour",
        r: 2.6,
        title: ({ name, id, value }) => `${id}, ${shorten(name)}: ${value.toFixed(3)}`,
      }),
    ],
  });
}
