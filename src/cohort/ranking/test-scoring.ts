import { holm } from "../statistics/holm.js";
import { wilcoxonSignedRank } from "../statistics/wilcoxon.js";
import type { ResolvedSummarizeOptions } from "../summary/summary-options.js";
import type { Scoring } from "./schemes.js";
import type { ScoreTable } from "./score-table.js";
import { clusterColumn } from "./score-table.js";

/** Ranked differences that draws of a test-based ranking may take: some seconds of work. */
const BUDGET = 3e7;
const FEWEST_DRAWS = 99;

/** How often a test-based ranking is drawn: every draw tests every pair. */
export function testDraws({ models, clusters }: ScoreTable, resamples: number): number {
  const pairs = (models.length * (models.length - 1)) / 2;
  const affordable = Math.floor(BUDGET / Math.max(1, pairs * clusters));
  return Math.min(resamples, Math.max(FEWEST_DRAWS, affordable));
}

/** The number of models that each is better than, by Wilcoxon's test and Holm's method over all pairs, in each draw. */
export function testScoring(table: ScoreTable, { weight, alpha }: ResolvedSummarizeOptions): Scoring {
  const columns = table.values.map((values) => clusterColumn(values, table, weight));
  const wins = new Float64Array(columns.length);
  const places = columns.map((_, m) => m);
  const pairs = places.flatMap((a) => places.slice(a + 1).map((b) => [a, b] as const));
  return {
    sign: 1,
    over(weights) {
      const drawn = expand(weights);
      const found = pairs.map(([a, b]) => {
        const differences = drawn.map((cluster) => table.sign * (columns[a][cluster] - columns[b][cluster]));
        const { p, r_plus, r_minus } = wilcoxonSignedRank(differences, { method: "normal" });
        return { p, winner: r_plus === r_minus ? null : r_plus > r_minus ? a : b };
      });
      const adjusted = holm(found.map(({ p }) => p));
      wins.fill(0);
      found.forEach(({ winner }, i) => {
        if (winner !== null && adjusted[i] < alpha) wins[winner]++;
      });
      return wins;
    },
  };
}

function expand(weights: Uint16Array): number[] {
  const drawn: number[] = [];
  weights.forEach((weight, cluster) => {
    for (let i = 0; i < weight; i++) drawn.push(cluster);
  });
  return drawn;
}
