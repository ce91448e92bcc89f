/** Files picked on the first page, kept until others are picked. */
import { signal } from "@preact/signals";
import type { FileChoices } from "../../src/io/voxel-source.js";
import { choicesOf, type GivenVolume, withChoices } from "../engine/given-volume.js";
import type { FoundFolder } from "./tell-apart.js";

export type Box = "reference" | "prediction" | "anatomy";

/** A folder of many files, or a single one. */
export type Pick = { readonly kind: "file"; readonly file: GivenVolume } | ({ readonly kind: "folder" } & FoundFolder);

export interface Picked {
  readonly reference: Pick | null;
  /** One, or a folder of each model. */
  readonly predictions: readonly Pick[];
  readonly anatomy: GivenVolume | null;
  /** Names did not say which is the reference: the reader should look. */
  readonly isGuess: boolean;
}

export const NOTHING_PICKED: Picked = { reference: null, predictions: [], anatomy: null, isGuess: false };

export const picked = signal<Picked>(NOTHING_PICKED);

export function pickInto(box: Box, pick: Pick): void {
  const now = { ...picked.value, isGuess: false };
  if (box === "reference") picked.value = { ...now, reference: pick };
  else if (box === "anatomy") picked.value = pick.kind === "file" ? { ...now, anatomy: pick.file } : now;
  // A further folder is that of a further model.
  else if (pick.kind === "folder" && now.predictions.every(({ kind }) => kind === "folder"))
    picked.value = { ...now, predictions: [...now.predictions.filter((each) => nameOf(each) !== pick.name), pick] };
  else picked.value = { ...now, predictions: [pick] };
}

/** The part that is read of a file, or of each file of a folder. */
export function chosenWithin(pick: Pick): FileChoices {
  const file = pick.kind === "file" ? pick.file : pick.files[0]?.file;
  return file === undefined ? {} : choicesOf(file);
}

/** Chooses what is read of all that is in a box. */
export function chooseWithin(box: Box, choices: FileChoices): void {
  const now = picked.value;
  const within = <Found extends { readonly file: GivenVolume }>(found: Found): Found => ({
    ...found,
    file: withChoices(found.file, choices),
  });
  const choose = (pick: Pick): Pick =>
    pick.kind === "file" ? within(pick) : { ...pick, files: pick.files.map(within) };
  if (box === "anatomy") picked.value = { ...now, anatomy: now.anatomy && withChoices(now.anatomy, choices) };
  else if (box === "prediction") picked.value = { ...now, predictions: now.predictions.map(choose) };
  else picked.value = { ...now, reference: now.reference && choose(now.reference) };
}

/** Takes one pick away. */
export function putBack(box: Box, name: string): void {
  const now = picked.value;
  if (box === "reference") picked.value = { ...now, reference: null, isGuess: false };
  else if (box === "anatomy") picked.value = { ...now, anatomy: null };
  else picked.value = { ...now, predictions: now.predictions.filter((each) => nameOf(each) !== name), isGuess: false };
}

/** Makes a prediction the reference, and the reference a prediction. */
export function swapWith(name: string): void {
  const { reference, predictions, anatomy } = picked.value;
  const chosen = predictions.find((each) => nameOf(each) === name);
  if (chosen === undefined || reference === null) return;
  const others = predictions.map((each) => (each === chosen ? reference : each));
  picked.value = { reference: chosen, predictions: others, anatomy, isGuess: false };
}

export function nameOf(pick: Pick): string {
  return pick.kind === "file" ? pick.file.name : pick.name;
}

/** Text that describes the content of a box. */
export function contentText(pick: Pick): string {
  if (pick.kind === "file") return pick.file.name;
  return `${pick.name} (${pick.files.length} ${pick.files.length === 1 ? "file" : "files"})`;
}
