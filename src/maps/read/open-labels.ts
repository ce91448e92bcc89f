import type { Volume, VolumeHeader } from "../../../base/types.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import { asRunVolume } from "../../../bindings/volumes/arena-volume.js";
import type { RunVolume } from "../../../bindings/volumes/run-volume.js";
import { openInput, type VolumeFile } from "../../evaluation/open-inputs.js";
import type { ArrayVolume } from "../../io/array-source.js";
import { readVolumeInto } from "../../io/read-volume-into.js";

/** Labels: read already, in a typed array, or a file to be read. */
export type LabelInput = Volume | ArrayVolume | VolumeFile;

/** A volume of which the header is known. It must be closed. */
export interface OpenedVolume<Loaded> {
  /** Without the hash of a file, which is known once that is read to its end. */
  readonly header: VolumeHeader;
  /** Loads the voxels to the top of the arena. Returns them with the complete header. */
  readonly load: () => Promise<{ readonly loaded: Loaded; readonly header: VolumeHeader }>;
  readonly close: () => Promise<void>;
}

export type OpenedLabels = OpenedVolume<RunVolume>;

/**
 * Opens labels.
 * @param name what remarks call an array
 * @throws VoxmatchError `FILE_ACCESS`, `INVALID_FILE`, `INVALID_VOLUME`, `INVALID_OPTION`
 */
export async function openLabels(engine: MapEngine, input: LabelInput, name: string): Promise<OpenedLabels> {
  const opened = await openInput(engine, input, name, {});
  return {
    header: opened.header,
    load: async () => {
      const { header, loaded } = await readVolumeInto(engine, opened);
      return { loaded: asRunVolume(engine, loaded.voxels), header };
    },
    close: () => opened.close(),
  };
}
