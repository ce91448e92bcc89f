import { type CandidateGraph, isBetter } from "./candidate-graph.js";

/** Some pairs by their references, each list in the given order. */
export function pairsByReference({ table }: Pick<CandidateGraph, "table">, pairs: Iterable<number>) {
  const lists = new Map<number, number[]>();
  for (const pair of pairs) {
    const reference = table.pairReference[pair];
    const list = lists.get(reference);
    if (list === undefined) lists.set(reference, [pair]);
    else list.push(pair);
  }
  return lists;
}

/** The least good score among some pairs, of which there is at least one. */
export function worstScore({ scores, threshold }: CandidateGraph, pairs: Iterable<number>): number {
  let worst = Number.NaN;
  for (const pair of pairs) {
    if (Number.isNaN(worst) || isBetter(worst, scores[pair], threshold)) worst = scores[pair];
  }
  return worst;
}
