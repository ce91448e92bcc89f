import { type Hits, hitsAt, type MapFacts, topCount } from "./facts.js";
import type { MapReason } from "./reasons.js";
import { hasNoMass, type MapScore, withReference } from "./score.js";

/** Hits among the K highest, or among those above 0 if zeros are left out and there are fewer. */
function rankHits({ ranks, k, options }: MapFacts): Hits {
  const { voxels, inside } = ranks.positive;
  if (options.zeros === "tie" || voxels >= k) return hitsAt(ranks, k);
  return { expected: inside, least: inside, most: inside, ties: 0 };
}

function rankScore(part: (hits: Hits) => number): MapScore["value"] {
  return withReference((facts) => {
    if (hasNoMass(facts)) return "no_mass";
    if (facts.options.zeros === "leave-out" && facts.ranks.positive.voxels === 0) return "no_mass";
    return part(rankHits(facts)) / facts.k;
  });
}

function topScore(over: (facts: MapFacts, count: number) => number): MapScore["value"] {
  return withReference((facts, percent): number | MapReason => {
    if (hasNoMass(facts)) return "no_mass";
    const count = topCount(facts.n, percent);
    return hitsAt(facts.ranks, count).expected / over(facts, count);
  });
}

const RANK = { family: "ranks", unit: "1", better: "higher", bounds: [0, 1] } as const;

/** The highest voxels: how many of them lie in the reference. */
export const RANK_SCORES: readonly MapScore[] = [
  {
    ...RANK,
    key: "rank_accuracy",
    name: "Rank accuracy",
    definition: "the share of the K highest voxels that lie in the reference, expected over all orders of tied voxels",
    chance: "prevalence",
    value: rankScore(({ expected }) => expected),
  },
  {
    ...RANK,
    key: "rank_accuracy_min",
    name: "Rank accuracy, worst order",
    definition: "the same if tied voxels of the reference come last",
    value: rankScore(({ least }) => least),
  },
  {
    ...RANK,
    key: "rank_accuracy_max",
    name: "Rank accuracy, best order",
    definition: "the same if tied voxels of the reference come first",
    value: rankScore(({ most }) => most),
  },
  {
    ...RANK,
    key: "rank_accuracy_ties",
    name: "Tied at the border",
    definition: "voxels that share the value of the K-th highest, if the border cuts through them, else 0",
    unit: "voxels",
    better: "none",
    bounds: [0, Number.POSITIVE_INFINITY],
    value: (facts) => (facts.k === 0 || hasNoMass(facts) ? 0 : rankHits(facts).ties),
  },
  {
    ...RANK,
    key: "top_<p>_precision",
    name: "Precision of the top <p> %",
    definition: "the share of the highest <p> % of voxels that lie in the reference",
    chance: "prevalence",
    parameters: ({ topPercent }) => topPercent,
    value: topScore((_, count) => count),
  },
  {
    ...RANK,
    key: "top_<p>_recall",
    name: "Recall of the top <p> %",
    definition: "the share of the reference that lies among the highest <p> % of voxels",
    parameters: ({ topPercent }) => topPercent,
    value: topScore(({ k }) => k),
  },
  {
    ...RANK,
    key: "top_k<p>_precision",
    name: "Precision of the top <p> voxels",
    definition: "the share of the highest <p> voxels (at most of all) that lie in the reference",
    chance: "prevalence",
    parameters: ({ topVoxels }) => topVoxels,
    value: withReference((facts, wanted) => {
      if (hasNoMass(facts)) return "no_mass";
      const count = Math.min(facts.n, wanted);
      return hitsAt(facts.ranks, count).expected / count;
    }),
  },
];
