/** Least squares of ranks on columns: an orthonormal basis of each design, found by Gram–Schmidt with pivoting. */
import { averageRanks } from "../statistics/ranks.js";

/** A column of the cases: numbers, or names of levels. */
export interface DriverColumn {
  readonly name: string;
  readonly kind: "numeric" | "category";
  readonly cells: readonly (string | number)[];
}

/** Parts of a vector shorter than this, relative to its length, are rounding. */
const TOLERANCE = 1e-8;

/** The vectors that a column adds to a design, less their means: ranks of numbers, or a dummy for each level but the first. */
export function regressorsOf({ kind, cells }: DriverColumn): Float64Array[] {
  if (kind === "numeric") return [centred(averageRanks(cells.map(Number)))];
  const levels = levelsOf(cells);
  return levels.slice(1).map((level) => centred(Float64Array.from(cells, (cell) => (String(cell) === level ? 1 : 0))));
}

export function levelsOf(cells: readonly (string | number)[]): string[] {
  return [...new Set(cells.map(String))].sort();
}

export function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** Orthonormal vectors that span what the regressors do; as many as their rank. */
export function basisOf(regressors: readonly Float64Array[]): Float64Array[] {
  const rest = regressors.map((vector) => ({
    vector: Float64Array.from(vector),
    length: Math.sqrt(dot(vector, vector)),
  }));
  const basis: Float64Array[] = [];
  while (rest.length > 0) {
    // The one of which the largest part is left.
    const share = ({ vector, length }: (typeof rest)[number]) =>
      length === 0 ? 0 : Math.sqrt(dot(vector, vector)) / length;
    const best = rest.reduce((most, _, i) => (share(rest[i]) > share(rest[most]) ? i : most), 0);
    if (share(rest[best]) <= TOLERANCE) break;
    const [{ vector }] = rest.splice(best, 1);
    // Twice, so that rounding leaves no trace of the earlier ones.
    for (const own of basis) subtract(vector, own, dot(vector, own));
    const size = Math.sqrt(dot(vector, vector));
    const unit = vector.map((value) => value / size);
    basis.push(unit);
    for (const one of rest) subtract(one.vector, unit, dot(one.vector, unit));
  }
  return basis;
}

/** The part of a vector that a basis explains, and the sum of squares of the rest. */
export function project(basis: readonly Float64Array[], vector: Float64Array): { fitted: Float64Array; rss: number } {
  const fitted = new Float64Array(vector.length);
  for (const own of basis) subtract(fitted, own, -dot(vector, own));
  const rss = vector.reduce((sum, value, i) => sum + (value - fitted[i]) ** 2, 0);
  return { fitted, rss };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function subtract(vector: Float64Array, other: Float64Array, times: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] -= times * other[i];
}
