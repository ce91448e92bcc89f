/**
 * The colours of figures, in one place: they mean the same in the report, the page and the viewer.
 *
 * After the palette of Okabe and Ito (2008), which the common kinds of colour blindness tell apart,
 * with light and dark variants that stand out from the page by at least 3 : 1 (WCAG 2.2, 1.4.11; a test checks it).
 */

import type { Kind } from "../../results/taxonomy/kinds.js";

/** A colour on a light and on a dark page. */
export interface Shade {
  readonly light: string;
  readonly dark: string;
}

/** The assumed surface of a page. */
export const PAGE: Shade = { light: "#fbfbfa", dark: "#16181b" };

/** The outcome of an instance, or of a voxel: both, reference alone, prediction alone. */
export const OUTCOMES = {
  matched: { light: "#009e73", dark: "#22b88c" },
  missed: { light: "#c24e00", dark: "#ee7a2b" },
  spurious: { light: "#a0457c", dark: "#cc79a7" },
  split: { light: "#0072b2", dark: "#56b4e9" },
  merged: { light: "#a67e00", dark: "#f0e442" },
  inaccurate: { light: "#8a5a2b", dark: "#c99a6b" },
} as const satisfies Record<string, Shade>;

export type Outcome = keyof typeof OUTCOMES;

const FAMILY: Readonly<Record<Exclude<Kind, "absent">, Outcome>> = {
  none: "matched",
  inaccurate: "inaccurate",
  split: "split",
  fragment: "split",
  duplicate: "split",
  merged: "merged",
  mixed: "merged",
};

/** The colour of a kind of error: splits share one, and mergers; what is absent has the colour of what that leads to. */
export function outcomeOfKind(kind: Kind, side: "reference" | "prediction"): Outcome {
  if (kind === "absent") return side === "reference" ? "missed" : "spurious";
  return FAMILY[kind];
}

/** Models, strategies, groups: in this order, then from the start again. */
export const SERIES: readonly Shade[] = [
  { light: "#0072b2", dark: "#56b4e9" },
  { light: "#c24e00", dark: "#ee7a2b" },
  { light: "#009e73", dark: "#22b88c" },
  { light: "#a0457c", dark: "#cc79a7" },
  { light: "#a67e00", dark: "#f0e442" },
  { light: "#6b6b6b", dark: "#9c9c9c" },
  { light: "#222222", dark: "#eeeeee" },
];

/** An outcome's colour in a figure: the page's variable where {@link paletteCss} is in force, else the light shade. */
export function outcomeColour(outcome: Outcome): string {
  return variable(outcome, OUTCOMES[outcome]);
}

/** The colour of the series at this place. */
export function seriesColour(index: number): string {
  const place = index % SERIES.length;
  return variable(`series-${place + 1}`, SERIES[place]);
}

/** Declarations of the variables, of one of the two variants. */
export function paletteCss(variant: keyof Shade): string {
  const outcomes = Object.entries(OUTCOMES).map(([name, shade]) => `${nameOf(name)}:${shade[variant]}`);
  const series = SERIES.map((shade, i) => `${nameOf(`series-${i + 1}`)}:${shade[variant]}`);
  return [...outcomes, ...series].join(";");
}

function variable(name: string, shade: Shade): string {
  return `var(${nameOf(name)}, ${shade.light})`;
}

function nameOf(name: string): string {
  return `--voxmatch-${name}`;
}
