import { computed } from "@preact/signals";
import { STATUSES } from "../engine/outcome.js";
import type { InstanceId } from "../engine/protocol.js";
import { isSelected, selected } from "./selection.js";
import { full } from "./session.js";

/** Missed and spurious instances of the selected group, the largest first. */
export const errors = computed((): readonly InstanceId[] => {
  const answer = full.value;
  if (answer === null) return [];
  const found = (["reference", "prediction"] as const).flatMap((side) => {
    const { labels, statuses, volumes } = answer[side];
    const isError = (i: number) => ["missed", "spurious"].includes(STATUSES[statuses[i]]);
    return Array.from(labels, (label, i) => ({ label, i }))
      .filter(({ i }) => isError(i))
      .map(({ label, i }) => ({ id: { group: answer.group, side, label }, volume: volumes[i] }));
  });
  return found.sort((a, b) => b.volume - a.volume).map(({ id }) => id);
});

/** The place of the selected instance among the errors; −1 where it is none. */
export const errorPlace = computed(() => errors.value.findIndex(isSelected));

/** Selects the next error, or with −1 the one before; from the last to the first. */
export function stepError(step: 1 | -1): void {
  const all = errors.peek();
  if (all.length === 0) return;
  const place = errorPlace.peek();
  const from = place < 0 && step < 0 ? 0 : place;
  selected.value = all[(from + step + all.length) % all.length];
}
