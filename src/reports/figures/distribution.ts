import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions, labelRoom, shorten } from "./figure.js";
import { seriesColour } from "./palette.js";

/** The values of one series, over cases. */
export interface Distribution {
  readonly name: string;
  readonly values: readonly number[];
  /** The case of each value, shown where a pointer rests on its dot. */
  readonly labels?: readonly string[];
  /** Which colour; the place in the list if absent. */
  readonly colour?: number;
}

/** Up to here each case is a dot; with more, dots would only be ink, and bins are drawn that darken with their count. */
const MOST_DOTS = 150;
const BINS = 60;
const ROW = 44;

/** A box (quartiles, whiskers to the last value within 1.5 interquartile ranges) over a strip of the values. */
export function distributions(
  series: readonly Distribution[],
  options: FigureOptions & { readonly label: string; readonly bounded?: boolean },
): SVGSVGElement {
  const shown = series.map((one) => ({
    ...one,
    values: one.values.filter(Number.isFinite),
    labels: one.labels?.filter((_, i) => Number.isFinite(one.values[i])) ?? [],
  }));
  const all = shown.flatMap(({ values }) => values);
  const low = options.bounded ? 0 : minimum(all);
  const high = options.bounded ? 1 : maximum(all);
  const padding = low === high ? 0.5 : 0;
  const domain = [low - padding, high + padding];
  return drawFigure(options, {
    height: 56 + ROW * series.length,
    marginTop: 10,
    marginBottom: 42,
    marginRight: 24,
    marginLeft: labelRoom(series.map(({ name }) => shorten(name))),
    x: { domain, label: options.label, labelAnchor: "center", labelArrow: "none", grid: true, ticks: 6 },
    y: { axis: null, domain: [series.length, 0] },
    marks: shown.flatMap(({ name, values, labels, colour }, i) => {
      const fill = seriesColour(colour ?? i);
      return [
        Plot.text([shorten(name)], { frameAnchor: "left", textAnchor: "end", dx: -10, y: () => i + 0.5 }),
        ...(values.length > 0 ? [strip(values, labels, i, fill, domain), ...box(values, i)] : []),
      ];
    }),
  });
}

function strip(
  values: readonly number[],
  labels: readonly string[],
  row: number,
  fill: string,
  [low, high]: readonly number[],
): Plot.Markish {
  if (values.length <= MOST_DOTS) {
    // A fixed scatter (multiples of the golden ratio) rather than a random one: the same data give the same drawing.
    const dots = values.map((value, i) => [value, row + 0.6 + 0.26 * ((i * 0.618034) % 1)]);
    const title = labels.length === 0 ? undefined : (_: unknown, i: number) => `${labels[i]}: ${values[i].toFixed(3)}`;
    return Plot.dot(dots, { r: 2.4, fill, fillOpacity: 0.65, title });
  }
  const counts = new Uint32Array(BINS);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS))]++;
  const most = maximum(Array.from(counts));
  const bins = Array.from(counts, (count, i) => ({ i, count })).filter(({ count }) => count > 0);
  const edge = (i: number) => low + ((high - low) * i) / BINS;
  return Plot.rect(bins, {
    x1: ({ i }: { i: number }) => edge(i),
    x2: ({ i }: { i: number }) => edge(i + 1),
    y1: () => row + 0.58,
    y2: () => row + 0.88,
    fill,
    fillOpacity: { value: ({ count }: { count: number }) => 0.12 + (0.88 * count) / most, scale: null },
  });
}

function box(values: readonly number[], row: number): Plot.Markish[] {
  const sorted = [...values].sort((a, b) => a - b);
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
  const reach = 1.5 * (q3 - q1);
  const low = sorted.find((value) => value >= q1 - reach) ?? q1;
  const high = sorted.findLast((value) => value <= q3 + reach) ?? q3;
  const at = (from: number, to: number) => ({ y1: () => row + from, y2: () => row + to });
  return [
    Plot.link([0], { x1: () => low, x2: () => q1, y1: () => row + 0.32, y2: () => row + 0.32 }),
    Plot.link([0], { x1: () => q3, x2: () => high, y1: () => row + 0.32, y2: () => row + 0.32 }),
    Plot.rect([0], { x1: () => q1, x2: () => q3, ...at(0.16, 0.48), stroke: "currentColor", fill: "none" }),
    Plot.link([0], { x1: () => median, x2: () => median, ...at(0.16, 0.48), strokeWidth: 2.5 }),
  ];
}

/** Linear between the two nearest values (Hyndman and Fan's type 7, NumPy's default). */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

function minimum(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), values.length === 0 ? 0 : Number.POSITIVE_INFINITY);
}

function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), values.length === 0 ? 1 : Number.NEGATIVE_INFINITY);
}
