import { VoxmatchError } from "../../base/errors.js";
import { solveAssignment } from "../../bindings/assignment/solve-assignment.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { breakTies } from "./break-ties.js";
import type { CandidateGraph } from "./candidate-graph.js";
import type { GraphComponent } from "./graph-components.js";
import { type SparseAssignment, type SparseScores, solveSparseAssignment } from "./sparse-assignment.js";
import type { MatchingObjective } from "./strategy.js";

/**
 * A component is solved on a matrix if at least one cell in 32 is an edge and the matrix takes no more than 128 MB, else
 * on its edges. (Measured, 2048²: 7 edges a row 90 ms on the matrix, 15 on the edges; 32 a row 60 and 60; 512 a row 70
 * and 350.)
 */
const DENSE_CELLS_PER_EDGE = 32;
const DENSE_CELLS = 1 << 24;

/** The edges of one component that maximise the total score, by the objective. */
export function solveComponent(
  graph: CandidateGraph,
  component: GraphComponent,
  objective: MatchingObjective,
  engine: Engine,
): number[] {
  const scores = sparseScores(graph, component, objective);
  const cells = scores.rows * scores.columns;
  const isDense = cells <= Math.min(DENSE_CELLS, DENSE_CELLS_PER_EDGE * component.edges.length);
  const solution = isDense ? solveDense(engine, scores) : solveSparseAssignment(scores);
  const columnOfRow = breakTies(scores, solution);
  return component.edges.filter((_, e) => columnOfRow[scores.rowOfEdge[e]] === scores.column[e]);
}

/**
 * The component's edges by row. A distance d becomes the score base − d with a base so large that one more edge always
 * outweighs all distances together, which is "as many edges as possible first"; likewise a score s becomes base + s if
 * the number of edges is to count first.
 */
function sparseScores(
  graph: CandidateGraph,
  { edges, references, predictions }: GraphComponent,
  objective: MatchingObjective,
) {
  const { table, scores, threshold } = graph;
  const rowOf = new Map(references.map((g, row) => [g, row]));
  const columnOf = new Map(predictions.map((p, column) => [p, column]));
  const count = edges.length;
  const rowOfEdge = Uint32Array.from(edges, (e) => rowOf.get(table.pairReference[e]) ?? 0);
  const column = Uint32Array.from(edges, (e) => columnOf.get(table.pairPrediction[e]) ?? 0);
  const offsets = new Uint32Array(references.length + 1);
  for (const row of rowOfEdge) offsets[row + 1]++;
  for (let row = 0; row < references.length; row++) offsets[row + 1] += offsets[row];
  let score = Float64Array.from(edges, (e) => scores[e]);
  if (threshold.direction === "lower" || objective === "count") {
    const largest = score.reduce((a, b) => Math.max(a, b), 0);
    const base = (largest + 1) * (Math.min(references.length, predictions.length) + 1);
    score = score.map((value) => (threshold.direction === "lower" ? base - value : base + value));
  }
  if (count > 0 && !score.every(Number.isFinite)) {
    throw new VoxmatchError("INTERNAL", "A matching score is not finite. This is a defect of voxmatch.");
  }
  return { rows: references.length, columns: predictions.length, offsets, column, score, rowOfEdge };
}

/** By the assignment kernel; a cell without an edge costs 0 and stands for "unmatched". */
function solveDense(engine: Engine, graph: SparseScores): SparseAssignment {
  const { rows, columns, offsets, column, score } = graph;
  const costs = new Float64Array(rows * columns);
  const isEdge = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let e = offsets[row]; e < offsets[row + 1]; e++) {
      costs[row * columns + column[e]] = -score[e];
      isEdge[row * columns + column[e]] = 1;
    }
  }
  const solution = solveAssignment(engine, costs, rows, columns);
  if (solution === null) {
    throw new VoxmatchError("INTERNAL", "An assignment without forbidden pairs has no solution.");
  }
  const rowDuals = solution.rowDuals.map((dual) => -dual);
  const columnDuals = solution.columnDuals.map((dual) => -dual);
  // In a square matrix nothing is unmatched, so the duals are free by a constant; this one makes them not negative.
  const shift = rows === columns ? columnDuals.reduce((a, b) => Math.min(a, b)) : 0;
  return {
    columnOfRow: solution.columnOfRow.map((j, row) => (j !== -1 && isEdge[row * columns + j] ? j : -1)),
    rowDuals: rowDuals.map((dual) => dual + shift),
    columnDuals: columnDuals.map((dual) => dual - shift),
  };
}
