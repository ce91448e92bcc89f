import type { GroupResult, Side } from "../../src/index.js";
import { type Outcome, outcomeOfKind } from "../../src/reports/figures/palette.js";
import { kindsOf, statusesOf } from "../../src/results/taxonomy/instance-kinds.js";
import { KINDS, STATUSES } from "../../src/results/taxonomy/kinds.js";

export {
  KIND_MEANINGS,
  KINDS,
  KINDS_OF_SIDE,
  type Kind,
  STATUSES,
  type Status,
} from "../../src/results/taxonomy/kinds.js";

/** The kind of an instance while it is not known: the counts come before it. */
const NO_KIND = 255;

interface Codes {
  /** Indexes into `STATUSES`. */
  readonly statuses: Uint8Array;
  /** Indexes into `KINDS`, or {@link NO_KIND}. */
  readonly kinds: Uint8Array;
}

/** Status and kind of error of every instance. */
export function outcomesOf(group: GroupResult): Readonly<Record<Side, Codes>> {
  const [statuses, kinds] = [statusesOf(group), kindsOf(group)];
  const codesOf = (side: Side): Codes => ({
    statuses: Uint8Array.from(statuses[side], (status) => STATUSES.indexOf(status)),
    kinds:
      kinds === null
        ? new Uint8Array(statuses[side].length).fill(NO_KIND)
        : Uint8Array.from(kinds[side], (kind) => KINDS.indexOf(kind)),
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
