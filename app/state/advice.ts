import { computed } from "@preact/signals";
import type { Answer, SideColumns } from "../engine/protocol.js";
import type { Answer as Offer } from "./notices.js";
import { choose, options, optionValue } from "./options.js";
import { failure, full } from "./session.js";

/** A sentence, and a button that does what it says. */
export interface Advice extends Offer {
  readonly text: string;
}

/** Classes of a side that make it look like instances: each has a label that no other has. */
const FEWEST = 4;

/** Hints where the reader may have meant something else. */
export const advice = computed((): readonly Advice[] => {
  const found: Advice[] = [];
  const part = failure.value?.part;
  const isIgnorable = part === "spacing" || part === "affine" || (part === "shape" && onlyOnes());
  if (part !== undefined && part !== null && isIgnorable) {
    found.push({
      text: `If only a header is wrong, the ${part} can be left out of the comparison.`,
      name: `Ignore the ${part}`,
      act: () => choose("ignoreGeometry", [...(options.peek().ignoreGeometry ?? []), part]),
    });
  }
  const answer = full.value;
  if (failure.value === null && answer !== null && optionValue("input") === "semantic" && looksInstanced(answer)) {
    found.push({
      text: "Nearly every instance has a label of which there is no other: these look like instance labels, and touching ones are joined.",
      name: "Read labels as instances",
      act: () => choose("input", "unmatched"),
    });
  }
  return found;
});

function onlyOnes(): boolean {
  return failure.value?.message.includes("differ only by axes of one voxel") === true;
}

function looksInstanced({ reference, prediction }: Pick<Answer, "reference" | "prediction">): boolean {
  return isInstanced(reference) || isInstanced(prediction);
}

function isInstanced({ classes }: SideColumns): boolean {
  const counts = new Map<number, number>();
  for (const own of classes) counts.set(own, (counts.get(own) ?? 0) + 1);
  const joined = counts.get(0) ?? 0;
  counts.delete(0);
  const single = [...counts.values()].filter((count) => count === 1).length;
  return counts.size >= FEWEST && single + joined >= 0.9 * classes.length;
}
