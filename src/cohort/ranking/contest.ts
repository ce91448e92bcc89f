import type { Sample } from "../summary/strata.js";
import type { ResolvedSummarizeOptions } from "../summary/summary-options.js";
import type { ComparisonRow, RankRow } from "../summary/summary-types.js";
import { adjustFamily, comparePairs, meanDraws, type Pair } from "./compare-pairs.js";
import { leaderboard, type Ranking } from "./leaderboard.js";
import type { RankDraws } from "./rank-draws.js";
import { type ScoreTable, scoreTable } from "./score-table.js";

/** The models of one group and stratum, by one metric. */
export interface Contest {
  readonly by: string | null;
  readonly group: string;
  readonly metric: string;
  readonly samples: readonly Sample[];
}

export interface ContestResults {
  readonly comparisons: readonly ComparisonRow[];
  readonly ranks: readonly RankRow[];
  readonly rankings: readonly (Ranking & Pick<Contest, "by">)[];
}

interface Round {
  readonly contest: Contest;
  readonly table: ScoreTable;
  /** By the mean, whose draws give the intervals of differences, too. */
  readonly means: RankDraws;
  readonly pairs: readonly Pair[];
}

/** Compares and ranks models in every contest; nothing of a single model. */
export function holdContests(contests: readonly Contest[], options: ResolvedSummarizeOptions): ContestResults {
  const rounds = contests.flatMap((contest) => prepare(contest, options) ?? []);
  // Metrics and groups are one family by option; strata never are, as each asks a question again.
  const familyOf = ({ contest: { by, group, metric } }: Round) =>
    JSON.stringify(options.family === "all" ? [by] : [by, group, metric]);
  const families = new Map<string, Round[]>();
  for (const round of rounds) families.set(familyOf(round), [...(families.get(familyOf(round)) ?? []), round]);
  const compared = new Map<Round, readonly ComparisonRow[]>();
  for (const family of families.values()) compareFamily(family, options, compared);
  const boards = rounds.map((round) => {
    const rows = compared.get(round) ?? [];
    return { round, rows, board: leaderboard(round.contest, round.table, round.means, rows, options) };
  });
  return {
    comparisons: boards.flatMap(({ rows }) => rows),
    ranks: boards.flatMap(({ board }) => board.rows),
    rankings: boards.map(({ board, round }) => ({ ...board.ranking, by: round.contest.by })),
  };
}

function prepare(contest: Contest, options: ResolvedSummarizeOptions): Round | null {
  const { samples, metric } = contest;
  if (samples.length < 2) return null;
  const table = scoreTable(samples, metric);
  const means = meanDraws(table, options);
  return { contest, table, means, pairs: pairsOf(samples.length, means.ranks, options) };
}

/** Winner and neighbours are those by the mean. */
function pairsOf(models: number, ranks: readonly number[], { compareWith }: ResolvedSummarizeOptions): Pair[] {
  const places = Array.from({ length: models }, (_, m) => m);
  if (compareWith === "all") return places.flatMap((a) => places.slice(a + 1).map((b): Pair => [a, b]));
  const order = places.sort((a, b) => ranks[a] - ranks[b] || a - b);
  return order.slice(1).map((b, i): Pair => [compareWith === "winner" ? order[0] : order[i], b]);
}

function compareFamily(
  family: readonly Round[],
  options: ResolvedSummarizeOptions,
  compared: Map<Round, readonly ComparisonRow[]>,
): void {
  const size = family.reduce((sum, { pairs }) => sum + pairs.length, 0);
  const raw = family.map((round) => comparePairs(round, size, options));
  // The maximum runs over the pairs of one contest: several of them share the level (Bonferroni).
  const shared = raw.flat().map((row) => ({
    ...row,
    permutation_p_step_down: Math.min(1, row.permutation_p_step_down * family.length),
  }));
  const adjusted = adjustFamily(shared, options);
  let start = 0;
  family.forEach((round, i) => {
    compared.set(round, adjusted.slice(start, start + raw[i].length));
    start += raw[i].length;
  });
}
