import { VoxmatchError } from "../../base/errors.js";
import type { VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { VolumeEncoder } from "../../bindings/read/volume-encoder.js";
import { formatOf } from "./formats.js";
import { DEFAULT_MAXIMUM_VOXELS } from "./nifti/header.js";
import { type ByteSource, openSource, type VolumeInput } from "./source/byte-source.js";
import { type Hash, startHash } from "./source/hash.js";
import { StoredBytes } from "./source/stored-bytes.js";
import { type LoadedVoxels, type ReadingRemarks, roundingNote, trailingNote, withNotes } from "./volume-notes.js";
import type { LoadOptions, ParallelRead, StoredVolume, VoxelSource } from "./voxel-source.js";

/** What is told beside the file when a label volume is read. */
export interface FileOptions {
  /** Compute the SHA-256 of the file as stored; true by default. */
  readonly hash?: boolean;
  /** What messages and {@link VolumeHeader.source} call the volume, instead of its path or file name. */
  readonly name?: string;
  /** Headers that claim more voxels are refused; 2³² by default. */
  readonly maximumVoxels?: number;
  /** Round every number to the nearest label, however far off it is; false by default: fractions are refused. */
  readonly roundLabels?: boolean;
  /** A negative number that is read as the label 2³² more than itself, to be ignored as `ignoreLabel`; null by default. */
  readonly negativeLabel?: number | null;
}

/** The options of a file, as they are checked. */
export const FILE_OPTIONS = ["hash", "name", "maximumVoxels", "roundLabels", "negativeLabel"] as const;

/** Formats are told apart by this many stored bytes. */
const START_BYTES = 1 << 16;

/** A file whose header is read. */
export class FileSource implements VoxelSource {
  readonly kind = "file";
  readonly #source: ByteSource;
  readonly #bytes: StoredBytes;
  readonly #hash: Hash | null;

  private constructor(
    source: ByteSource,
    bytes: StoredBytes,
    hash: Hash | null,
    readonly volume: StoredVolume,
  ) {
    this.#source = source;
    this.#bytes = bytes;
    this.#hash = hash;
  }

  /**
   * Opens a file, and reads and checks its header.
   * @param signal gives up reading
   * @throws VoxmatchError `FILE_ACCESS`, `INVALID_FILE`, `INVALID_VOLUME`, `INVALID_OPTION`
   */
  static async open(
    engine: Engine,
    input: VolumeInput,
    options: FileOptions = {},
    signal?: AbortSignal,
  ): Promise<FileSource> {
    const { maximumVoxels = DEFAULT_MAXIMUM_VOXELS, roundLabels = false, negativeLabel = null } = options;
    if (!Number.isSafeInteger(maximumVoxels) || maximumVoxels < 1) {
      throw new VoxmatchError(
        "INVALID_OPTION",
        `maximumVoxels is ${maximumVoxels}, expected a whole number of at least 1.`,
        { option: "maximumVoxels", value: maximumVoxels },
      );
    }
    const source = await openSource(input, options.name);
    const hash = (options.hash ?? true) ? startHash(source) : null;
    const bytes = new StoredBytes(source, hash, signal);
    try {
      const { bytes: stored } = await bytes.front(START_BYTES);
      const format = formatOf(engine, { path: source.path, stored });
      const reading = { roundLabels, negativeLabel };
      const volume = await format.open({ engine, source, bytes, maximumVoxels, reading });
      return new FileSource(source, bytes, hash, volume);
    } catch (error) {
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

  get parallel(): ParallelRead | null {
    return this.volume.parallel;
  }

  async load(engine: Engine, { joins }: LoadOptions): Promise<LoadedVoxels> {
    const { volume } = this;
    const { found, trailingBytes } = await volume.stream(
      engine,
      (sumBefore) => new VolumeEncoder(engine, volume.header.shape, volume.encoding, { sumBefore, joins }),
      true,
    );
    return { ...found, trailingBytes };
  }

  async describe(found: ReadingRemarks): Promise<VolumeHeader> {
    const { label } = this.#source;
    const sha256 = this.#hash === null ? null : await this.#hash.digest();
    return this.#headerWith(sha256, [...trailingNote(label, found), ...roundingNote(label, found)]);
  }

  async close(): Promise<void> {
    await this.#bytes.close();
    await this.#source.close();
  }

  #headerWith(sha256: string | null, notes: readonly string[]): VolumeHeader {
    const { header } = this.volume;
    const { shape, spacing, affine, dataType } = header;
    const source = { path: this.#source.path, sha256 };
    return withNotes({ shape, spacing, affine, dataType, source }, [...header.notes, ...notes]);
  }
}
