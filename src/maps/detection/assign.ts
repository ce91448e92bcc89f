import { solveSparseAssignment } from "../../matching/sparse-assignment.js";
import type { DetectionOptions } from "../options/types.js";
import type { Hit } from "./hits.js";

/** The outcome of a candidate. */
export type CandidateFate = "hit" | "false positive" | "ignored";

/** Credits of candidates with lesions; candidates and lesions by their places. */
export interface Credit {
  readonly fates: readonly CandidateFate[];
  /** The lesion of each candidate that hit, −1 for none. */
  readonly lesionOf: readonly number[];
  /** The largest score of each candidate, whether it hits or not; 0 for none. */
  readonly scores: readonly number[];
  /** The confidence with which each lesion was found; null if it was missed. */
  readonly found: readonly (number | null)[];
}

/** Credits candidates with lesions. */
export function creditHits(
  confidences: readonly number[],
  lesions: number,
  pairs: readonly Hit[],
  { assignment, extraHits }: Pick<DetectionOptions, "assignment" | "extraHits">,
): Credit {
  const hits = pairs.filter((pair) => pair.hits);
  const byCandidate = confidences.map((_, candidate) => hits.filter((hit) => hit.candidate === candidate));
  const scores = confidences.map(() => 0);
  for (const { candidate, score } of pairs) scores[candidate] = Math.max(scores[candidate], score);
  const chosen = ASSIGN[assignment]({ confidences, lesions, byCandidate, scores });
  const found: (number | null)[] = Array.from({ length: lesions }, () => null);
  const credited = assignment === "any" ? hits : chosen;
  for (const { candidate, lesion } of credited) {
    found[lesion] = Math.max(found[lesion] ?? Number.NEGATIVE_INFINITY, confidences[candidate]);
  }
  const lesionOf = confidences.map(() => -1);
  for (const { candidate, lesion } of chosen) lesionOf[candidate] = lesion;
  const fates = lesionOf.map((lesion, candidate): CandidateFate => {
    if (lesion >= 0) return "hit";
    return byCandidate[candidate].length > 0 && extraHits === "ignore" ? "ignored" : "false positive";
  });
  return { fates, lesionOf, scores, found };
}

interface Assignable {
  readonly confidences: readonly number[];
  readonly lesions: number;
  readonly byCandidate: readonly (readonly Hit[])[];
  readonly scores: readonly number[];
}

const ASSIGN: Readonly<Record<DetectionOptions["assignment"], (from: Assignable) => Hit[]>> = {
  /** In falling confidence, so that what holds at a threshold does not change when it is lowered. */
  confidence: ({ confidences, byCandidate, scores }) => {
    const order = confidences.map((_, i) => i);
    order.sort((a, b) => confidences[b] - confidences[a] || scores[b] - scores[a] || a - b);
    const taken = new Set<number>();
    return order.flatMap((candidate) => {
      const best = bestOf(byCandidate[candidate].filter(({ lesion }) => !taken.has(lesion)));
      if (best !== null) taken.add(best.lesion);
      return best === null ? [] : [best];
    });
  },
  /** Most pairs first, then the largest total score. */
  overlap: ({ lesions, byCandidate }) => {
    const hits = byCandidate.flat();
    const offsets = new Uint32Array(byCandidate.length + 1);
    byCandidate.forEach((own, i) => {
      offsets[i + 1] = offsets[i] + own.length;
    });
    // One more pair is worth more than all that scores could gain.
    const pair = 1 + Math.min(lesions, byCandidate.length);
    const { columnOfRow } = solveSparseAssignment({
      rows: byCandidate.length,
      columns: lesions,
      offsets,
      column: Uint32Array.from(hits, ({ lesion }) => lesion),
      score: Float64Array.from(hits, ({ score }) => pair + score),
    });
    return hits.filter(({ candidate, lesion }) => columnOfRow[candidate] === lesion);
  },
  /** Every candidate that hits; its lesion is the one that it hits best. */
  any: ({ byCandidate }) => byCandidate.flatMap((own) => bestOf(own) ?? []),
};

/** The hit of the largest score; of equal ones the lesion that comes first. */
function bestOf(hits: readonly Hit[]): Hit | null {
  return hits.reduce<Hit | null>((best, hit) => (best === null || hit.score > best.score ? hit : best), null);
}
