/** The strength of a cell's colour, from 0 to 1, in every grid: on a page, in an export, in a report. */
export type GridScale = (value: number | null | undefined) => number;

/** Ratios by their value, so that the same value has the same colour in every grid; counts by their share of the largest. */
export function gridScale(values: readonly (number | null | undefined)[], kind: "ratio" | "count"): GridScale {
  const most = kind === "ratio" ? 1 : Math.max(1, ...values.filter((value) => Number.isFinite(value)).map(Number));
  return (value) => (Number.isFinite(value) ? Math.max(0, Math.min(1, Number(value) / most)) : 0);
}
