import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { type Outcome, outcomeColour } from "./palette.js";

/** How many instances of one class there are. */
export interface ErrorCount {
  /** The name of the bar, such as `split` or `duplicate`. */
  readonly name: string;
  readonly count: number;
  /** Which colour it has. */
  readonly outcome: Outcome;
}

/** One bar for each kind of error, with its count and its share of the whole. */
export function errorBars(counts: readonly ErrorCount[], options: FigureOptions): SVGSVGElement {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const bars = counts.map((bar) => ({ ...bar, text: `${bar.count} (${percent(bar.count, total)})` }));
  return drawFigure(options, {
    height: 20 + 28 * counts.length,
    marginTop: 4,
    marginBottom: 10,
    marginLeft: labelRoom(counts.map(({ name }) => shorten(name))),
    marginRight: 110,
    x: { axis: null, domain: [0, Math.max(1, ...counts.map(({ count }) => count))] },
    y: { domain: counts.map(({ name }) => name), label: null, tickSize: 0, tickFormat: (name) => shorten(name) },
    marks: [
      Plot.barX(bars, {
        x: "count",
        y: "name",
        fill: ({ outcome }: ErrorCount) => outcomeColour(outcome),
        insetTop: 3,
        insetBottom: 3,
      }),
      Plot.text(bars, { x: "count", y: "name", text: "text", textAnchor: "start", dx: 6 }),
      Plot.ruleX([0]),
    ],
    color: { type: "identity" },
  });
}

function percent(count: number, total: number): string {
  return total === 0 ? "–" : `${((100 * count) / total).toFixed(1)} %`;
}
