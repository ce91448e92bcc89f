import { holm } from "../statistics/holm.js";
import type { ResolvedSummarizeOptions } from "../summary/summary-options.js";
import type { Scoring } from "./schemes.js";
import { clusterColumn, type ScoreTable } from "./score-table.js";
import { signedRanks, weightedWilcoxon } from "./signed-ranks.js";

/** Differences that draws of a test-based ranking may pass over: about a second of work. */
const BUDGET = 3e8;
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
  const pairs = places.flatMap((a) =>
    places.slice(a + 1).map((b) => {
      const ranks = signedRanks(columns[a].map((value, cluster) => table.sign * (value - columns[b][cluster])));
      return { a, b, ranks };
    }),
  );
  return {
    sign: 1,
    over(weights) {
      const found = pairs.map(({ ranks }) => weightedWilcoxon(ranks, weights));
      const adjusted = holm(found.map(({ p }) => p));
      wins.fill(0);
      found.forEach(({ lead }, i) => {
        if (lead !== 0 && adjusted[i] < alpha) wins[lead > 0 ? pairs[i].a : pairs[i].b]++;
      });
      return wins;
    },
  };
}
