import type { Answer, MissReason } from "../engine/protocol.js";

/** Fates of a missed reference's best pair, as few words. */
const REASONS: readonly { readonly text: (count: number) => string; readonly reasons: readonly MissReason[] }[] = [
  { text: (n) => (n === 1 ? "touches no prediction" : "touch no prediction"), reasons: ["no-overlap"] },
  {
    text: (n) => (n === 1 ? "overlaps too little" : "overlap too little"),
    reasons: ["below-threshold", "union-below-threshold"],
  },
  {
    text: (n) => (n === 1 ? "overlaps another label only" : "overlap another label only"),
    reasons: ["different-label"],
  },
  {
    text: (n) => (n === 1 ? "fails the decision threshold" : "fail the decision threshold"),
    reasons: ["demoted"],
  },
];

/** One plain sentence about what was missed and why: `13 of 31 references are missed: 3 touch no prediction, 10 overlap too little.` */
export function missSentence({ groups, group, misses }: Pick<Answer, "groups" | "group" | "misses">): string | null {
  const { fn, n_ref_instances: all } = groups[group];
  if (all === 0) return "There is no reference to find.";
  if (fn === 0) return all === 1 ? "The only reference is found." : `All ${all} references are found.`;
  const head = `${fn} of ${all} ${all === 1 ? "reference" : "references"} ${fn === 1 ? "is" : "are"} missed`;
  if (misses === null) return `${head}.`;
  let rest = Object.values(misses).reduce((sum, count) => sum + count, 0);
  // Reasons are listed only where they explain every miss.
  if (rest !== fn) return `${head}.`;
  const parts = REASONS.flatMap(({ text, reasons }) => {
    const count = reasons.reduce((sum, reason) => sum + (misses[reason] ?? 0), 0);
    rest -= count;
    return count === 0 ? [] : [`${count} ${text(count)}`];
  });
  if (rest > 0) parts.push(`${rest} lost ${rest === 1 ? "its" : "their"} prediction to another match`);
  return `${head}: ${parts.join(", ")}.`;
}
