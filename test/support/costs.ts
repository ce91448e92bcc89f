import { splitmix64 } from "./random.js";

/** Kinds of cost matrices: the first seven as in the golden pack. */
export const COST_KINDS = [
  "uniform",
  "integer",
  "forbidden",
  "integer_forbidden",
  "signed",
  "product",
  "constant",
  "falling",
  "zeros",
  "blocked",
] as const;

export type CostKind = (typeof COST_KINDS)[number];

export interface CostOptions {
  /** Integer costs are 0 … levels − 1. */
  readonly levels?: number;
  readonly forbidden_share?: number;
}

/** Makes a cost matrix, row after row; the same arguments give the same costs. */
export function makeCosts(
  kind: CostKind,
  rows: number,
  columns: number,
  seed: number,
  { levels = 5, forbidden_share = 0.4 }: CostOptions = {},
): Float64Array<ArrayBuffer> {
  const next = splitmix64(seed);
  const costs = new Float64Array(rows * columns);
  for (let cell = 0; cell < costs.length; cell++) {
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    const u = next();
    costs[cell] = costOf(kind, row, column, u, levels);
    if (kind.endsWith("forbidden")) {
      // A second number is drawn for the same cell and decides; the first is the cost.
      const allowed = kind === "forbidden" ? u : Math.floor(u * levels);
      costs[cell] = next() < forbidden_share ? Number.POSITIVE_INFINITY : allowed;
    }
  }
  return costs;
}

function costOf(kind: CostKind, row: number, column: number, u: number, levels: number): number {
  switch (kind) {
    case "integer":
      return Math.floor(u * levels);
    case "signed":
      return 2 * u - 1;
    case "product":
      return (row + 1) * (column + 1);
    case "constant":
      return 1;
    case "falling":
      // Each cell is smaller than the last: the worst case of keeping the smallest.
      return -row - column;
    case "zeros":
      // Both zeros, and little else: their order must not depend on the build.
      return u < 0.4 ? 0 : u < 0.8 ? -0 : u < 0.9 ? 1 : -1;
    case "blocked":
      // One row and one column may not be used: never complete.
      return row === 0 || column === 0 ? Number.POSITIVE_INFINITY : u;
    default:
      return u;
  }
}
