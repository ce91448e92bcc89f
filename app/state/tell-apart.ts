/** Sorts dropped or picked files into reference, predictions and image. */
import { isVolumeName, sideOf } from "../../src/cohort/case-names.js";
import { listedEndings } from "../../src/io/format-endings.js";
import type { GivenVolume } from "../engine/given-volume.js";

/** A file with its path below the folder that was dropped. */
export interface FoundFile {
  /** Below the folder, with slashes. */
  readonly name: string;
  /** With the folder in front. */
  readonly path: string;
  readonly file: GivenVolume;
}

/** A folder of one side: the references, or the predictions of a model. */
export interface FoundFolder {
  readonly name: string;
  readonly files: readonly FoundFile[];
}

export type ContentKind = "labels" | "image";

/** Interpretation of a drop. */
export type Told =
  | {
      readonly kind: "pair";
      readonly reference: GivenVolume;
      readonly prediction: GivenVolume;
      readonly anatomy: GivenVolume | null;
      /** Whether names say which is which. */
      readonly isTold: boolean;
    }
  | {
      readonly kind: "folders";
      readonly reference: FoundFolder;
      readonly models: readonly FoundFolder[];
      readonly isTold: boolean;
    }
  | { readonly kind: "map"; readonly map: GivenVolume; readonly reference: GivenVolume }
  | { readonly kind: "one"; readonly file: GivenVolume }
  | { readonly kind: "folder"; readonly folder: FoundFolder }
  | { readonly kind: "configuration"; readonly file: File }
  | { readonly kind: "refused"; readonly message: string };

/** Voxels whose header is another file. */
const VOXELS_ALONE = /\.(img|raw|zraw)(\.gz)?$/i;

export const WANTED = `Drop a reference and a prediction, with an image if you like, or a folder of each. Names end in ${listedEndings()}.`;

/**
 * @param contentOf tells labels from an image by looking into the file
 */
export async function tellApart(
  files: readonly GivenVolume[],
  folders: readonly FoundFolder[],
  contentOf: (file: GivenVolume) => Promise<ContentKind>,
): Promise<Told> {
  const [first] = files;
  if (files.length === 1 && folders.length === 0 && /\.(ya?ml|json)$/i.test(first.name)) {
    if (first instanceof File) return { kind: "configuration", file: first };
  }
  const own = folders.flatMap(sidesIn);
  // Several files are one volume only if they make one up.
  const volumes = files.filter((file) => !(file instanceof File) || isVolumeName(file.name));
  if (own.length >= 2 && volumes.length === 0) return foldersOf(own);
  if (own.length === 1 && volumes.length === 0) return ofOneFolder(own[0]);
  if (own.length > 0) {
    return refused(`There are files beside folders: ${listed(volumes.map(({ name }) => name))}. Drop folders alone.`);
  }
  switch (volumes.length) {
    case 0:
      return refused(nothingIn(files, folders));
    case 1:
      return { kind: "one", file: volumes[0] };
    case 2:
      return twoOf(volumes[0], volumes[1], contentOf);
    case 3:
      return tripleOf(volumes, contentOf);
    default:
      return ofLooseFiles(volumes);
  }
}

/** The folders of sides in what was dropped: itself, or those in it, where there are two or more with volumes. */
function sidesIn(folder: FoundFolder): readonly FoundFolder[] {
  const files = folder.files.filter(({ name }) => isVolumeName(name));
  if (files.length === 0) return [];
  const below = new Map<string, FoundFile[]>();
  for (const file of files) {
    const [head, ...rest] = file.name.split("/");
    if (rest.length === 0) return [{ name: folder.name, files }];
    below.set(head, [...(below.get(head) ?? []), { ...file, name: rest.join("/") }]);
  }
  // Folders that are not called like a side are the cases of one side.
  const isOfSides = [...below.keys()].some((name) => folderSide(name) !== null);
  if (below.size < 2 || (!isOfSides && below.size > 4)) return [{ name: folder.name, files }];
  return Array.from(below, ([name, own]) => ({ name, files: own }));
}

