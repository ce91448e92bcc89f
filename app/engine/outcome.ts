import type { GroupResult } from "../../src/index.js";
import { type Outcome, OUTCOMES as SHADES } from "../../src/reports/figures/palette.js";

export type { Outcome } from "../../src/reports/figures/palette.js";

/** What became of an instance, as colours show it: how it was matched, or what went wrong with it. */
export const OUTCOMES = Object.keys(SHADES) as Outcome[];

const MATCHED = OUTCOMES.indexOf("matched");
const MISSED = OUTCOMES.indexOf("missed");
const SPURIOUS = OUTCOMES.indexOf("spurious");
const SPLIT = OUTCOMES.indexOf("split");
const MERGED = OUTCOMES.indexOf("merged");

/**
 * The outcome of every instance, as indexes into {@link OUTCOMES}: the kind of error where it is a split or a merger,
 * else whether it was matched.
 */
export function outcomesOf(group: GroupResult): { readonly reference: Uint8Array; readonly prediction: Uint8Array } {
  const { taxonomy } = group;
  const inClasses = (classes: Readonly<Record<string, { readonly labels: readonly number[] }>>, names: string[]) =>
    new Set(names.flatMap((name) => classes[name]?.labels ?? []));
  const references = taxonomy?.references ?? {};
  const predictions = taxonomy?.predictions ?? {};
  const splitReferences = inClasses(references, ["split"]);
  const mergedReferences = inClasses(references, ["merged", "mixed"]);
  const fragments = inClasses(predictions, ["complementary_fragment", "duplicate"]);
  const mergedPredictions = inClasses(predictions, ["merged", "mixed"]);
  return {
    reference: Uint8Array.from(group.reference_instances, ({ label, is_matched }) => {
      if (splitReferences.has(label)) return SPLIT;
      if (mergedReferences.has(label)) return MERGED;
      return is_matched === 1 ? MATCHED : MISSED;
    }),
    prediction: Uint8Array.from(group.predicted_instances, ({ label, is_matched }) => {
      if (fragments.has(label)) return SPLIT;
      if (mergedPredictions.has(label)) return MERGED;
      return is_matched === 1 ? MATCHED : SPURIOUS;
    }),
  };
}
