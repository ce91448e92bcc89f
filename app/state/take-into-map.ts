/** Does with a drop onto an open map what the reader meant. */
import { isVolumeName } from "../../src/cohort/case-names.js";
import type { GivenVolume } from "../engine/given-volume.js";
import { type MapFiles, mapFiles } from "./map-files.js";
import { visit } from "./navigation.js";
import { ask } from "./notices.js";
import type { ContentKind } from "./tell-apart.js";

/** Files that may name the labels of an atlas. */
const NAMES = /\.(xml|txt|tsv|csv|label|lut|ctbl)$/i;

/**
 * Takes a volume, names of regions, or an atlas with its names.
 * @returns whether the files were such
 */
export async function takeIntoMap(
  files: readonly GivenVolume[],
  contentOf: (file: GivenVolume) => Promise<ContentKind>,
): Promise<boolean> {
  const open = mapFiles.peek();
  const names = files.filter((file): file is File => file instanceof File && NAMES.test(file.name));
  const volumes = files.filter((file) => !(file instanceof File) || isVolumeName(file.name));
  if (open === null || names.length > 1 || volumes.length > 1 || names.length + volumes.length !== files.length)
    return false;
  const openWith = (change: Partial<MapFiles>) => visit({ kind: "map", files: { ...open, ...change } });
  const [atlasNames = null] = names;
  const [volume] = volumes;
  if (volume === undefined) openWith({ atlasNames });
  else if (atlasNames !== null) openWith({ atlas: volume, atlasNames });
  else if ((await contentOf(volume)) === "image") {
    ask(`${volume.name} is an image. Is it the anatomy below, or another map?`, [
      { name: "Anatomy", act: () => openWith({ anatomy: volume }) },
      { name: "Map", act: () => openWith({ map: volume }) },
    ]);
  } else {
    ask(`${volume.name} holds labels. Are they the reference, or an atlas of regions?`, [
      { name: "Reference", act: () => openWith({ reference: volume }) },
      { name: "Atlas", act: () => openWith({ atlas: volume, atlasNames: null }) },
    ]);
  }
  return true;
}
