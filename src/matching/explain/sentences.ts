import type { Threshold } from "../candidate-graph.js";
import type { EdgeOutcome } from "./edge-outcome.js";
import type { NamedEdge } from "./explanation.js";
import { sayNumber } from "./say-number.js";

/** The names and numbers in sentences, in addition to a pair's outcome. */
export interface Wording {
  /** The name of the matching score, such as "IoU". */
  readonly score: string;
  /** " mm" for distances, else nothing. */
  readonly unit: string;
  readonly threshold: Threshold;
}

/** A pair, whose winners are named too. */
export interface ToldEdge extends NamedEdge {
  readonly outcome: Omit<EdgeOutcome, "winners">;
  readonly winners: readonly (NamedEdge & { readonly overlap: number })[];
  readonly overlap: number;
  /** The decision that took the match away. */
  readonly decision: Decision | null;
}

/** The value of a decision metric that did not pass. */
export interface Decision {
  readonly metric: string;
  readonly value: number;
  readonly threshold: number;
  readonly rule: Threshold["rule"];
}

/** "reference 3 and prediction 7 (IoU 0.42): below the threshold 0.5 (strict)". */
export function edgeSentence(edge: ToldEdge, wording: Wording): string {
  return `reference ${edge.reference} and prediction ${edge.prediction} ${inBrackets(edge, wording)}: ${clause(edge, wording)}`;
}

/** An instance without a match, and its voxels if most of them lay in void. */
export interface ToldInstance {
  readonly side: "reference" | "prediction";
  readonly label: number;
  readonly inVoid: { readonly voxels: number; readonly of: number } | null;
}

/** Why an instance has no match, by its most informative pair; null if it overlaps nothing. */
export function unmatchedSentence(
  { side, label, inVoid }: ToldInstance,
  telling: ToldEdge | null,
  wording: Wording,
): string {
  const partner = side === "reference" ? "prediction" : "reference";
  const start =
    inVoid === null
      ? `${side} ${label} is ${side === "reference" ? "missed" : "spurious"}`
      : `${side} ${label} is void, neither right nor wrong, as ${inVoid.voxels} of its ${inVoid.of} voxels lie in void`;
  if (telling === null) return `${start}: it overlaps no ${partner}`;
  const other = side === "reference" ? telling.prediction : telling.reference;
  const relation = telling.outcome.name === "demoted" ? "it was matched to" : "its best candidate is";
  return `${start}; ${relation} ${partner} ${other} ${inBrackets(telling, wording)}: ${clause(telling, wording)}`;
}

function inBrackets({ score, winners }: ToldEdge, { score: name, unit, threshold }: Wording): string {
  return `(${name} ${sayNumber(score, threshold.value, ...winners.map((each) => each.score))}${unit})`;
}

function clause(edge: ToldEdge, wording: Wording): string {
  const { outcome: fate, reference, prediction, winners } = edge;
  switch (fate.name) {
    case "chosen":
      return chosenClause(edge, wording);
    case "below-threshold":
      return fate.rule === "never-seeded"
        ? `${besideThreshold(edge.score, wording)}, and no pair that passes has seeded reference ${reference}`
        : besideThreshold(edge.score, wording);
    case "lost":
      return lostClause(edge, wording);
    case "tie":
      return fate.rule === "smaller-prediction-label"
        ? `ties at reference ${reference} with ${list(winners.map((each) => `prediction ${each.prediction}`))}, whose label is smaller`
        : `ties at prediction ${prediction} with ${list(winners.map((each) => `reference ${each.reference}`))}, whose label is smaller`;
    case "union-not-better":
      return fate.union === null
        ? `not joined, because a fragment of larger overlap had already ended the union of reference ${reference}`
        : `not joined, because the ${wording.score} of reference ${reference} with its union would go from ${change(fate.union, wording)}`;
    case "other-reference":
      return otherReferenceClause(edge);
    case "union-below-threshold":
      return `all fragments of reference ${reference} together (${wording.score} ${sayNumber(fate.union?.after ?? Number.NaN, wording.threshold.value)}${wording.unit}) are ${besideThreshold(fate.union?.after ?? Number.NaN, wording)}`;
    case "different-label":
      return "the labels differ, and matched input pairs equal labels only";
    case "demoted":
      return edge.decision === null
        ? "demoted"
        : `demoted, because ${edge.decision.metric} ${sayNumber(edge.decision.value, edge.decision.threshold)} does not pass the decision threshold ${edge.decision.threshold} (${edge.decision.rule})`;
  }
}

function chosenClause({ outcome: fate, reference, overlap }: ToldEdge, wording: Wording): string {
  if (fate.union === null) return overlap > 0 ? "matched" : "matched, although they share no voxel";
  if (fate.rule === "joined" && fate.union.before !== null) {
    return `matched, because the ${wording.score} of reference ${reference} with its union goes from ${change(fate.union, wording)}`;
  }
  if (fate.rule === "joined" || fate.union.before === null) {
    const union = `${wording.score} ${sayNumber(fate.union.after, wording.threshold.value)}${wording.unit}`;
    return fate.rule === "seeded"
      ? `matched, first of its union (${union})`
      : `matched, as part of the union (${union})`;
  }
  return "matched";
}

function lostClause({ outcome: fate, reference, prediction, winners }: ToldEdge, wording: Wording): string {
  const named = (each: NamedEdge) => {
    const shown = `${wording.score} ${sayNumber(each.score)}${wording.unit}`;
    return each.reference === reference
      ? `prediction ${each.prediction} is better for reference ${reference} (${shown})`
      : `reference ${each.reference} is better for prediction ${prediction} (${shown})`;
  };
  if (fate.rule === "adds-nothing") return `left out, because a ${wording.score} of 0 adds nothing to the total`;
  if (fate.rule !== "optimal-total") return `lost, because ${list(winners.map(named))}`;
  const pairs = list(
    winners.map((each) => `reference ${each.reference} with prediction ${each.prediction} (${sayNumber(each.score)})`),
  );
  const total = winners.reduce((sum, each) => sum + each.score, 0);
  return wording.threshold.direction === "higher"
    ? `left out for the best total: ${pairs} have ${sayNumber(total)} together`
    : `left out for the best total: ${pairs} are two matches instead of one`;
}

function otherReferenceClause({ prediction, overlap, winners, outcome: fate }: ToldEdge): string {
  const [winner] = winners;
  const where = `prediction ${prediction} belongs to reference ${winner.reference}`;
  return fate.rule === "larger-overlap"
    ? `${where}, with which it shares more voxels (${winner.overlap} against ${overlap})`
    : `${where}, with which it shares as many voxels (${overlap}) and whose label is smaller`;
}

function besideThreshold(score: number, { threshold, unit }: Wording): string {
  const { value, rule, direction } = threshold;
  if (score === value) return `exactly the threshold ${value}${unit}, which is strict`;
  return `${direction === "higher" ? "below" : "above"} the threshold ${value}${unit} (${rule})`;
}

function change({ before, after }: NonNullable<EdgeOutcome["union"]>, { unit }: Wording): string {
  if (before === null) return `nothing to ${sayNumber(after)}${unit}`;
  return `${sayNumber(before, after)} to ${sayNumber(after, before)}${unit}`;
}

function list(items: readonly string[]): string {
  return items.join(" and ");
}
