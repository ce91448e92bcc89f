import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { isVoxmatchError } from "../../../base/errors.js";
import { solveAssignment } from "../../../bindings/assignment/solve-assignment.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { smallestTotalByEnumeration, smallestTotalByFlow } from "../../oracle/solve-assignment.js";
import { BUILDS, describeBuilds, engineOf } from "../../support/builds.js";
import { checkAssignment } from "../../support/check-assignment.js";
import { COST_KINDS, type CostKind, type CostOptions, makeCosts } from "../../support/costs.js";
import { goldenCases } from "../../support/golden.js";

const SEED = 20_261_123;

/** None, as small matrices get; so short that rows wait and are scanned whole; as long as large matrices get. */
const LIST_LENGTHS = [0, 1, 5, 64];

const matrices = (largest: number) =>
  fc.record({
    rows: fc.integer({ min: 0, max: largest }),
    columns: fc.integer({ min: 0, max: largest }),
    kind: fc.constantFrom<CostKind>(...COST_KINDS),
    seed: fc.nat(),
    listLength: fc.constantFrom(...LIST_LENGTHS),
  });

/** Shapes that straddle blocks of 64, groups of 16 and vectors of 2 and 4. */
const LARGE_SHAPES: [rows: number, columns: number][] = [
  [1, 127],
  [3, 128],
  [127, 129],
  [128, 128],
  [129, 130],
  [131, 131],
  [200, 150],
  [64, 257],
  [190, 191],
  [192, 192],
  [300, 5],
];

function totalOf(columnOfRow: Int32Array, costs: Float64Array, columns: number): number {
  return columnOfRow.reduce((sum, column, row) => (column < 0 ? sum : sum + costs[row * columns + column]), 0);
}

/** Compares with an oracle; totals of at most forty costs agree to 1e-12 of the largest. */
function compare(
  engine: Engine,
  costs: Float64Array,
  rows: number,
  columns: number,
  listLength: number,
  expected: number | null,
): void {
  const found = solveAssignment(engine, costs, rows, columns, listLength);
  expect(found === null).toBe(expected === null);
  if (found === null || expected === null) return;
  const total = checkAssignment(found, costs, rows, columns);
  expect(Math.abs(total - expected)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(expected)));
}

