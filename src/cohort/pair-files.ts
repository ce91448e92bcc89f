/** Finding out which files belong together, by their names. */

export interface FilePair<F> {
  /** What the case is called: what both names have in common. It depends on the references' names alone. */
  readonly name: string;
  readonly reference: F;
  readonly prediction: F;
}

export interface Pairing<F> {
  readonly pairs: readonly FilePair<F>[];
  /** Files of either side that have no partner, or whose partner is not unique. */
  readonly alone: readonly F[];
}

type Named = { readonly name: string };

const VOLUME = /\.(nii|nii\.gz)$/i;

/** Words by which the names of two files of one case differ. */
const REFERENCE_WORDS = ["reference", "ref", "gt", "groundtruth", "truth", "label", "labels", "manual", "expert"];
const PREDICTION_WORDS = ["prediction", "predictions", "predicted", "pred", "output", "result", "auto", "seg"];

export function isVolumeName(name: string): boolean {
  return VOLUME.test(name);
}

/**
 * Pairs the volumes of two folders: by equal names, else by what is left of the names once words such as `ref` and `pred`
 * are taken away.
 */
export function pairFolders<F extends Named>(references: readonly F[], predictions: readonly F[]): Pairing<F> {
  const ours = references.filter(({ name }) => isVolumeName(name));
  const theirs = predictions.filter(({ name }) => isVolumeName(name));
  const byName = groupBy(theirs, ({ name }) => name);
  const byStem = groupBy(theirs, ({ name }) => caseNameOf(name));
  const ownStems = groupBy(ours, ({ name }) => caseNameOf(name));
  const names = nameCases(ours);
  const used = new Set<F>();
  const pairs: FilePair<F>[] = [];
  for (const reference of ours) {
    const stem = caseNameOf(reference.name);
    const same = byName.get(reference.name) ?? [];
    const like = ownStems.get(stem)?.length === 1 ? (byStem.get(stem) ?? []) : [];
    const found = same.length === 1 ? same : like;
    if (found.length !== 1 || used.has(found[0])) continue;
    used.add(found[0]);
    used.add(reference);
    pairs.push({ name: names.get(reference) ?? stem, reference, prediction: found[0] });
  }
  pairs.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  return { pairs, alone: [...ours, ...theirs].filter((file) => !used.has(file)) };
}

/**
 * What the cases of references are called: their names without the words that say which side they are, where that is
 * not empty and no other's, else their names without endings.
 */
export function nameCases<F extends Named>(references: readonly F[]): ReadonlyMap<F, string> {
  const stems = groupBy(references, ({ name }) => caseNameOf(name));
  return new Map(
    references.map((reference) => {
      const stem = caseNameOf(reference.name);
      const isOwn = stem !== "" && stems.get(stem)?.length === 1;
      return [reference, isOwn ? stem : withoutEnding(reference.name)];
    }),
  );
}

/** Of two files, which is the reference: told by a word in the names; null if they do not say. */
export function tellReference<F extends Named>(one: F, other: F): { reference: F; prediction: F } | null {
  const [first, second] = [sideOf(one.name), sideOf(other.name)];
  if (first === second) return null;
  if (first === "reference" || second === "prediction") return { reference: one, prediction: other };
  return { reference: other, prediction: one };
}

function sideOf(name: string): "reference" | "prediction" | null {
  const words = wordsOf(name);
  if (words.some((word) => REFERENCE_WORDS.includes(word))) return "reference";
  if (words.some((word) => PREDICTION_WORDS.includes(word))) return "prediction";
  return null;
}

/** The name without its ending and without the words that say which side it is. */
function caseNameOf(name: string): string {
  const sides = [...REFERENCE_WORDS, ...PREDICTION_WORDS];
  const parts = withoutEnding(name).split(/([-_. ]+)/);
  const kept: string[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    if (sides.includes(parts[i].toLowerCase())) continue;
    if (kept.length > 0) kept.push(parts[i - 1]);
    kept.push(parts[i]);
  }
  return kept.join("");
}

function wordsOf(name: string): string[] {
  return withoutEnding(name)
    .toLowerCase()
    .split(/[-_. ]+/);
}

function withoutEnding(name: string): string {
  return name.replace(VOLUME, "");
}

function groupBy<F>(files: readonly F[], keyOf: (file: F) => string): ReadonlyMap<string, readonly F[]> {
  const groups = new Map<string, F[]>();
  for (const file of files) groups.set(keyOf(file), [...(groups.get(keyOf(file)) ?? []), file]);
  return groups;
}
