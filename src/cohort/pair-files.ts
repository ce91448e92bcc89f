/** Finding out which files belong together, by their names. */
import {
  caseNameOf,
  isVolumeName,
  layoutKeyOf,
  nameCases,
  sideOf,
  spellingOf,
  withoutImages,
  withoutTwins,
} from "./case-names.js";
import type { FilePattern } from "./file-pattern.js";

export { isVolumeName, nameCases } from "./case-names.js";

/** By what two names were found to belong together, from strict to loose. */
export const PAIRING_RULES = {
  name: "equal names",
  spelling: "names that differ in capitals, accents or ending",
  words: "names without words for a side, such as ref and pred",
  layout: "names without the words and folders of data sets, such as case, volume and anat",
} as const;
export type PairingRule = keyof typeof PAIRING_RULES;

export interface FilePair<F> {
  /** The name of the case: the part that both names have in common. It depends on the references' names alone. */
  readonly name: string;
  readonly reference: F;
  readonly prediction: F;
  /** The rule that paired the two. */
  readonly by: PairingRule;
}

export interface Pairing<F> {
  readonly pairs: readonly FilePair<F>[];
  /** Files of either side that have no partner, or whose partner is not unique. */
  readonly alone: readonly F[];
  /** Images next to labels, and files that do not fit a pattern: neither side. */
  readonly ignored: readonly F[];
  /** The name of the case of each reference, with or without a prediction. */
  readonly names: ReadonlyMap<F, string>;
  /** Values of a pattern's further names, by reference. */
  readonly columns: ReadonlyMap<F, Readonly<Record<string, string>>>;
}

export interface PairingOptions {
  /** Where the name of a case is in the paths of references, and in those of predictions if any of them is of the pattern. */
  readonly pattern?: FilePattern;
  /** The same for predictions only. */
  readonly predictionPattern?: FilePattern;
}

type Named = { readonly name: string };

/** A file by the name that decides about its partner. */
interface Entry<F> extends Named {
  readonly file: F;
}

const KEYS: Readonly<Record<PairingRule, (name: string) => string>> = {
  name: (name) => name,
  spelling: spellingOf,
  words: (name) => caseNameOf(spellingOf(name)),
  layout: layoutKeyOf,
};

/**
 * Pairs the volumes of two folders: by equal names, else by what is left of the names once words such as `ref` and `pred`
 * are taken away, else by what the usual layouts of data sets leave of them; or by patterns. Only what is unique on both
 * sides is paired.
 */
export function pairFolders<F extends Named>(
  references: readonly F[],
  predictions: readonly F[],
  options: PairingOptions = {},
): Pairing<F> {
  const ours = referencesOf(references.filter(isVolume), options);
  const theirs = predictionsOf(predictions.filter(isVolume), options, ours.isByCaseAlone);
  const pairs: FilePair<F>[] = [];
  const used = new Set<F>();
  for (const rule of Object.keys(KEYS) as PairingRule[]) {
    if (2 * pairs.length === ours.entries.length + theirs.entries.length) break;
    const byKey = groupBy(theirs.entries, ({ name }) => KEYS[rule](name));
    for (const [key, group] of groupBy(ours.entries, ({ name }) => KEYS[rule](name))) {
      const like = byKey.get(key) ?? [];
      if (key === "" || group.length !== 1 || like.length !== 1) continue;
      const [{ file: reference }, { file: prediction }] = [group[0], like[0]];
      if (used.has(reference) || used.has(prediction)) continue;
      used.add(reference).add(prediction);
      pairs.push({ name: ours.names.get(reference) ?? key, reference, prediction, by: rule });
    }
  }
  pairs.sort((a, b) => ORDER.compare(a.name, b.name));
  const alone = [...ours.entries, ...theirs.entries].map(({ file }) => file).filter((file) => !used.has(file));
  return { pairs, alone, ignored: [...ours.ignored, ...theirs.ignored], names: ours.names, columns: ours.columns };
}

/** Which of two files is the reference, by a word in the names; null if they have none. */
export function tellReference<F extends Named>(one: F, other: F): { reference: F; prediction: F } | null {
  const [first, second] = [sideOf(one.name), sideOf(other.name)];
  if (first === second) return null;
  if (first === "reference" || second === "prediction") return { reference: one, prediction: other };
  return { reference: other, prediction: one };
}

const ORDER = new Intl.Collator("en", { numeric: true });

function isVolume({ name }: Named): boolean {
  return isVolumeName(name);
}

interface References<F> extends Pick<Pairing<F>, "names" | "columns" | "ignored"> {
  readonly entries: readonly Entry<F>[];
  /** Whether `{case}` alone tells the references apart. */
  readonly isByCaseAlone: boolean;
}

function referencesOf<F extends Named>(files: readonly F[], { pattern }: PairingOptions): References<F> {
  if (pattern === undefined) {
    const { kept, twins } = withoutTwins(files);
    const { labels, images } = withoutImages(kept);
    return {
      entries: labels.map((file) => ({ name: file.name, file })),
      names: nameCases(labels),
      columns: new Map(),
      ignored: [...images, ...twins],
      isByCaseAlone: true,
    };
  }
  const { found, ignored } = matches(files, pattern);
  const isByCaseAlone = new Set(found.map(({ parts }) => parts.case)).size === found.length;
  const idOf = (parts: Readonly<Record<string, string>>) => idIn(parts, pattern, isByCaseAlone);
  const further = pattern.names.filter((name) => name !== "case");
  return {
    entries: found.map(({ file, parts }) => ({ name: `${idOf(parts)}.nii`, file })),
    names: new Map(found.map(({ file, parts }) => [file, idOf(parts)])),
    columns: new Map(
      found.map(({ file, parts }) => [file, Object.fromEntries(further.map((name) => [name, parts[name]]))]),
    ),
    ignored,
    isByCaseAlone,
  };
}

function predictionsOf<F extends Named>(
  files: readonly F[],
  { pattern, predictionPattern }: PairingOptions,
  isByCaseAlone: boolean,
): { readonly entries: readonly Entry<F>[]; readonly ignored: readonly F[] } {
  const own = predictionPattern ?? pattern;
  const { found, ignored } = own === undefined ? { found: [], ignored: files } : matches(files, own);
  if (own !== undefined && (found.length > 0 || predictionPattern !== undefined)) {
    const entries = found.map(({ file, parts }) => ({ name: `${idIn(parts, own, isByCaseAlone)}.nii`, file }));
    return { entries, ignored };
  }
  const { kept, twins } = withoutTwins(files);
  const { labels, images } = withoutImages(kept);
  return { entries: labels.map((file) => ({ name: file.name, file })), ignored: [...images, ...twins] };
}

function matches<F extends Named>(files: readonly F[], pattern: FilePattern) {
  const found: { file: F; parts: Readonly<Record<string, string>> }[] = [];
  const ignored: F[] = [];
  for (const file of files) {
    const parts = pattern.match(file.name);
    if (parts === null) ignored.push(file);
    else found.push({ file, parts });
  }
  return { found, ignored };
}

/** All that a pattern's names stand for where the case's name alone is not unique, as in `{case}/{organ}.nii.gz`. */
function idIn(parts: Readonly<Record<string, string>>, pattern: FilePattern, isByCaseAlone: boolean): string {
  return isByCaseAlone ? parts.case : pattern.names.map((name) => parts[name]).join("/");
}

function groupBy<F>(files: readonly F[], keyOf: (file: F) => string): ReadonlyMap<string, readonly F[]> {
  const groups = new Map<string, F[]>();
  for (const file of files) {
    const key = keyOf(file);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return groups;
}
