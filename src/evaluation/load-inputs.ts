import type { Volume, VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { ScannedVoxels } from "../../bindings/read/volume-encoder.js";
import { copyVoxelsIn } from "../../bindings/volumes/arena-volume.js";
import { usesBlocks } from "../instances/instance-source.js";
import { closeFile, FILE_OPTIONS, type FileOptions, headerOf, type OpenedFile, openFile } from "../io/open-file.js";
import { scanFile } from "../io/read-volume.js";
import { canScanInParallel, scanFilesInParallel } from "../io/scan-files-in-parallel.js";
import type { VolumeInput } from "../io/source/byte-source.js";
import { type ArrayVolume, checkArray } from "../io/volume-from-array.js";
import { type LoadedVoxels, roundingNote, withNotes } from "../io/volume-notes.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { refuseUnknown } from "../options/suggest.js";

/**
 * A file that is read while it is evaluated, so that its voxels are never kept: NIfTI-1 or NIfTI-2 in a single file, plain
 * or gzipped. Where there are threads, two gzipped ones are read at once.
 */
export interface VolumeFile extends FileOptions {
  /** A path, a `file:` URL, the bytes of a file, or a Blob or File. */
  readonly file: VolumeInput;
}

/** The two volumes of a case: read from files already, to be read, or voxels in typed arrays. */
export interface EvaluateInputs {
  readonly reference: Volume | ArrayVolume | VolumeFile;
  readonly prediction: Volume | ArrayVolume | VolumeFile;
}

/** An input whose header is known. It must be closed. */
export interface OpenedInput {
  /** Without the hash of a file, which is known once that is read to its end. */
  readonly header: VolumeHeader;
  readonly file: OpenedFile | null;
  /** Equal for two inputs that are one and the same; null where that is not known. */
  readonly identity: unknown;
  /** Brings the voxels into the engine's arena, whose top they are; `joins`: with their blocks where that costs less than later. */
  readonly load: (joins: boolean) => Promise<LoadedVoxels>;
  /** What is known of the volume once its voxels are there. */
  readonly describe: (found: LoadedVoxels) => Promise<VolumeHeader>;
  readonly close: () => Promise<void>;
}

/** Both inputs of a case in an engine's arena. */
export interface LoadedInputs {
  readonly headers: readonly [reference: VolumeHeader, prediction: VolumeHeader];
  readonly scanned: readonly [reference: ScannedVoxels, prediction: ScannedVoxels];
}

/** How volumes are read, where their own options do not say otherwise. */
export interface Reading {
  readonly maximumVoxels?: number;
  readonly roundLabels?: boolean;
  readonly ignoreLabel?: number | null;
  readonly signal?: AbortSignal;
}

/** Opens both inputs, and closes them however `work` ends. Of two that cannot be opened the reference is named. */
export async function withInputs<T>(
  engine: Engine,
  { reference, prediction }: EvaluateInputs,
  reading: Reading,
  work: (inputs: readonly [OpenedInput, OpenedInput]) => Promise<T>,
): Promise<T> {
  const opening = await Promise.allSettled([
    openInput(engine, reference, "The reference", reading),
    openInput(engine, prediction, "The prediction", reading),
  ]);
  const opened = opening.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  try {
    const refused = opening.find((each) => each.status === "rejected");
    if (refused !== undefined) throw refused.reason;
    const [first, second] = opened;
    return await work([first, second]);
  } finally {
    await Promise.all(opened.map((input) => input.close()));
  }
}

/**
 * Brings the voxels of both inputs into the arena: of two files at once where there are threads, else one after the other.
 * @param options how they will be labelled; null if that is not known yet
 */
export async function loadInputs(
  engine: Engine,
  inputs: readonly [OpenedInput, OpenedInput],
  options: VolumeOptions | null,
): Promise<LoadedInputs> {
  const [reference, prediction] = inputs;
  const scanned = await scanBoth(engine, inputs, options !== null && usesBlocks(options));
  const [first, second] = scanned;
  return { scanned, headers: [await reference.describe(first), await prediction.describe(second)] };
}

/** Says where the two volumes are one and the same, by where they lie or by what they hold. */
export function sameVolumeNotes(
  [reference, prediction]: readonly [OpenedInput, OpenedInput],
  [{ source: one }, { source: other }]: readonly [VolumeHeader, VolumeHeader],
): readonly string[] {
  const isSamePlace = reference.identity !== null && reference.identity === prediction.identity;
  const isSameHash = (one?.sha256 ?? null) !== null && one?.sha256 === other?.sha256;
  if (!isSamePlace && !isSameHash) return [];
  const names = [...new Set([one?.path, other?.path].filter((path) => typeof path === "string"))].join(", ");
  const which = isSamePlace ? "the same volume" : "files of the same bytes";
  return [`Reference and prediction are ${which}${names === "" ? "" : ` (${names})`}: it is compared with itself.`];
}

async function scanBoth(
  engine: Engine,
  [reference, prediction]: readonly [OpenedInput, OpenedInput],
  joins: boolean,
): Promise<readonly [LoadedVoxels, LoadedVoxels]> {
  if (reference.file !== null && prediction.file !== null) {
    const files = [reference.file, prediction.file];
    if (canScanInParallel(engine, files)) {
      const [first, second] = await scanFilesInParallel(engine, files, joins);
      return [first, second];
    }
  }
  return [await reference.load(joins), await prediction.load(joins)];
}

/** Opens one input; `side` is what remarks call an array. */
export async function openInput(
  engine: Engine,
  input: Volume | ArrayVolume | VolumeFile,
  side: string,
  reading: Reading,
): Promise<OpenedInput> {
  const nothing = async () => {};
  const { maximumVoxels, roundLabels, ignoreLabel = null, signal } = reading;
  const usual = {
    maximumVoxels,
    roundLabels,
    negativeLabel: ignoreLabel !== null && ignoreLabel < 0 ? ignoreLabel : null,
  };
  if ("file" in input) {
    const { file: stored, ...options } = input;
    refuseUnknown("option of a file", Object.keys(options), FILE_OPTIONS);
    const file = await openFile(engine, stored, { ...usual, ...options }, signal);
    const header = { ...file.header, source: { path: file.source.path, sha256: null } };
    const load = (joins: boolean) => scanFile(engine, file, joins);
    const describe = (found: LoadedVoxels) => headerOf(file, found);
    const { identity } = file.source;
    return { header, file, identity, load, describe, close: () => closeFile(file) };
  }
  if ("data" in input) {
    const array = checkArray({ ...usual, ...input });
    const load = async () => array.scan(engine);
    const describe = async (found: LoadedVoxels) =>
      withNotes(array.header, [...(array.header.notes ?? []), ...roundingNote(side, found)]);
    return { header: array.header, file: null, identity: input.data, load, describe, close: nothing };
  }
  const load = async () => ({ voxels: copyVoxelsIn(engine, input), joined: null, rounding: null, trailingBytes: 0 });
  return { header: input, file: null, identity: input, load, describe: async () => input, close: nothing };
}
