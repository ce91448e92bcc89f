import type { DoneCase } from "../case-record.js";

/** Labels of a case that no group names, and groups that name nothing of it. */
export type LeftOver = Pick<DoneCase, "unassigned" | "emptyGroups">;

/** More labels or groups than this are not listed one by one. */
const LISTED = 10;

/** In how many cases each label belonged to no group, and each group had no voxel. */
export function leftOverNotes(cases: readonly LeftOver[]): readonly string[] {
  const labels = countEach(cases.map(({ unassigned = [] }) => unassigned.map(({ label }) => label)));
  const groups = countEach(cases.map(({ emptyGroups = [] }) => emptyGroups));
  const say = (counts: ReadonlyMap<number | string, number>, noun: string) => {
    const named = [...counts].slice(0, LISTED).map(([name, n]) => `${noun} ${name} in ${n} of ${cases.length} cases`);
    return named.join(", ") + (counts.size > LISTED ? ` and ${counts.size - LISTED} more` : "");
  };
  return [
    ...(labels.size > 0 ? [`Not evaluated, as no group names them: ${say(labels, "label")}.`] : []),
    ...(groups.size > 0 ? [`Without a voxel in either volume: ${say(groups, "group")}.`] : []),
  ];
}

/** How many cases name each, most first. */
function countEach<T extends number | string>(lists: readonly (readonly T[])[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const list of lists) for (const item of new Set(list)) counts.set(item, (counts.get(item) ?? 0) + 1);
  return new Map([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
