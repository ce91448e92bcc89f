import * as Plot from "@observablehq/plot";
import { drawFigure, type FigureOptions } from "./figure.js";
import { seriesColour } from "./palette.js";

/** The counts or volumes of both sides of a case. */
export interface AgreementPoint {
  readonly case: string;
  readonly reference: number;
  readonly prediction: number;
}

export interface AgreementLines {
  readonly bias: number;
  readonly limit_low: number;
  readonly limit_high: number;
}

/** Few digits, also where all values are nearly equal. */
const AXIS = {
  labelArrow: "none",
  nice: true,
  tickFormat: (value: number) => String(Number(value.toPrecision(3))),
} as const;

/** Differences over means (Bland, Altman 1986), the bias as a line, the limits of agreement as dashed ones. */
export function blandAltman(
  points: readonly AgreementPoint[],
  { bias, limit_low, limit_high }: AgreementLines,
  options: FigureOptions & { readonly quantity: string; readonly colour?: number },
): SVGSVGElement {
  const shown = points.map((one) => ({
    id: one.case,
    mean: (one.reference + one.prediction) / 2,
    difference: one.prediction - one.reference,
  }));
  const limits = [limit_low, limit_high].filter(Number.isFinite);
  return drawFigure(options, {
    height: 260,
    marginLeft: 64,
    marginBottom: 44,
    marginRight: 20,
    x: { label: `mean of both, ${options.quantity}`, labelAnchor: "center", ...AXIS },
    y: { label: `prediction − reference, ${options.quantity}`, grid: true, ...AXIS },
    marks: [
      Plot.ruleY([0], { strokeOpacity: 0.35 }),
      Plot.dot(shown, {
        x: "mean",
        y: "difference",
        r: 3,
        fill: seriesColour(options.colour ?? 0),
        fillOpacity: 0.6,
        title: ({ id, difference }) => `${id}: ${difference.toPrecision(4)}`,
      }),
      Number.isFinite(bias) ? Plot.ruleY([bias], { strokeWidth: 1.8 }) : null,
      Plot.ruleY(limits, { strokeDasharray: "4 3", strokeWidth: 1.4 }),
    ],
  });
}
