import type { PlannedCase } from "../cohort/case-record.js";
import type { ManifestRow, Problem } from "./manifest-rows.js";

/** A row of a manifest, with the maps of the further rows that repeat its case. */
export interface FoldedRow extends ManifestRow {
  readonly repeats: NonNullable<PlannedCase["repeats"]>;
}

/**
 * Rows that differ in `repeat` and `map` alone are one case with repeated maps (of several seeds, say). Its map is that of the first
 * row.
 */
export function foldRepeats(rows: readonly ManifestRow[]): {
  readonly rows: readonly FoldedRow[];
  readonly problems: readonly Problem[];
} {
  const found = new Map<string, { readonly first: ManifestRow; readonly rows: ManifestRow[] }>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const key = JSON.stringify([row.cells.get("case"), row.cells.get("model") ?? null]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { first: row, rows: [row] });
    else {
      problems.push(...differences(row, known.first), ...sameMap(row, known.rows));
      known.rows.push(row);
    }
  }
  const folded = [...found.values()].map(({ first, rows: own }): FoldedRow => {
    const repeats = own.map(({ cells }) => ({ repeat: cells.get("repeat") ?? "", map: cells.get("map") ?? "" }));
    return { ...first, repeats: repeats.length > 1 ? repeats : [] };
  });
  return { rows: folded, problems };
}

function differences({ line, cells }: ManifestRow, first: ManifestRow): Problem[] {
  const names = [...new Set([...cells.keys(), ...first.cells.keys()])].filter(
    (name) => name !== "repeat" && name !== "map",
  );
  return names
    .filter((name) => (cells.get(name) ?? "") !== (first.cells.get(name) ?? ""))
    .map((name) => ({
      line,
      message: `${name} is ${cells.get(name) || "empty"}, but in line ${first.line}, of the same case, ${first.cells.get(name) || "empty"}; repeats differ in their map alone`,
    }));
}

function sameMap({ line, cells }: ManifestRow, rows: readonly ManifestRow[]): Problem[] {
  const same = rows.find((other) => other.cells.get("map") === cells.get("map"));
  return same === undefined ? [] : [{ line, message: `the map is that of line ${same.line}, of the same case` }];
}
