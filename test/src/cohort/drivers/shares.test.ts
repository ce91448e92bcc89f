import { describe, expect, it } from "vitest";
import { driverShares } from "../../../../src/cohort/drivers/shares.js";
import { goldenCases } from "../../../support/golden.js";

/** By SciPy (Spearman, Kruskal–Wallis), NumPy's least squares and all permutations. */
interface Golden {
  readonly score: readonly number[];
  readonly columns: Readonly<Record<string, readonly (string | number)[]>>;
  readonly full_share: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const CASES = goldenCases<Golden>("drivers");

function sharesOf({ score, columns }: Golden, resamples = 99) {
  const own = Object.entries(columns).map(([name, cells]) => ({
    name,
    kind: cells.every((cell) => typeof cell === "number") ? ("numeric" as const) : ("category" as const),
    cells,
  }));
  const clusters = score.map((_, i) => String(i).padStart(4, "0"));
  return driverShares(score, own, { resamples, seed: 0, confidence: 0.95, within: score.map(() => ""), clusters });
}

describe("shares of what drives a score", () => {
  it.each(CASES)("agree with an independent program: %s", (_, golden) => {
    const found = sharesOf(golden);
    expect(found.full_share).toBeCloseTo(golden.full_share, 9);
    for (const [i, row] of golden.rows.entries()) {
      const own = found.rows[i];
      for (const key of ["share", "share_adjusted", "unique_share", "partial_share"] as const) {
        if (row[key] === "NaN") expect(own[key]).toBeNaN();
        else expect(own[key]).toBeCloseTo(Number(row[key]), 9);
      }
      expect(own).toMatchObject({ column: row.column, kind: row.kind, n: row.n, aliased: row.aliased });
      if (row.spearman !== undefined) expect(own.direction).toBeCloseTo(Number(row.spearman), 9);
      if (row.p_exact === undefined) continue;
      expect(own.p_method).toBe("exact");
      expect(own.p).toBeCloseTo(Number(row.p_exact), 12);
      expect(own.p_unique).toBeCloseTo(Number(row.p_unique_exact), 12);
    }
  });

  it("name the columns that one is confounded with", () => {
    const confounded = CASES.flatMap(([name, golden]) => (name === "confounded" ? [golden] : []));
    const { rows } = sharesOf(confounded[0]);
    expect(rows.map(({ column, confounded_with }) => [column, confounded_with])).toEqual([
      ["age", []],
      ["site", ["scanner"]],
      ["volume", []],
      ["scanner", ["site"]],
    ]);
  });
});
