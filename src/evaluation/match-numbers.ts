import type { GroupResult } from "../results/result-types.js";
import type { InstanceName, Side } from "./paint-case.js";

/** The outcome of an instance: 1, 2, 3, 4 in volumes of outcomes. `not_counted`: too small, or left out as void. */
export const INSTANCE_OUTCOMES = ["matched", "missed", "spurious", "not_counted"] as const;
export type InstanceOutcome = (typeof INSTANCE_OUTCOMES)[number];

/** A number that instances of both sides share which are matched to each other, or one instance alone. */
export interface NumberedMatch {
  readonly number: number;
  readonly group: string;
  readonly outcome: InstanceOutcome;
  /** Labels of the result, rising. */
  readonly references: readonly number[];
  readonly predictions: readonly number[];
}

/**
 * Numbers the instances of a case: 1, 2, … group by group, first those that are matched, by their smallest reference, then those
 * that are missed, then those that are spurious. Instances that matches join, directly or by way of others, share a number.
 */
export class MatchNumbers {
  readonly #matches: NumberedMatch[] = [];
  readonly #known = { reference: new Map<string, NumberedMatch>(), prediction: new Map<string, NumberedMatch>() };

  constructor(groups: Readonly<Record<string, GroupResult>>) {
    for (const [group, result] of Object.entries(groups)) this.#addGroup(group, result);
  }

  /** All numbers so far, rising. */
  get matches(): readonly NumberedMatch[] {
    return this.#matches;
  }

  /** The number of an instance; one that the result does not count gets the next. */
  of(side: Side, name: InstanceName): NumberedMatch {
    const { group, label } = name;
    const lone =
      side === "reference" ? { references: [label], predictions: [] } : { references: [], predictions: [label] };
    return this.#known[side].get(keyOf(name)) ?? this.#add({ group, outcome: "not_counted", ...lone });
  }

  #addGroup(group: string, { reference_instances, predicted_instances }: GroupResult): void {
    const partners = {
      reference: new Map(reference_instances.map(({ label, predictions }) => [label, predictions])),
      prediction: new Map(predicted_instances.map(({ label, references }) => [label, references])),
    };
    const missed: number[] = [];
    for (const [label, predictions] of [...partners.reference].sort(([a], [b]) => a - b)) {
      if (predictions.length === 0) missed.push(label);
      else if (!this.#known.reference.has(keyOf({ group, label }))) {
        this.#add({ group, outcome: "matched", ...joined(label, partners) });
      }
    }
    for (const label of missed) this.#add({ group, outcome: "missed", references: [label], predictions: [] });
    for (const [label, references] of [...partners.prediction].sort(([a], [b]) => a - b)) {
      if (references.length > 0) continue;
      this.#add({ group, outcome: "spurious", references: [], predictions: [label] });
    }
  }

  #add(match: Omit<NumberedMatch, "number">): NumberedMatch {
    const numbered = { number: this.#matches.length + 1, ...match };
    this.#matches.push(numbered);
    const { group, references, predictions } = match;
    for (const label of references) this.#known.reference.set(keyOf({ group, label }), numbered);
    for (const label of predictions) this.#known.prediction.set(keyOf({ group, label }), numbered);
    return numbered;
  }
}

type Partners = Readonly<Record<Side, ReadonlyMap<number, readonly number[]>>>;

/** Everything that matches join to a reference. */
function joined(first: number, partners: Partners): Pick<NumberedMatch, "references" | "predictions"> {
  const found = { reference: new Set([first]), prediction: new Set<number>() };
  const open: [Side, number][] = [["reference", first]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [side, label] = next;
    const other = side === "reference" ? "prediction" : "reference";
    for (const partner of partners[side].get(label) ?? []) {
      if (found[other].has(partner)) continue;
      found[other].add(partner);
      open.push([other, partner]);
    }
  }
  const rising = (labels: ReadonlySet<number>) => [...labels].sort((a, b) => a - b);
  return { references: rising(found.reference), predictions: rising(found.prediction) };
}

function keyOf({ group, label }: InstanceName): string {
  return `${label} ${group}`;
}
