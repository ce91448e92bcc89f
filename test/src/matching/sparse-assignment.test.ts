import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { solveAssignment } from "../../../bindings/assignment/solve-assignment.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { breakTies } from "../../../src/matching/break-ties.js";
import {
  type SparseAssignment,
  type SparseScores,
  solveSparseAssignment,
} from "../../../src/matching/sparse-assignment.js";
import { smallestTotalByEnumeration } from "../../oracle/solve-assignment.js";
import { chainPairs, LEVELS, randomPairs, sparsePairs } from "../../support/graphs.js";
import { splitmix64 } from "../../support/random.js";
import { type Pair, scoredGraph } from "../../support/tables.js";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine();
});

function sparse(rows: number, columns: number, pairs: readonly Pair[]): SparseScores {
  const { table, scores } = scoredGraph(rows, columns, pairs);
  return { rows, columns, offsets: table.offsets, column: table.pairPrediction, score: scores };
}

/** A matrix in which what is no edge costs 0, as leaving both unmatched does. */
function costsOf({ rows, columns, offsets, column, score }: SparseScores): Float64Array {
  const costs = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let e = offsets[row]; e < offsets[row + 1]; e++) costs[row * columns + column[e]] = -score[e];
  }
  return costs;
}

/** The graph, and how often its scores were read so far. Beyond `most` reads it throws, rather than be read for ever. */
function counting(graph: SparseScores, most: number): { graph: SparseScores; reads: () => number } {
  let count = 0;
  const score = new Proxy(graph.score, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value === "function") return value.bind(target);
      if (typeof value === "number" && ++count > most)
        throw new Error(`More than ${most} reads of ${target.length} scores`);
      return value;
    },
  });
  return { graph: { ...graph, score }, reads: () => count };
}

function totalOf({ rows, offsets, column, score }: SparseScores, columnOfRow: Int32Array): number {
  let total = 0;
  for (let row = 0; row < rows; row++) {
    for (let e = offsets[row]; e < offsets[row + 1]; e++) if (column[e] === columnOfRow[row]) total += score[e];
  }
  return total;
}

function denseTotal(graph: SparseScores): number {
  const costs = costsOf(graph);
  let total = 0;
  solveAssignment(engine, costs, graph.rows, graph.columns)?.columnOfRow.forEach((column, row) => {
    if (column !== -1) total -= costs[row * graph.columns + column];
  });
  return total;
}

/**
 * Asserts that the matching is one, and that its duals prove it best: none is negative, every edge has row + column dual ≥
 * score, those chosen =, and unmatched ones have 0. Then Σ duals bounds every matching's total, and it is reached.
 */
function checkProof(graph: SparseScores, { columnOfRow, rowDuals, columnDuals }: SparseAssignment): void {
  const taken = columnOfRow.filter((column) => column !== -1);
  expect(new Set(taken).size).toBe(taken.length);
  const isTaken = new Set(taken);
  // A dual is a sum of some scores ≤ 1, each rounded to 2⁻⁵³; ten thousand of these are 1e-12.
  const rounding = 1e-12;
  let worst = 0;
  let chosen = 0;
  for (let row = 0; row < graph.rows; row++) {
    for (let e = graph.offsets[row]; e < graph.offsets[row + 1]; e++) {
      const slack = rowDuals[row] + columnDuals[graph.column[e]] - graph.score[e];
      const isChosen = columnOfRow[row] === graph.column[e];
      if (isChosen) chosen++;
      worst = Math.max(worst, isChosen ? Math.abs(slack) : -slack);
    }
    worst = Math.max(worst, -rowDuals[row], columnOfRow[row] === -1 ? rowDuals[row] : 0);
  }
  columnDuals.forEach((dual, column) => {
    worst = Math.max(worst, -dual, isTaken.has(column) ? 0 : dual);
  });
  expect(chosen).toBe(taken.length);
  expect(worst).toBeLessThanOrEqual(rounding);
}