describeBuilds("solveAssignment", (engine) => {
  test("agrees with trying everything on small matrices", () => {
    fc.assert(
      fc.property(matrices(6), ({ rows, columns, kind, seed, listLength }) => {
        const costs = makeCosts(kind, rows, columns, seed);
        compare(engine(), costs, rows, columns, listLength, smallestTotalByEnumeration(costs, rows, columns));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test("agrees with minimum-cost flow on middling matrices", () => {
    fc.assert(
      fc.property(matrices(24), ({ rows, columns, kind, seed, listLength }) => {
        const costs = makeCosts(kind, rows, columns, seed);
        compare(engine(), costs, rows, columns, listLength, smallestTotalByFlow(costs, rows, columns));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  describe.each(COST_KINDS)("%s costs", (kind) => {
    test.each(LARGE_SHAPES)("%d × %d: the duals prove the assignment cheapest", (rows, columns) => {
      const costs = makeCosts(kind, rows, columns, rows * 1000 + columns);
      for (const listLength of LIST_LENGTHS) {
        const found = solveAssignment(engine(), costs, rows, columns, listLength);
        if (kind === "blocked") expect(found).toBeNull();
        else if (found !== null) checkAssignment(found, costs, rows, columns);
        else expect(kind).toBe("forbidden");
      }
    });
  });

  test("2 × 2 by hand: 1 + 2 = 3 is less than 4 + 3 = 7", () => {
    const found = solveAssignment(engine(), Float64Array.of(1, 4, 3, 2), 2, 2);
    expect(found?.columnOfRow).toEqual(Int32Array.of(0, 1));
  });

  test("1 × 1, negative", () => {
    const found = solveAssignment(engine(), Float64Array.of(-2.5), 1, 1);
    expect(found?.columnOfRow).toEqual(Int32Array.of(0));
  });

  test.each([
    [0, 0],
    [0, 3],
    [3, 0],
  ])("%d × %d has nothing to assign", (rows, columns) => {
    expect(solveAssignment(engine(), new Float64Array(0), rows, columns)).toEqual({
      columnOfRow: new Int32Array(rows).fill(-1),
      rowDuals: new Float64Array(rows),
      columnDuals: new Float64Array(columns),
    });
  });

  test("a single forbidden cell is infeasible", () => {
    expect(solveAssignment(engine(), Float64Array.of(Number.POSITIVE_INFINITY), 1, 1)).toBeNull();
  });

  test("rows that share their only column are infeasible", () => {
    const x = Number.POSITIVE_INFINITY;
    expect(solveAssignment(engine(), Float64Array.of(1, x, x, 2, x, x), 2, 3)).toBeNull();
    expect(solveAssignment(engine(), Float64Array.of(1, 2, x, x, x, x), 3, 2)).toBeNull();
  });

  test("chooses lists by itself for many columns", () => {
    const costs = makeCosts("uniform", 600, 650, 5);
    const found = solveAssignment(engine(), costs, 600, 650);
    if (found === null) throw new Error("feasible");
    checkAssignment(found, costs, 600, 650);
  });

  test.each([550, 4])("constant costs of %d columns give rows their own index: the lowest free column wins", (size) => {
    const found = solveAssignment(engine(), new Float64Array(size * size).fill(0.5), size, size);
    expect(found?.columnOfRow).toEqual(Int32Array.from({ length: size }, (_, index) => index));
  });

  test("costs up to 1e300 do not overflow", () => {
    const costs = makeCosts("signed", 40, 50, 7).map((cost) => cost * 1e300);
    const found = solveAssignment(engine(), costs, 40, 50);
    if (found === null) throw new Error("feasible");
    checkAssignment(found, costs, 40, 50);
  });

  test.each([Number.NaN, Number.NEGATIVE_INFINITY, 2e300, -2e300])("refuses %d, naming row and column", (bad) => {
    for (const [rows, columns, row, column] of [
      [3, 7, 2, 5],
      [7, 3, 6, 2],
      [700, 300, 699, 1],
      [5, 5, 0, 0],
    ]) {
      const costs = makeCosts("uniform", rows, columns, 1);
      costs[row * columns + column] = bad;
      const used = engine().arena.used;
      const error = catchError(() => solveAssignment(engine(), costs, rows, columns));
      expect(isVoxmatchError(error, "INVALID_OPTION") && error.details).toEqual({ row, column, cost: bad });
      expect(engine().arena.used).toBe(used);
    }
  });

  test("refuses a shape that does not fit the costs", () => {
    for (const [rows, columns] of [
      [2, 2],
      [-1, -3],
      [1.5, 2],
    ]) {
      const error = catchError(() => solveAssignment(engine(), new Float64Array(3), rows, columns));
      expect(isVoxmatchError(error, "INVALID_OPTION")).toBe(true);
    }
  });

  test("leaves the costs as they were and the arena released", () => {
    const costs = makeCosts("uniform", 140, 160, 3);
    const before = costs.slice();
    const used = engine().arena.used;
    solveAssignment(engine(), costs, 140, 160);
    expect(costs).toEqual(before);
    expect(engine().arena.used).toBe(used);
  });

  test.each(LARGE_SHAPES.filter(([rows, columns]) => rows <= columns))(
    "%d × %d: writes nothing outside its scratch, and ranges of any length give the same",
    (rows, columns) => {
      const costs = makeCosts("integer", rows, columns, 11);
      for (const listLength of LIST_LENGTHS) {
        const single = solveInRanges(engine(), costs, rows, columns, listLength, 1);
        expect(single).toEqual(solveInRanges(engine(), costs, rows, columns, listLength, rows));
      }
    },
  );

  test("starts with every row free and all duals 0, on dirty scratch", () => {
    const { arena, kernels } = engine();
    const [rows, columns, listLength] = [5, 70, 9];
    const mark = arena.mark();
    const costs = arena.copyIn(new Float64Array(rows * columns).fill(3));
    const scratch = arena.allocate(kernels.assignmentScratchBytes(rows, columns, listLength));
    kernels.prepareAssignment(costs, rows, columns, listLength, scratch);
    const [u, v, pairs] = arena.u32(scratch, 3);
    expect([...arena.f64(u, rows), ...arena.f64(v, columns)]).toEqual(new Array(rows + columns).fill(0));
    expect([...arena.i32(pairs, rows)]).toEqual(new Array(rows).fill(-1));
    arena.release(mark);
  });
});

interface GoldenAssignment extends CostOptions {
  readonly kind: CostKind;
  readonly rows: number;
  readonly cols: number;
  readonly seed: number;
  readonly matrix?: readonly (readonly (number | string)[])[];
  readonly checksum: { readonly first: number | string; readonly last: number | string; readonly finite_sum: number };
  readonly feasible: boolean;
  readonly minimal_total: number;
  readonly column_of_row?: readonly number[];
}

describe("golden answers", () => {
  const cases = goldenCases<GoldenAssignment>("assignment");
  expect(cases.length).toBeGreaterThan(0);
  describeBuilds("SciPy", (engine) => {
    test.each(cases)("%s", (_, golden) => {
      const costs = makeCosts(golden.kind, golden.rows, golden.cols, golden.seed, golden);
      const finite = costs.filter(Number.isFinite);
      expect([costs[0], costs[costs.length - 1]]).toEqual([golden.checksum.first, golden.checksum.last].map(Number));
      expect(finite.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(golden.checksum.finite_sum, 6);
      if (golden.matrix) expect([...costs]).toEqual(golden.matrix.flat().map(Number));

      const found = solveAssignment(engine(), costs, golden.rows, golden.cols);
      expect(found !== null).toBe(golden.feasible);
      if (found === null) return;
      checkAssignment(found, costs, golden.rows, golden.cols);
      const total = totalOf(found.columnOfRow, costs, golden.cols);
      expect(Math.abs(total - golden.minimal_total)).toBeLessThanOrEqual(1e-9 * Math.abs(golden.minimal_total));
      if (golden.column_of_row) expect([...found.columnOfRow]).toEqual(golden.column_of_row);
    });
  });
});

describe.skipIf(BUILDS.length === 1)("builds", () => {
  let engines: Engine[] = [];
  beforeAll(async () => {
    engines = await Promise.all(BUILDS.map(engineOf));
  });

  test.each(COST_KINDS)("give the same bits on %s costs", (kind) => {
    for (const [rows, columns] of [...LARGE_SHAPES, [5, 5], [33, 34], [127, 127]]) {
      const costs = makeCosts(kind, rows, columns, columns);
      for (const listLength of [0, 5, 64]) {
        const [first, ...others] = engines.map((e) => bits(solveAssignment(e, costs, rows, columns, listLength)));
        for (const other of others) expect(other).toEqual(first);
      }
    }
  });
});

function bits(found: ReturnType<typeof solveAssignment>) {
  if (found === null) return null;
  const raw = (array: Float64Array<ArrayBuffer>) => new BigUint64Array(array.buffer, array.byteOffset, array.length);
  return { pairs: found.columnOfRow, u: raw(found.rowDuals), v: raw(found.columnDuals) };
}

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}

/** Calls the kernel itself, `step` rows a call. */
function solveInRanges(
  { arena, kernels }: Engine,
  costs: Float64Array,
  rows: number,
  columns: number,
  listLength: number,
  step: number,
) {
  const mark = arena.mark();
  const matrix = arena.copyIn(costs);
  const bytes = kernels.assignmentScratchBytes(rows, columns, listLength);
  const scratch = arena.allocate(bytes);
  kernels.prepareAssignment(matrix, rows, columns, listLength, scratch);
  const steps = [kernels.raiseRowDuals, kernels.augmentRows];
  if (rows === columns) steps.unshift(kernels.lowerColumnDuals);
  for (const kernel of steps) {
    for (let from = 0; from < rows; from += step) kernel(scratch, from, Math.min(from + step, rows));
  }
  const [u, v, pairs] = arena.u32(scratch, 3);
  const result = {
    u: arena.f64(u, rows).slice(),
    v: arena.f64(v, columns).slice(),
    pairs: arena.i32(pairs, rows).slice(),
  };
  expect(arena.f64(matrix, costs.length).every((cost, cell) => cost === costs[cell])).toBe(true);
  arena.release(mark);
  return result;
}
