import type { ResolvedSummarizeOptions } from "../summary/summary-options.js";
import type { ComparisonRow } from "../summary/summary-types.js";
import type { ContestResults } from "./contest.js";

/** With fewer independent cases a bootstrap's interval covers too little. */
const FEW_CASES = 20;

/** Cautions for readers of the tests: what cannot become significant, what is weighed, and where there is little to draw from. */
export function testNotes({ comparisons }: ContestResults, options: ResolvedSummarizeOptions): string[] {
  if (comparisons.length === 0) return [];
  const notes: string[] = [];
  if (options.cluster !== null) {
    notes.push(
      options.weight === "case"
        ? `Means, differences and tests weigh every case alike; cases of one ${options.cluster} are drawn and permuted together.`
        : `Means, differences and tests weigh every ${options.cluster} alike, however many cases it has.`,
    );
  }
  const stuck = families(comparisons, options).flatMap((rows) => cannotPass(rows, options) ?? []);
  notes.push(...new Set(stuck));
  const fewest = Math.min(...comparisons.map(({ n_clusters }) => n_clusters));
  if (fewest < FEW_CASES) {
    const where = comparisons.every((row) => row.by !== null || row.n_clusters >= FEW_CASES) ? "In a subgroup, " : "";
    notes.push(
      `${where}${fewest} independent ${fewest === 1 ? "case is" : "cases are"} few for a bootstrap: intervals below ${FEW_CASES} tend to be ` +
        "too narrow (Puth, Neuhäuser, Ruxton 2015, DOI 10.1111/1365-2656.12382).",
    );
  }
  return notes;
}

function families(rows: readonly ComparisonRow[], { family }: ResolvedSummarizeOptions): ComparisonRow[][] {
  const lists = new Map<string, ComparisonRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(family === "all" ? [row.by] : [row.by, row.group, row.metric]);
    lists.set(key, [...(lists.get(key) ?? []), row]);
  }
  return [...lists.values()];
}

/** Holm's bound for the smallest p of a family is its number of comparisons times that p. */
function cannotPass(rows: readonly ComparisonRow[], { alpha, test }: ResolvedSummarizeOptions): string | null {
  const key = test === "wilcoxon" ? "wilcoxon_p_min" : "permutation_p_min";
  const smallest = Math.min(...rows.map((row) => row[key]).filter((p) => !Number.isNaN(p)));
  const bound = test === "maxt" ? smallest : rows.length * smallest;
  if (!Number.isFinite(smallest) || bound < alpha) return null;
  const { n_clusters, metric, group, by } = rows[0];
  return (
    `No difference of ${metric} in ${[by, group].filter((part) => part !== null).join(" · ")} can become significant at ${alpha}: with ${n_clusters} independent cases the smallest p ` +
    `is ${Number(smallest.toPrecision(2))}${rows.length > 1 && test !== "maxt" ? `, and ${Number(Math.min(1, bound).toPrecision(2))} once adjusted for ${rows.length} comparisons` : ""}.`
  );
}
