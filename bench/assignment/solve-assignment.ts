/** The assignment kernel on seeded costs, compared with its twin. Times include copying the costs in and checking them. */
import { solveAssignment } from "../../bindings/assignment/solve-assignment.js";
import { SEED } from "../data.js";
import { solveAssignmentTwin } from "../oracle/solve-assignment.js";
import { makeEngines } from "../support/compare.js";
import { type Contender, type MeasureOptions, measureInTurn } from "../support/measure.js";
import { seededRandom } from "../support/random.js";
import type { Result } from "../support/result.js";

type Fill = (next: () => number, size: number) => Float64Array<ArrayBuffer>;

/** Every cost for itself: what the bar and SciPy are measured on. */
export const uniformCosts = (size: number): Float64Array<ArrayBuffer> => uniform(seededRandom(SEED), size);

const uniform: Fill = (next, size) => new Float64Array(size * size).map(next);

/** Few distinct costs: ties everywhere. */
const tied: Fill = (next, size) => new Float64Array(size * size).map(() => Math.floor(next() * 10));

/** Distances between points of a square: rows compete for the same columns, and paths are long. */
const planar: Fill = (next, size) => {
  const points = new Float64Array(4 * size).map(next);
  return new Float64Array(size * size).map((_, cell) => {
    const a = 2 * Math.floor(cell / size);
    const b = 2 * (size + (cell % size));
    return Math.hypot(points[a] - points[b], points[a + 1] - points[b + 1]);
  });
};

/** (row + 1)·(column + 1): each search visits every row assigned so far. The worst case. */
const product: Fill = (_, size) =>
  new Float64Array(size * size).map((_, cell) => (Math.floor(cell / size) + 1) * ((cell % size) + 1));

const WORKLOADS: readonly { readonly costs: string; readonly size: number; readonly fill: Fill }[] = [
  ...[4, 100, 500, 1000, 2000, 5000].map((size) => ({ costs: "uniform", size, fill: uniform })),
  { costs: "tied", size: 1000, fill: tied },
  { costs: "planar", size: 1000, fill: planar },
  { costs: "product", size: 500, fill: product },
];

export async function benchAssignment(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const engines = await makeEngines();
  const results: Result[] = [];
  for (const { costs: name, size, fill } of WORKLOADS.filter(({ size }) => size <= (quick ? 500 : 5000))) {
    const costs = fill(seededRandom(SEED), size);
    const solvers: Record<string, () => Int32Array | null> = {
      ...Object.fromEntries(
        engines.map((engine) => [engine.build, () => solveAssignment(engine, costs, size, size)?.columnOfRow ?? null]),
      ),
      typescript: () => solveAssignmentTwin(costs, size, size),
    };
    const expected = totalCost(costs, size, solvers.typescript());
    for (const [by, solve] of Object.entries(solvers)) {
      const found = totalCost(costs, size, solve());
      if (!(Math.abs(found - expected) <= 1e-9 * Math.abs(expected))) {
        throw new Error(`${name} ${size}²: the total is ${found} by ${by} and ${expected} by the twin.`);
      }
    }
    const contenders = Object.entries(solvers).map(([by, solve]): [string, Contender] => [
      by,
      { work: () => solve()?.[0] ?? Number.NaN },
    ]);
    const timings = await measureInTurn(Object.fromEntries(contenders), options);
    for (const by of ["release", "scalar", "typescript"] as const) {
      results.push({ work: "solve assignment", workload: `${name} ${size}²`, by, ...timings[by] });
    }
  }
  return results;
}

/** The cost of an assignment; NaN without one. */
export function totalCost(costs: Float64Array, columns: number, columnOfRow: Int32Array | null): number {
  return columnOfRow?.reduce((sum, column, row) => sum + costs[row * columns + column], 0) ?? Number.NaN;
}