describe("solveSparseAssignment", () => {
  it("agrees with enumeration and with the matrix on small graphs, and proves it", () => {
    const length = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(
        length,
        length,
        fc.constantFrom(0, 0.2, 0.5, 1),
        fc.constantFrom(...LEVELS),
        fc.integer({ min: 0, max: 2 ** 31 }),
        (rows, columns, density, levels, seed) => {
          const graph = sparse(rows, columns, randomPairs(rows, columns, density, levels, seed));
          const solution = solveSparseAssignment(graph);
          checkProof(graph, solution);
          const total = totalOf(graph, solution.columnOfRow);
          const best = -(smallestTotalByEnumeration(costsOf(graph), rows, columns) ?? Number.NaN);
          expect(Math.abs(total - best)).toBeLessThanOrEqual(1e-12);
          expect(Math.abs(denseTotal(graph) - best)).toBeLessThanOrEqual(1e-12);
        },
      ),
      { seed: 20_261_204, numRuns: 300 },
    );
  });

  it.each(LEVELS)("agrees with the matrix where %s scores are many", (levels) => {
    for (const [rows, columns, density] of [
      [60, 60, 0.1],
      [50, 80, 0.5],
      [80, 50, 1],
    ]) {
      const graph = sparse(rows, columns, randomPairs(rows, columns, density, levels, 7));
      const solution = solveSparseAssignment(graph);
      checkProof(graph, solution);
      expect(Math.abs(totalOf(graph, solution.columnOfRow) - denseTotal(graph))).toBeLessThanOrEqual(1e-9);
    }
  });

  it.each(["continuous", "eighths"] as const)(
    "agrees with the matrix on 3000 × 3000, three edges a row, %s",
    (levels) => {
      const graph = sparse(3000, 3000, sparsePairs(3000, 3000, 3, levels, 11));
      const solution = solveSparseAssignment(graph);
      checkProof(graph, solution);
      const total = totalOf(graph, solution.columnOfRow);
      expect(Math.abs(total - denseTotal(graph))).toBeLessThanOrEqual(1e-9);
      const canonical = breakTies(graph, solution);
      checkProof(graph, { ...solution, columnOfRow: canonical });
      expect(Math.abs(totalOf(graph, canonical) - total)).toBeLessThanOrEqual(1e-9);
    },
  );

  it("unmatches a row for a better one", () => {
    // Row 0 takes the only column at 0.3; row 1 wants it at 0.9.
    const graph = sparse(2, 1, [
      [0, 0, 0.3],
      [1, 0, 0.9],
    ]);
    expect(Array.from(solveSparseAssignment(graph).columnOfRow)).toEqual([-1, 0]);
  });

  it("leaves a row unmatched rather than displace a better one", () => {
    const graph = sparse(2, 1, [
      [0, 0, 0.9],
      [1, 0, 0.3],
    ]);
    expect(Array.from(solveSparseAssignment(graph).columnOfRow)).toEqual([0, -1]);
  });

  it("knows a graph without edges", () => {
    expect(Array.from(solveSparseAssignment(sparse(2, 3, [])).columnOfRow)).toEqual([-1, -1]);
    expect(Array.from(solveSparseAssignment(sparse(0, 0, [])).columnOfRow)).toEqual([]);
  });

  // Searches once visited every column equally near: 20,000 references in a chain of equal scores took 72 s.
  it.each(["continuous", "equal"] as const)(
    "reads each edge a few times, however many rows and columns there are: chain, %s",
    (levels) => {
      const readsOf = (n: number): number => {
        const random = splitmix64(5);
        const pairs = chainPairs(n, () => (levels === "equal" ? 0.3 : random()));
        // A chain of n references has 2n − 1 edges; a search over all of them for every row would be n²/2 reads.
        const { graph, reads } = counting(sparse(n, n, pairs), 100 * n);
        const solution = solveSparseAssignment(graph);
        const canonical = breakTies(graph, solution);
        const total = reads();
        checkProof(graph, { ...solution, columnOfRow: canonical });
        if (levels === "equal") expect(canonical.every((column, row) => column === row)).toBe(true);
        return total;
      };
      expect(readsOf(10_000) / readsOf(5000)).toBeLessThan(2.1);
    },
  );
});

describe("breakTies", () => {
  it("gives the same matching from either solver's duals", () => {
    for (let seed = 0; seed < 30; seed++) {
      const n = 20;
      const graph = sparse(n, n, randomPairs(n, n, 0.3, "eighths", seed));
      const costs = costsOf(graph);
      const dense = solveAssignment(engine, costs, n, n);
      if (dense === null) throw new Error("no assignment");
      const shift = Math.max(...dense.columnDuals);
      const fromDense = breakTies(graph, {
        columnOfRow: dense.columnOfRow.map((j, row) => (j !== -1 && costs[row * n + j] < 0 ? j : -1)),
        rowDuals: dense.rowDuals.map((dual) => -dual - shift),
        columnDuals: dense.columnDuals.map((dual) => shift - dual),
      });
      expect(fromDense).toEqual(breakTies(graph, solveSparseAssignment(graph)));
    }
  });

  it("keeps a chosen edge whose duals were rounded apart", () => {
    // The row's dual is 1e-9 too large for column 0, more than rounding should be; it was chosen all the same, and the
    // larger column is not tried after it.
    const graph = sparse(1, 2, [
      [0, 0, 0.5 - 1e-9],
      [0, 1, 0.5],
    ]);
    const rounded = { columnOfRow: Int32Array.of(0), rowDuals: Float64Array.of(0.5), columnDuals: new Float64Array(2) };
    expect(Array.from(breakTies(graph, rounded))).toEqual([0]);
  });
});
