import { VoxmatchError } from "../../base/errors.js";

/**
 * Refuses the first of `names` that is not among `known`, and suggests the known one that is nearest.
 * @param inside the option that has the names as keys, where that is not the options object itself
 */
export function refuseUnknown(what: string, names: readonly string[], known: readonly string[], inside?: string): void {
  for (const name of names) {
    if (known.includes(name)) continue;
    const suggestion = nearest(name, known);
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Unknown ${what} "${name}".${suggestion === null ? "" : ` Did you mean "${suggestion}"?`} Known: ${known.join(", ")}.`,
      { name, suggestion, known, ...(inside !== undefined && { option: `${inside}.${name}` }) },
    );
  }
}

/** The known name that the fewest typing errors separate from `name`; null if none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < least) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

/** Insertions, deletions and replacements that turn one word into another (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1] + Number(a[i - 1] !== b[j - 1]);
      current.push(Math.min(replaced, previous[j] + 1, current[j - 1] + 1));
    }
    previous = current;
  }
  return previous[b.length];
}
