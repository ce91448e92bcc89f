import * as Plot from "@observablehq/plot";
import { DEFAULT_WIDTH, drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { seriesColour } from "./palette.js";

/** A model, and those that it is significantly better than. */
export interface SignificanceRow {
  readonly name: string;
  readonly betterThan: ReadonlySet<string>;
}

/** A square for each pair: filled, with a mark, where the model of the row is significantly better than that of the column. */
export function significanceMap(rows: readonly SignificanceRow[], options: FigureOptions): SVGSVGElement {
  const names = rows.map(({ name }) => name);
  const cells = rows.flatMap(({ name, betterThan }) =>
    names.map((other) => ({ row: name, column: other, isBetter: betterThan.has(other), isSelf: other === name })),
  );
  const room = labelRoom(
    names.map((name) => shorten(name, 16)),
    130,
  );
  const size = Math.max(12, Math.min(34, 480 / Math.max(1, rows.length)));
  return drawFigure(options, {
    height: room + 20 + size * rows.length,
    marginTop: room,
    marginLeft: room,
    // Squares keep their size when they are few: the rest of the width stays empty.
    marginRight: Math.max(20, (options.width ?? DEFAULT_WIDTH) - room - size * rows.length),
    x: {
      domain: names,
      axis: "top",
      label: null,
      tickRotate: -90,
      tickSize: 0,
      tickFormat: (name) => shorten(name, 16),
    },
    y: { domain: names, label: null, tickSize: 0, tickFormat: (name) => shorten(name, 16) },
    marks: [
      Plot.cell(cells, {
        x: "column",
        y: "row",
        inset: 0.5,
        fill: seriesColour(0),
        fillOpacity: { value: ({ isBetter }) => (isBetter ? 0.6 : 0.05), scale: null },
        title: ({ row, column, isBetter }) => `${row} is ${isBetter ? "" : "not "}significantly better than ${column}`,
      }),
      Plot.text(
        cells.filter(({ isBetter, isSelf }) => isBetter || isSelf),
        { x: "column", y: "row", text: ({ isSelf }) => (isSelf ? "·" : size >= 16 ? ">" : "") },
      ),
    ],
  });
}
