/** Does with a drop what the reader meant: by what it is, where it fell, and what is open. */
import { isVoxmatchError } from "../../base/errors.js";
import type { GivenVolume } from "../engine/given-volume.js";
import { loadConfig } from "./configuration.js";
import { droppedFiles } from "./dropped-files.js";
import { joinVolumes } from "./join-volumes.js";
import { mapFiles, mapPair } from "./map-files.js";
import { visit } from "./navigation.js";
import { ask, say } from "./notices.js";
import { type Box, NOTHING_PICKED, picked, pickInto } from "./picked.js";
import { type CaseFiles, current, engine } from "./session.js";
import { startPicked } from "./start-picked.js";
import { takeIntoMap } from "./take-into-map.js";
import { type FoundFolder, type Told, tellApart, WANTED } from "./tell-apart.js";

/**
 * @param box the box that it fell on; null for anywhere else
 */
export async function takeDrop(data: DataTransfer, box: Box | null): Promise<void> {
  const { files, folders } = await droppedFiles(data);
  await takeFiles(files, folders, box);
}

/** Does with files that were picked for a box what a drop of them on it does. */
export async function takeFiles(given: readonly File[], found: readonly FoundFolder[], box: Box | null): Promise<void> {
  const { files, folders } = joinVolumes(given, found);
  if (mapFiles.peek() !== null && folders.length === 0 && (await takeIntoMap(files, contentOf))) return;
  if (box !== null && files.length + folders.length === 1) {
    if (folders.length === 1) return takeFolder(folders[0], box);
    return pickInto(box, { kind: "file", file: files[0] });
  }
  let told: Told;
  try {
    told = await tellApart(files, folders, contentOf);
  } catch (error) {
    if (!isVoxmatchError(error)) throw error;
    return say(error.message);
  }
  await takeTold(told);
}

async function contentOf(file: GivenVolume) {
  const reply = await engine.contentOf(file);
  // Let the library refuse unreadable files when it opens them, in its words.
  return reply.kind === "done" ? reply.value : "labels";
}

async function takeTold(told: Told): Promise<void> {
  switch (told.kind) {
    case "refused":
      return say(told.message);
    case "configuration":
      return loadConfig(told.file);
    case "map":
      return takeMap(told.map, told.reference);
    case "one":
      return current.value === null ? takeOne(told.file) : takeIntoCase(told.file, current.value);
    case "folder":
      return takeFolder(told.folder, null);
    case "pair": {
      const { reference, prediction, anatomy, isTold } = told;
      picked.value = {
        reference: { kind: "file", file: reference },
        predictions: [{ kind: "file", file: prediction }],
        anatomy: anatomy ?? (current.value === null ? picked.value.anatomy : null),
        isGuess: !isTold,
      };
      // With a case open there is no doubt that the new pair is to take its place.
      if (current.value !== null) startPicked();
      return;
    }
    case "folders":
      picked.value = {
        reference: { kind: "folder", ...told.reference },
        predictions: told.models.map((model) => ({ kind: "folder", ...model })),
        anatomy: null,
        isGuess: !told.isTold,
      };
      if (current.value !== null) visit({ kind: "start" });
  }
}

/** A map is opened at once; an image may have been meant. */
function takeMap(map: GivenVolume, reference: GivenVolume): void {
  visit({ kind: "map", files: mapPair(map, reference) });
  const openAsAnatomy = () => {
    picked.value = { ...NOTHING_PICKED, reference: { kind: "file", file: reference }, anatomy: map };
    visit({ kind: "start" });
  };
  ask(`${map.name} holds no labels: it is shown as a map.`, [{ name: "Take it for the anatomy", act: openAsAnatomy }]);
}

/** A single file goes where something is missing. */
function takeOne(file: GivenVolume): void {
  const { reference, predictions } = picked.value;
  pickInto(reference === null || predictions.length > 0 ? "reference" : "prediction", { kind: "file", file });
}

function takeFolder(folder: FoundFolder, box: Box | null): void {
  const refusal =
    box === "anatomy"
      ? `The anatomy is one file, and ${folder.name} is a folder.`
      : folder.files.length === 0
        ? `The folder ${folder.name} is empty. ${WANTED}`
        : null;
  if (refusal !== null) {
    say(refusal);
    return;
  }
  const isFirst = picked.value.reference?.kind !== "folder";
  pickInto(box ?? (isFirst ? "reference" : "prediction"), { kind: "folder", ...folder });
}

/** A file onto an open case: an image goes below the labels, labels replace those of a side. */
async function takeIntoCase(file: GivenVolume, open: CaseFiles): Promise<void> {
  if ((await contentOf(file)) === "image") {
    if (current.value !== null) current.value = { ...current.value, anatomy: file };
    return;
  }
  const openWith = (change: Partial<CaseFiles>) => {
    picked.value = NOTHING_PICKED;
    visit({ kind: "case", files: { ...open, isSample: false, ...change } });
  };
  ask(`${file.name} holds labels. Is it to take the place of the reference, or of the prediction?`, [
    { name: "Reference", act: () => openWith({ reference: file }) },
    { name: "Prediction", act: () => openWith({ prediction: file }) },
  ]);
}
