/**
 * The assignment kernel on seeded costs, beside its twin in TypeScript. Times include copying the costs in and checking them.
 *
 *   npx esbuild bench/kernels/solve-assignment.ts --bundle --platform=node --format=esm --packages=external \
 *     --outfile=build/bench-assignment.mjs
 *   node -e 'import("./build/bench-assignment.mjs").then(async ({ bench }) => console.table(await bench()))'
 */
import { type BuildName, createEngine } from "../../bindings/engine.js";
import { solveAssignment } from "../../bindings/solve-assignment.js";
import { solveAssignmentTwin } from "../twins/solve-assignment.js";

export interface AssignmentResult {
  readonly costs: string;
  readonly size: number;
  readonly build: BuildName | "typescript";
  readonly runs: number;
  readonly minimumMs: number;
  readonly medianMs: number;
  readonly maximumMs: number;
}

interface Workload {
  readonly costs: string;
  readonly size: number;
  readonly fill: (next: () => number, size: number) => Float64Array;
}

const uniform: Workload["fill"] = (next, size) => new Float64Array(size * size).map(next);

/** Few distinct costs: ties everywhere. */
const tied: Workload["fill"] = (next, size) => new Float64Array(size * size).map(() => Math.floor(next() * 10));

/** Distances between points of a square: rows compete for the same columns, and paths are long. */
const planar: Workload["fill"] = (next, size) => {
  const points = new Float64Array(4 * size).map(next);
  return new Float64Array(size * size).map((_, cell) => {
    const a = 2 * Math.floor(cell / size);
    const b = 2 * (size + (cell % size));
    return Math.hypot(points[a] - points[b], points[a + 1] - points[b + 1]);
  });
};

/** (row + 1)·(column + 1): each search visits every row assigned so far. The worst case. */
const product: Workload["fill"] = (_, size) =>
  new Float64Array(size * size).map((_, cell) => (Math.floor(cell / size) + 1) * ((cell % size) + 1));

const WORKLOADS: readonly Workload[] = [
  { costs: "uniform", size: 4, fill: uniform },
  { costs: "uniform", size: 100, fill: uniform },
  { costs: "uniform", size: 500, fill: uniform },
  { costs: "uniform", size: 1000, fill: uniform },
  { costs: "uniform", size: 2000, fill: uniform },
  { costs: "uniform", size: 5000, fill: uniform },
  { costs: "tied", size: 1000, fill: tied },
  { costs: "planar", size: 1000, fill: planar },
  { costs: "product", size: 500, fill: product },
];

const SEED = 20_261_123;
const WARM_UP_RUNS = 3;
const RUNS = 9;

/** Measures every workload; throws instead of reporting a time where the answers differ. */
export async function bench(sizeLimit = 5000): Promise<AssignmentResult[]> {
  const results: AssignmentResult[] = [];
  for (const { costs: name, size, fill } of WORKLOADS.filter((workload) => workload.size <= sizeLimit)) {
    const costs = fill(random(SEED), size);
    const total = (columnOfRow: Int32Array | null) =>
      columnOfRow?.reduce((sum, column, row) => sum + costs[row * size + column], 0) ?? Number.NaN;
    const expected = total(solveAssignmentTwin(costs, size, size));
    const add = (build: AssignmentResult["build"], solve: () => Int32Array | null): void => {
      const found = total(solve());
      if (!(Math.abs(found - expected) <= 1e-9 * Math.abs(expected))) {
        throw new Error(`${name} ${size}²: the total is ${found} by ${build} and ${expected} by the twin`);
      }
      results.push({ costs: name, size, build, ...measure(solve) });
    };
    for (const build of ["release", "scalar"] as const) {
      const engine = await createEngine({ build });
      add(build, () => solveAssignment(engine, costs, size, size)?.columnOfRow ?? null);
    }
    add("typescript", () => solveAssignmentTwin(costs, size, size));
  }
  return results;
}

function measure(solve: () => Int32Array | null) {
  for (let run = 0; run < WARM_UP_RUNS; run++) solve();
  const times: number[] = [];
  let sink = 0;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    sink += solve()?.[0] ?? 0;
    times.push(performance.now() - start);
  }
  if (Number.isNaN(sink)) throw new Error("unreachable: keeps the result alive");
  times.sort((a, b) => a - b);
  const round = (ms: number) => Math.round(ms * 1000) / 1000;
  return {
    runs: RUNS,
    minimumMs: round(times[0]),
    medianMs: round(times[RUNS >> 1]),
    maximumMs: round(times[RUNS - 1]),
  };
}

/** mulberry32: 25 million numbers in a tenth of a second, where splitmix64 by BigInt would take half a minute. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
