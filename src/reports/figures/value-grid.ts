import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { gridScale } from "./grid-scale.js";
import { seriesColour } from "./palette.js";

/** A cell of a grid: strategy and threshold, or model and rank, and its value. */
export interface GridCell {
  readonly row: string;
  readonly column: string;
  /** null or NaN where there is none. */
  readonly value: number | null;
}

/** A heat map that also says its numbers, so that nothing rests on colour. Rows and columns stand as first named. */
export function valueGrid(
  cells: readonly GridCell[],
  options: FigureOptions & {
    readonly rowLabel: string;
    readonly columnLabel: string;
    readonly digits?: number;
    readonly kind?: "ratio" | "count";
  },
): SVGSVGElement {
  const rows = [...new Set(cells.map(({ row }) => row))];
  const columns = [...new Set(cells.map(({ column }) => column))];
  const scale = gridScale(
    cells.map(({ value }) => value),
    options.kind ?? "ratio",
  );
  const shown = cells.map(({ row, column, value }) => ({
    row,
    column,
    opacity: 0.06 + 0.5 * scale(value),
    text: typeof value === "number" && !Number.isNaN(value) ? value.toFixed(options.digits ?? 2) : "–",
  }));
  return drawFigure(options, {
    height: 60 + 30 * rows.length,
    marginTop: 40,
    marginBottom: 10,
    marginLeft: labelRoom(rows.map((row) => shorten(row))),
    x: { domain: columns, axis: "top", label: options.columnLabel, labelArrow: "none", tickSize: 0 },
    y: { domain: rows, label: options.rowLabel, labelArrow: "none", tickSize: 0, tickFormat: (row) => shorten(row) },
    marks: [
      // Plot must not scale the opacity once more.
      Plot.cell(shown, {
        x: "column",
        y: "row",
        fill: seriesColour(0),
        fillOpacity: { value: "opacity", scale: null },
      }),
      Plot.text(shown, { x: "column", y: "row", text: "text" }),
    ],
  });
}