/** Folders are also called by the plural. */
function folderSide(name: string): ReturnType<typeof sideOf> {
  return sideOf(name) ?? sideOf(name.replace(/s$/i, ""));
}

function foldersOf(found: readonly FoundFolder[]): Told {
  // Folders come in any order.
  const folders = [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
  const told = folders.filter(({ name }) => folderSide(name) === "reference");
  const reference = told[0] ?? folders.find(({ name }) => folderSide(name) !== "prediction") ?? folders[0];
  const models = folders.filter((folder) => folder !== reference);
  return { kind: "folders", reference, models, isTold: told.length === 1 };
}

/** A folder with the files of both sides, told by their names; else a folder of one side. */
function ofOneFolder(folder: FoundFolder): Told {
  const sides = folder.files.map(({ name }) => sideOf(baseOf(name)));
  const of = (side: "reference" | "prediction") => ({
    name: side,
    files: folder.files.filter((_, i) => sides[i] === side),
  });
  const [reference, prediction] = [of("reference"), of("prediction")];
  if (reference.files.length > 0 && prediction.files.length > 0) {
    return { kind: "folders", reference, models: [prediction], isTold: true };
  }
  return { kind: "folder", folder };
}

function ofLooseFiles(files: readonly GivenVolume[]): Told {
  const found = ofOneFolder({
    name: "files",
    files: files.map((file) => ({ name: file.name, path: file.name, file })),
  });
  if (found.kind === "folders") return found;
  return refused(
    `There are ${files.length} volumes, and their names do not say which are references (ref, gt, label, …) and which predictions ` +
      "(pred, seg, …). Drop a folder of each.",
  );
}

/** Labels and numbers that are none are a map and its reference. */
async function twoOf(
  one: GivenVolume,
  other: GivenVolume,
  contentOf: (file: GivenVolume) => Promise<ContentKind>,
): Promise<Told> {
  const [first, second] = [await contentOf(one), await contentOf(other)];
  if (first === second) return pairOf(one, other, null);
  const [map, reference] = first === "image" ? [one, other] : [other, one];
  return { kind: "map", map, reference };
}

async function tripleOf(
  volumes: readonly GivenVolume[],
  contentOf: (file: GivenVolume) => Promise<ContentKind>,
): Promise<Told> {
  const kinds = await Promise.all(volumes.map(contentOf));
  const labels = volumes.filter((_, i) => kinds[i] === "labels");
  const images = volumes.filter((_, i) => kinds[i] === "image");
  if (labels.length === 2) return pairOf(labels[0], labels[1], images[0]);
  const names = (of: readonly GivenVolume[]) => (of.length === 0 ? "none" : listed(of.map(({ name }) => name)));
  return refused(
    `Of three files two must be labels and one an image. Labels are ${names(labels)}; images are ${names(images)}.`,
  );
}

function pairOf(one: GivenVolume, other: GivenVolume, anatomy: GivenVolume | null): Told {
  const [first, second] = [sideOf(one.name), sideOf(other.name)];
  const isTurned = first !== second && (first === "prediction" || second === "reference");
  const [reference, prediction] = isTurned ? [other, one] : [one, other];
  return { kind: "pair", reference, prediction, anatomy, isTold: first !== second };
}

function nothingIn(files: readonly GivenVolume[], folders: readonly FoundFolder[]): string {
  const names = [...files.map(({ name }) => name), ...folders.map(({ name }) => `${name}/`)];
  if (names.length === 0) return `What was dropped is no file. ${WANTED}`;
  const some = (ending: RegExp) => files.some(({ name }) => ending.test(name));
  const advice = some(/\.ima$/i)
    ? " Convert a DICOM series first, as with dcm2niix."
    : some(VOXELS_ALONE)
      ? " Such a file holds the voxels of a header (.hdr, .mhd, .nhdr): drop both together."
      : "";
  return `There is no volume in ${listed(names)}.${advice} ${WANTED}`;
}

function refused(message: string): Told {
  return { kind: "refused", message };
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(", ");
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
