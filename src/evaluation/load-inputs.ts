import type { Volume, VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { ScannedVoxels } from "../../bindings/read/volume-encoder.js";
import { copyVoxelsIn, type VoxelList } from "../../bindings/volumes/arena-volume.js";
import { joinsQuads } from "../instances/instance-source.js";
import { closeFile, type FileOptions, headerOf, type OpenedFile, openFile } from "../io/open-file.js";
import { scanFile } from "../io/read-volume.js";
import { scansTogether, scanTogether } from "../io/scan-files-in-parallel.js";
import type { VolumeInput } from "../io/source/byte-source.js";
import { type ArrayVolume, checkArray } from "../io/volume-from-array.js";
import type { SettledOptions } from "../options/settle.js";
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
  /** Brings the voxels into the engine's arena, whose top they are; `joins`: with their quads where that costs less than later. */
  readonly load: (joins: boolean) => Promise<ScannedVoxels>;
  readonly close: () => Promise<void>;
}

/** Both inputs of a case in an engine's arena. */
export interface LoadedInputs {
  readonly headers: readonly [reference: VolumeHeader, prediction: VolumeHeader];
  readonly scanned: readonly [reference: ScannedVoxels, prediction: ScannedVoxels];
}

/** Opens both inputs, and closes them however `work` ends. Of two that cannot be opened the reference is named. */
export async function withInputs<T>(
  engine: Engine,
  { reference, prediction }: EvaluateInputs,
  work: (inputs: readonly [OpenedInput, OpenedInput]) => Promise<T>,
): Promise<T> {
  const opening = await Promise.allSettled([openInput(engine, reference), openInput(engine, prediction)]);
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
  options: SettledOptions | null,
): Promise<LoadedInputs> {
  const [reference, prediction] = inputs;
  const scanned = await scanBoth(engine, inputs, options !== null && joinsQuads(options));
  return { scanned, headers: [await readHeader(reference), await readHeader(prediction)] };
}

async function scanBoth(
  engine: Engine,
  [reference, prediction]: readonly [OpenedInput, OpenedInput],
  joins: boolean,
): Promise<readonly [ScannedVoxels, ScannedVoxels]> {
  if (reference.file !== null && prediction.file !== null) {
    const files = [reference.file, prediction.file];
    if (scansTogether(engine, files)) {
      const [first, second] = await scanTogether(engine, files, joins);
      return [first, second];
    }
  }
  return [await reference.load(joins), await prediction.load(joins)];
}

function notJoined(voxels: VoxelList): ScannedVoxels {
  return { voxels, joined: null };
}

async function readHeader({ file, header }: OpenedInput): Promise<VolumeHeader> {
  return file === null ? header : headerOf(file);
}

async function openInput(engine: Engine, input: Volume | ArrayVolume | VolumeFile): Promise<OpenedInput> {
  const nothing = async () => {};
  if ("file" in input) {
    const { file: stored, ...options } = input;
    refuseUnknown("option of a file", Object.keys(options), ["hash", "name", "maximumVoxels"]);
    const file = await openFile(engine, stored, options);
    const header = { ...file.header, source: { path: file.source.path, sha256: null } };
    const load = (joins: boolean) => scanFile(engine, file, joins);
    return { header, file, load, close: () => closeFile(file) };
  }
  if ("data" in input) {
    const array = checkArray(input);
    const load = async () => notJoined(array.scan(engine));
    return { header: array.header, file: null, load, close: nothing };
  }
  const load = async () => notJoined(copyVoxelsIn(engine, input));
  return { header: input, file: null, load, close: nothing };
}
