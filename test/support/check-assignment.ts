import { expect } from "vitest";
import type { Assignment } from "../../bindings/assignment/solve-assignment.js";

/**
 * Asserts that an assignment is complete and allowed, and that its duals prove it cheapest: u + v ≤ c everywhere, = c at every
 * pair, v = 0 where the longer side is left over. Then Σu + Σv is a lower bound of every assignment's total, and it is reached.
 * Returns the total.
 *
 * Tolerance: a dual is a sum of at most as many costs as a path has edges, each rounded to 2⁻⁵³; 1e-11 of the largest cost leaves
 * a factor of a thousand at the sizes tested.
 */
export function checkAssignment(assignment: Assignment, costs: Float64Array, rows: number, columns: number): number {
  const { columnOfRow, rowDuals, columnDuals } = assignment;
  expect([columnOfRow.length, rowDuals.length, columnDuals.length]).toEqual([rows, rows, columns]);
  const taken = columnOfRow.filter((column) => column >= 0);
  expect(taken.length).toBe(Math.min(rows, columns));
  expect(new Set(taken).size).toBe(taken.length);
  expect(taken.every((column) => column < columns)).toBe(true);

  const scale = costs.reduce((most, cost) => (Number.isFinite(cost) ? Math.max(most, Math.abs(cost)) : most), 0);
  const tolerance = 1e-11 * scale;
  let total = 0;
  let worst = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cost = costs[row * columns + column];
      const slack = cost - rowDuals[row] - columnDuals[column];
      if (columnOfRow[row] === column) {
        total += cost;
        worst = Math.max(worst, Math.abs(slack));
      } else {
        worst = Math.max(worst, -slack);
      }
    }
  }
  expect(worst).toBeLessThanOrEqual(tolerance);
  const has = new Set(taken);
  if (rows < columns) columnDuals.forEach((v, column) => void expect(has.has(column) ? v <= 0 : v === 0).toBe(true));
  if (rows > columns) rowDuals.forEach((u, row) => void expect(columnOfRow[row] >= 0 ? u <= 0 : u === 0).toBe(true));
  return total;
}
