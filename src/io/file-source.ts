import { VoxmatchError } from "../../base/errors.js";
import type { VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { VolumeEncoder } from "../../bindings/read/volume-encoder.js";
import { type Companions, companionsOf } from "./companions.js";
import { DEFAULT_MAXIMUM_VOXELS, type FileOptions } from "./file-options.js";
import { findFormat, folderFormat } from "./find-format.js";
import { memberLabel, memberOf } from "./member-path.js";
import { openSource, type VolumeInput } from "./source/byte-source.js";
import { type HashedFolder, hashedFolder } from "./source/folder-hash.js";
import { type Hash, startHash } from "./source/hash.js";
import type { ByteSource } from "./source/source.js";
import { StoredBytes } from "./source/stored-bytes.js";
import { type LoadedVoxels, type ReadingRemarks, roundingNote, trailingNote, withNotes } from "./volume-notes.js";
import type {
  FormatInput,
  LoadOptions,
  ParallelRead,
  StoredVolume,
  VolumeFormat,
  VoxelFile,
  VoxelSource,
} from "./voxel-source.js";

/** Number of stored bytes from which the format is detected. */
const START_BYTES = 1 << 16;

interface OpenFile extends VoxelFile {
  readonly hash: Hash | null;
  /** Of a folder that is hashed, which has no bytes in order. */
  readonly folder: HashedFolder | null;
  readonly companions: Companions;
  /** The requested array of the file, if one was named. */
  readonly member: string | undefined;
}

/** Opens a file by the format of its content, and a folder by the format of folders. */
async function openFormat(input: FormatInput): Promise<{ volume: StoredVolume; notes: readonly string[] }> {
  const { engine, source, bytes } = input;
  const ofFolders = folderFormat();
  if (source.folder !== undefined && ofFolders !== undefined) {
    return opened(input, ofFolders, []);
  }
  const { bytes: stored } = await bytes.front(START_BYTES);
  const { format, notes } = findFormat(engine, source.path, stored);
  return opened(input, format, notes);
}

async function opened(
  input: FormatInput,
  format: VolumeFormat,
  notes: readonly string[],
): Promise<{ volume: StoredVolume; notes: readonly string[] }> {
  const unoffered = unofferedNotes(input, format);
  const volume = await format.open(input);
  return { volume, notes: [...notes, ...unoffered, ...spacingNotes(input, volume)] };
}

/** Choices without which a file would be read as something else. */
const NEEDED = ["segment", "layer"];

/**
 * Notes on choices that the format does not offer.
 * @throws VoxmatchError `INVALID_OPTION` for one without which the file would be read as something else
 */
function unofferedNotes(
  { choices, source: { label } }: FormatInput,
  { name, choices: offered = [] }: VolumeFormat,
): readonly string[] {
  const known: readonly string[] = ["spacing", "absentSegment", ...offered];
  const others = Object.entries(choices).filter(([key, value]) => value !== undefined && !known.includes(key));
  const needed = others.find(([key]) => NEEDED.includes(key));
  if (needed === undefined) return others.map(([key]) => `${label}: it is ${name}, in which no ${key} can be chosen.`);
  throw new VoxmatchError(
    "INVALID_OPTION",
    `${label} is ${name}, in which no ${needed[0]} can be chosen. Leave the option out for this file.`,
    {
      option: needed[0],
      value: needed[1],
      source: label,
    },
  );
}

/** A note where the file states its voxel size and another spacing was given. */
function spacingNotes(
  { choices: { spacing }, source: { label } }: FormatInput,
  { header }: StoredVolume,
): readonly string[] {
  const isOther = spacing !== undefined && header.spacing.some((length, axis) => spacing[axis] !== length);
  return isOther
    ? [`${label}: the file states its voxel size (${header.spacing.join(", ")} mm), so the given spacing is not used.`]
    : [];
}

/** A file whose header is read. */
export class FileSource implements VoxelSource {
  readonly kind = "file";
  readonly #source: ByteSource;
  readonly #bytes: StoredBytes;
  readonly #hash: Hash | null;
  readonly folder: HashedFolder | null;
  readonly #companions: Companions;
  /** Notes where the name contradicts the content. */
  readonly #nameNotes: readonly string[];
  readonly #path: string | null;

  private constructor(
    { source, bytes, hash, folder, companions, member }: OpenFile,
    readonly volume: StoredVolume,
    notes: readonly string[],
  ) {
    this.#path = source.path !== null && member !== undefined ? memberLabel(source.path, member) : source.path;
    this.#source = source;
    this.#bytes = bytes;
    this.#hash = hash;
    this.folder = folder;
    this.#companions = companions;
    this.#nameNotes = notes;
  }

  /** See `openFile`. */
  static async open(
    engine: Engine,
    input: VolumeInput,
    options: FileOptions = {},
    signal?: AbortSignal,
  ): Promise<FileSource> {
    const { maximumVoxels = DEFAULT_MAXIMUM_VOXELS, roundLabels = false, negativeLabel = null, ...rest } = options;
    const { hash: isHashed = true, name, beside = [], ...others } = rest;
    const { file, member } = memberOf(input);
    const choices = { ...others, ...(member !== null && { member }) };
    if (!Number.isSafeInteger(maximumVoxels) || maximumVoxels < 1) {
      throw new VoxmatchError(
        "INVALID_OPTION",
        `maximumVoxels is ${maximumVoxels}, expected a whole number of at least 1.`,
        { option: "maximumVoxels", value: maximumVoxels },
      );
    }
    const given = await openSource(file, name);
    const folder = isHashed && given.folder !== undefined ? hashedFolder(given.folder) : null;
    const source = folder === null ? given : { ...given, folder: folder.store };
    const hash = isHashed && folder === null ? startHash(source) : null;
    const bytes = new StoredBytes(source, hash, signal);
    const companions = companionsOf({ source, bytes }, beside, hash, signal);
    try {
      const reading = { roundLabels, negativeLabel };
      const { open: companion } = companions;
      const opening = { engine, source, bytes, maximumVoxels, reading, choices, companion };
      const { volume, notes } = await openFormat(opening);
      return new FileSource({ source, bytes, hash, folder, companions, member: choices.member }, volume, notes);
    } catch (error) {
      await companions.close();
      await bytes.close();
      await source.close();
      throw error;
    }
  }

  get identity(): unknown {
    return this.#source.identity;
  }

  /** How messages name the file. */
  get label(): string {
    return this.#source.label;
  }

  get header(): VolumeHeader {
    return this.#headerWith(null, []);
  }

  get stored(): StoredVolume {
    return this.volume;
  }

  get parallel(): ParallelRead | null {
    return this.volume.parallel;
  }

  async load(engine: Engine, { unitesBlocks }: LoadOptions): Promise<LoadedVoxels> {
    const { volume } = this;
    const { found, trailingBytes } = await volume.stream(
      engine,
      (crcBefore) => new VolumeEncoder(engine, volume.header.shape, volume.encoding, { crcBefore, unitesBlocks }),
      true,
    );
    return { ...found, trailingBytes };
  }

  async describe(found: ReadingRemarks): Promise<VolumeHeader> {
    const { label } = this.#source;
    const sha256 = await this.#digest();
    return this.#headerWith(sha256, [
      ...(this.volume.remarks?.() ?? []),
      ...trailingNote(label, found),
      ...roundingNote(label, found),
    ]);
  }

  async close(): Promise<void> {
    await this.#companions.close();
    await this.#bytes.close();
    await this.#source.close();
  }

  async #digest(): Promise<string | null> {
    if (this.#hash === null) return this.folder?.digest() ?? null;
    await this.#bytes.drain();
    await this.#companions.drain();
    return this.#hash.digest(this.#companions.hashed);
  }

  #headerWith(sha256: string | null, notes: readonly string[]): VolumeHeader {
    const { header } = this.volume;
    const { shape, spacing, affine, dataType, segments } = header;
    const source = { path: this.#path, sha256 };
    const named = segments === undefined || segments.length === 0 ? {} : { segments };
    return withNotes({ shape, spacing, affine, dataType, source, ...named }, [
      ...this.#nameNotes,
      ...header.notes,
      ...notes,
    ]);
  }
}
