import type { Volume } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { ArraySource, type ArrayVolume } from "../io/array-source.js";
import { FILE_OPTIONS, type FileOptions } from "../io/file-options.js";
import { MemorySource } from "../io/memory-source.js";
import { openFile } from "../io/open-file.js";
import type { VolumeInput } from "../io/source/byte-source.js";
import type { VoxelSource } from "../io/voxel-source.js";
import { refuseUnknown } from "../options/suggest.js";

/**
 * A file that is read while it is evaluated, so that its voxels are never kept: of any format that `readVolume` reads. Where there are
 * threads, two gzipped ones are read at once.
 */
export interface VolumeFile extends FileOptions {
  /** A path, a `file:` or `https:` URL, the bytes of a file, a Blob or File, or the handle of a folder. */
  readonly file: VolumeInput;
}

/** The two volumes of a case: read from files already, to be read, or voxels in typed arrays. */
export interface EvaluateInputs {
  readonly reference: Volume | ArrayVolume | VolumeFile;
  readonly prediction: Volume | ArrayVolume | VolumeFile;
}

/** How volumes are read, where their own options do not say otherwise. */
export interface Reading {
  readonly maximumVoxels?: number;
  readonly roundLabels?: boolean;
  readonly ignoreLabel?: number | null;
  readonly signal?: AbortSignal;
}

/** Opens both inputs, which must be closed. Of two that cannot be opened the reference is named. */
export async function openInputs(
  engine: Engine,
  { reference, prediction, ...others }: EvaluateInputs,
  reading: Reading,
): Promise<readonly [VoxelSource, VoxelSource]> {
  refuseUnknown("input (options are the second argument)", Object.keys(others), ["reference", "prediction"]);
  const opening = await Promise.allSettled([
    openInput(engine, reference, "The reference", reading),
    openInput(engine, prediction, "The prediction", reading),
  ]);
  const opened = opening.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const refused = opening.find((each) => each.status === "rejected");
  if (refused === undefined) return [opened[0], opened[1]];
  await closeInputs(opened);
  throw refused.reason;
}

/** Closes inputs once their voxels are read, or will not be. */
export async function closeInputs(inputs: readonly VoxelSource[]): Promise<void> {
  await Promise.all(inputs.map((input) => input.close()));
}

/**
 * Opens an input.
 * @param side what remarks call an array
 */
export async function openInput(
  engine: Engine,
  input: Volume | ArrayVolume | VolumeFile,
  side: string,
  { maximumVoxels, roundLabels, ignoreLabel = null, signal }: Reading,
): Promise<VoxelSource> {
  const negativeLabel = ignoreLabel !== null && ignoreLabel < 0 ? ignoreLabel : null;
  const usual = { maximumVoxels, roundLabels, negativeLabel };
  if ("file" in input) {
    const { file, ...options } = input;
    refuseUnknown("option of a file", Object.keys(options), FILE_OPTIONS);
    return openFile(engine, file, { ...usual, ...options }, signal);
  }
  return "data" in input ? new ArraySource({ ...usual, ...input }, side) : new MemorySource(input);
}
