import type { GroupResult, Side } from "../../src/index.js";
import { type Outcome, outcomeOfKind } from "../../src/reports/figures/palette.js";
import { kindsOf, statusesOf } from "../../src/results/taxonomy/instance-kinds.js";
import { STATUSES as COUNTED, KINDS } from "../../src/results/taxonomy/kinds.js";

export { KIND_MEANINGS, KINDS, KINDS_OF_SIDE, type Kind } from "../../src/results/taxonomy/kinds.js";

/** The statuses that counts are made of, and that of predictions that are neither right nor wrong. */
export const STATUSES = [...COUNTED, "void"] as const;
export type Status = (typeof STATUSES)[number];

/** The statuses that an instance of a side can have. */
export const STATUSES_OF_SIDE: Readonly<Record<Side, readonly Status[]>> = {
  reference: ["matched", "missed"],
  prediction: ["matched", "spurious", "void"],
};

/** The kind of an instance while it is not known: the counts come before it. */
export const NO_KIND = 255;

interface Codes {
  /** Indexes into `STATUSES`. */
  readonly statuses: readonly number[];
  /** Indexes into `KINDS`, or {@link NO_KIND}. */
  readonly kinds: readonly number[];
}

/** Status and kind of error of every instance that is counted. */
export function outcomesOf(group: GroupResult): Readonly<Record<Side, Codes>> {
  const [statuses, kinds] = [statusesOf(group), kindsOf(group)];
  const codesOf = (side: Side): Codes => ({
    statuses: statuses[side].map((status) => STATUSES.indexOf(status)),
    kinds: kinds === null ? statuses[side].map(() => NO_KIND) : kinds[side].map((kind) => KINDS.indexOf(kind)),
  });
  return { reference: codesOf("reference"), prediction: codesOf("prediction") };
}

/** The colour that an instance's kind of error has; null while it is not known. */
export function outcomeOfKindCode(code: number, side: Side): Outcome | null {
  return code === NO_KIND ? null : outcomeOfKind(KINDS[code], side);
}

/** An instance's kind of error in print. */
export function kindText(code: number): string {
  return code === NO_KIND ? "–" : KINDS[code];
}
