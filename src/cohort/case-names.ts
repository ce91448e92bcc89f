/** Reads file names: the side of a file, its case, and whether it is an image. */
import { formatRank, volumeEnding } from "../io/format-endings.js";

type Named = { readonly name: string };

const SEPARATORS = /([-_. ]+)/;

/** Words by which the names of two files of one case differ. */
const REFERENCE_WORDS = ["reference", "ref", "gt", "groundtruth", "truth", "label", "labels", "manual", "expert"];
const PREDICTION_WORDS = ["prediction", "predictions", "predicted", "pred", "output", "result", "auto"];
/** Words for labels of either side: BraTS and KiTS call references so, many models their predictions. */
const LABEL_WORDS = ["seg", "segmentation", "segmentations", "dseg", "aseg", "mask", "masks", "labelstr", "labelsts"];
/** Words that a name loses on the way to the id of its case. */
const SIDE_WORDS = [...REFERENCE_WORDS, ...PREDICTION_WORDS, "seg", "segmentation", "segmentations", "dseg"];
/** Words that say nothing about which case it is, in the layouts of data sets. */
const LAYOUT_WORDS = [...SIDE_WORDS, ...LABEL_WORDS, "case", "volume", "imaging", "image", "img"];
/** Folders of BIDS and nnU-Net that hold one kind of file of every case. */
const LAYOUT_FOLDERS = ["anat", "dwi", "func", "perf", "pet", "derivatives", "labelstr", "labelsts"];
/** Words for images, which folders of data sets hold next to labels. */
const IMAGE_WORDS = [
  ...[
    "image",
    "images",
    "imaging",
    "img",
    "imagestr",
    "imagests",
    "volume",
    "ct",
    "pet",
    "bold",
    "dwi",
    "adc",
    "flair",
  ],
  ...["t1", "t1w", "t1c", "t1n", "t1ce", "t1gd", "t2", "t2w", "t2f", "probseg"],
];

/** The entity of BIDS that names the maker of a file. */
const DESCRIPTION = /(^|_)desc-[a-z0-9]+/gi;

export function isVolumeName(name: string): boolean {
  return volumeEnding(name) !== "";
}

function withoutEnding(name: string): string {
  return name.slice(0, name.length - volumeEnding(name).length);
}

/** Which side a name says that its file is on; null if it does not say. `seg` is only a hint, as either side may use it. */
export function sideOf(name: string): "reference" | "prediction" | null {
  const words = wordsOf(name);
  if (words.some((word) => REFERENCE_WORDS.includes(word))) return "reference";
  if (words.some((word) => PREDICTION_WORDS.includes(word) || word === "seg")) return "prediction";
  return null;
}

/** The name without its ending and without the words that say which side it is. */
export function caseNameOf(name: string): string {
  return withoutWords(withoutEnding(name), SIDE_WORDS);
}

/** The name in one spelling: é as one character, without capitals. */
export function spellingOf(name: string): string {
  return withoutEnding(name).normalize("NFC").toLowerCase();
}

/**
 * The rest of a path in the layouts of BraTS, KiTS, LiTS, nnU-Net, BIDS derivatives and TotalSegmentator, once everything is
 * taken away that does not identify the case: `case_00000/segmentation` and `prediction_00000` both give `00000`.
 */
export function layoutKeyOf(name: string): string {
  const parts = spellingOf(name)
    .split("/")
    .map((part) => withoutWords(part.replace(DESCRIPTION, ""), LAYOUT_WORDS));
  const file = parts.pop() ?? "";
  const folders = parts.filter((folder) => folder !== "" && !LAYOUT_FOLDERS.includes(folder));
  return joinPath(folders, file);
}

/**
 * Names of cases by their references: file names without the words that say which side they are, where that is
 * not empty and no other's, else their names without endings. It depends on the references' names alone.
 */
export function nameCases<F extends Named>(references: readonly F[]): ReadonlyMap<F, string> {
  const names = references.map(({ name }) => tidyNameOf(name));
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    references.map((reference, i) => {
      const isOwn = names[i] !== "" && counts.get(names[i]) === 1;
      return [reference, isOwn ? names[i] : withoutEnding(reference.name)];
    }),
  );
}

/**
 * The files without those that differ only in their format from a likelier label volume, such as a preview `case.png` next to
 * `case.nii.gz`.
 */
export function withoutTwins<F extends Named>(files: readonly F[]): { kept: readonly F[]; twins: readonly F[] } {
  const best = new Map<string, number>();
  for (const { name } of files) {
    const [stem, rank] = [withoutEnding(name), formatRank(name)];
    best.set(stem, Math.min(rank, best.get(stem) ?? rank));
  }
  const isBest = ({ name }: F) => best.get(withoutEnding(name)) === formatRank(name);
  return { kept: files.filter(isBest), twins: files.filter((file) => !isBest(file)) };
}

/** The files that are labels, and the images next to them: told apart only where names of both kinds are there. */
export function withoutImages<F extends Named>(files: readonly F[]): { labels: readonly F[]; images: readonly F[] } {
  const isLabel = files.map(({ name }) =>
    pathWordsOf(name).some((word) => SIDE_WORDS.includes(word) || LABEL_WORDS.includes(word)),
  );
  if (!isLabel.includes(true)) return { labels: files, images: [] };
  const isImage = (file: F, i: number) =>
    !isLabel[i] && pathWordsOf(file.name).some((word) => IMAGE_WORDS.includes(word));
  return { labels: files.filter((file, i) => !isImage(file, i)), images: files.filter(isImage) };
}

/** `case_00000/segmentation` → `case_00000`, `X/X-seg` → `X`, `s0000/segmentations/liver` → `s0000/liver`. */
function tidyNameOf(name: string): string {
  const parts = withoutEnding(name)
    .split("/")
    .map((part) => withoutWords(part.replace(DESCRIPTION, ""), SIDE_WORDS));
  const file = parts.pop() ?? "";
  return joinPath(
    parts.filter((folder) => folder !== "" && !/^labelst[rs]$/i.test(folder)),
    file,
  );
}

/** Folders that only repeat what the file's name says are left out, as in `sub-01/anat/sub-01_ses-1`. */
function joinPath(folders: readonly string[], file: string): string {
  const words = wordsOf(file);
  const isRepeated = folders.length > 0 && wordsOf(folders[0]).every((word) => words.includes(word));
  return [...(isRepeated ? [] : folders), file].filter((part) => part !== "").join("/");
}

function withoutWords(text: string, words: readonly string[]): string {
  const parts = text.split(SEPARATORS);
  const kept: string[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    if (words.includes(parts[i].toLowerCase())) continue;
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

function pathWordsOf(name: string): string[] {
  return name.split("/").flatMap(wordsOf);
}
