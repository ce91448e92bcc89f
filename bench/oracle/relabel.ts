/** Labels replaced by 1 … count in plain TypeScript, the twin of `assembly/components/index-labels.ts`. */
import type { TwinRuns } from "./run-list.js";

/** Numbers the labels in rising order, by a map that is asked only where the label changes. */
export function relabelTwin(runs: TwinRuns): { readonly runs: TwinRuns; readonly count: number } {
  const { labels, count } = runs;
  const present = new Set<number>();
  for (let i = 0, known = 0; i < count; i++) {
    if (labels[i] === known) continue;
    known = labels[i];
    present.add(known);
  }
  const codes = new Map([...present].sort((a, b) => a - b).map((label, i) => [label, i + 1]));
  const coded = new Uint32Array(count);
  for (let i = 0, known = 0, code = 0; i < count; i++) {
    if (labels[i] !== known) {
      known = labels[i];
      code = codes.get(known) ?? 0;
    }
    coded[i] = code;
  }
  return { runs: { ...runs, labels: coded }, count: codes.size };
}
