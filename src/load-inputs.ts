import type { Engine } from "../bindings/engine.js";
import type { ScannedVoxels } from "../bindings/scan-voxels.js";
import { copyVoxelsIn } from "../bindings/voxel-list.js";
import type { VolumeInput } from "./io/byte-source.js";
import { closeFile, type FileOptions, headerOf, type OpenedFile, openFile } from "./io/open-file.js";
import { scanFile } from "./io/read-volume.js";
import { scansTogether, scanTogether } from "./io/scan-together.js";
import { type ArrayVolume, checkArray } from "./io/volume-from-array.js";
import { refuseUnknown } from "./options/suggest.js";
import type { Volume, VolumeHeader } from "./types.js";

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
  /** Whether loading it is work, because its voxels have to be scanned. */
  readonly isScanned: boolean;
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

/** Brings the voxels of both inputs into the arena: of two files at once where there are threads, else one after the other. */
export async function loadInputs(
  engine: Engine,
  [reference, prediction]: readonly [OpenedInput, OpenedInput],
  joins: boolean,
): Promise<LoadedInputs> {
  const scanned = await scanBoth(engine, [reference, prediction], joins);
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

async function readHeader({ file, header }: OpenedInput): Promise<VolumeHeader> {
  return file === null ? header : headerOf(file);
}

async function openInput(engine: Engine, input: Volume | ArrayVolume | VolumeFile): Promise<OpenedInput> {
  const nothing = async () => {};
  const notJoined = (voxels: ScannedVoxels["voxels"]) => ({ voxels, joined: null });
  if ("file" in input) {
    const { file, ...options } = input;
    refuseUnknown("option of a file", Object.keys(options), ["hash", "name", "maximumVoxels"]);
    const opened = await openFile(engine, file, options);
    return {
      header: { ...opened.header, source: { path: opened.source.path, sha256: null } },
      file: opened,
      isScanned: true,
      load: (joins) => scanFile(engine, opened, joins),
      close: () => closeFile(opened),
    };
  }
  if ("data" in input) {
    const { header, scan } = checkArray(input);
    return { header, file: null, isScanned: true, load: async () => notJoined(scan(engine)), close: nothing };
  }
  const load = async () => notJoined(copyVoxelsIn(engine, input));
  return { header: input, file: null, isScanned: false, load, close: nothing };
}
