import type { DataType, VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { Pointer } from "../../bindings/engine/kernels.js";
import type { ScanOptions } from "../../bindings/read/volume-encoder.js";
import type { CrcBefore } from "../../bindings/read/voxel-crc.js";
import type { VoxelEncoding } from "../../bindings/read/voxel-encoding.js";
import type { Box } from "../../bindings/volumes/paint-labels.js";
import type { Triple } from "../../bindings/volumes/run-volume.js";
import type { PackageName } from "./packages.js";
import type { HashedFolder } from "./source/folder-hash.js";
import type { ByteSource } from "./source/source.js";
import type { StoredBytes } from "./source/stored-bytes.js";
import type { Packing, VoxelPlace } from "./stream/voxel-place.js";
import type { LoadedVoxels, ReadingRemarks, TrailingCount } from "./volume-notes.js";

/** How voxels are loaded. `unitesBlocks`: unite the blocks of bits while they come, where that costs less than later. */
export type LoadOptions = Pick<ScanOptions, "unitesBlocks">;

/**
 * A volume whose header is known and whose voxels are not loaded yet: a file, an array, or a volume in memory. Load it once,
 * by `readVolumeInto`, and close it in any case.
 */
export interface VoxelSource {
  readonly kind: "file" | "array" | "volume";
  /** Without the hash of a file, which is known once the file is read to its end. */
  readonly header: VolumeHeader;
  /** Equal for two sources that are one and the same; null where that is not known. */
  readonly identity: unknown;
  /** How another thread can load it; null if only the caller can. */
  readonly parallel: ParallelRead | null;
  /** Loads the voxels into the engine's arena, where they are the top until it releases them. */
  load(engine: Engine, options: LoadOptions): Promise<LoadedVoxels>;
  /** What {@link StoredVolume.stream} needs to give the voxels piece by piece; null for voxels that are in memory. */
  readonly stored: Pick<StoredVolume, "encoding" | "stream" | "boxes"> | null;
  /** The folder of a Zarr, if what is read of it is hashed. */
  readonly folder?: HashedFolder | null;
  /** The complete header, with notes about what loading found. */
  describe(found: ReadingRemarks): Promise<VolumeHeader>;
  close(): Promise<void>;
}

/** A compressed file whose stored bytes any thread can turn into a volume, in a job (`scan-files-in-parallel.ts`). */
export interface ParallelRead {
  /** Plain data, as the input of a job is. */
  readonly file: PackedFile;
  readonly source: ByteSource;
  readonly bytes: StoredBytes;
}

/** A file that holds voxels. */
export interface VoxelFile {
  readonly source: ByteSource;
  readonly bytes: StoredBytes;
}

/** A file whose voxels are one compressed stream. */
export interface PackedFile {
  readonly place: VoxelPlace;
  readonly packing: Packing;
  readonly encoding: VoxelEncoding;
}

/** Receiver of voxel bytes: a `VolumeEncoder`, or the collector of an image's voxels. */
export interface VoxelSink<Found> {
  /** Takes the next bytes, in pieces of any length: x fastest, then y, then z. */
  push(bytes: Uint8Array): void;
  /** Takes bytes in linear memory, which are only valid until it returns. */
  pushAt(at: Pointer, bytes: number): void;
  finish(): Found;
  abandon(): void;
  /** The CRC-32 of the voxels that came and of all before, where it was asked for. */
  readonly sum?: number | null;
}

/** Resolves once a sink can take more. */
export type Pace = () => Promise<void>;

/** Makes a sink once the voxels begin. `crcBefore`: the CRC-32 of what came before, if the sink is to go on with it. */
export type CreateSink<Found> = (crcBefore: CrcBefore | null) => VoxelSink<Found>;

/** Output of a sink, and the number of bytes after the voxels. */
export type StreamedVoxels<Found> = { readonly found: Found } & TrailingCount;

/**
 * A file whose header a format has read. It gives its voxels piece by piece, so that neither the file nor the volume is ever in
 * memory as a whole.
 */
export interface StoredVolume {
  readonly header: StoredHeader;
  /** How the bytes that {@link stream} passes on are turned into labels. */
  readonly encoding: VoxelEncoding;
  /**
   * Passes all voxels on, once, and reads the file to its end. A format with compressed chunks (strips, tiles, bricks) gathers as
   * many of them as make up whole rows (a slab), pushes the slab, and reuses its buffer.
   *
   * @param sums whether the sink sums what it takes, so that a checksum costs no pass over the bytes
   * @param pace waited for before each piece, which is then a short one
   * @throws VoxmatchError `INVALID_FILE` if fewer bytes come than the header promises
   */
  stream<Found>(
    engine: Engine,
    createSink: CreateSink<Found>,
    sums: boolean,
    pace?: Pace,
  ): Promise<StreamedVoxels<Found>>;
  /** Where the voxels can be read out of order; absent where they come as one stream. */
  readonly boxes?: BoxReader;
  /** How another thread can load it; null if only the caller can. */
  readonly parallel: ParallelRead | null;
  /** Notes about what {@link stream} found. */
  readonly remarks?: () => readonly string[];
}

/** Voxels that can be read out of order. */
export interface BoxReader {
  /** Voxels along x, y, z that are stored together: what a box had best be a multiple of. */
  readonly chunk: Triple;
  /** The bytes of a box, x fastest, in the encoding of the volume. */
  readonly read: (box: Box) => Promise<Uint8Array>;
  /** Counts the bytes behind the voxels that a note is to mention. @throws VoxmatchError `INVALID_FILE` if they may be voxels */
  readonly countTrailing?: () => Promise<number>;
  /** The chunks that were asked for and are not there. */
  readonly absent?: Set<string>;
}

/** Description of a volume by its file's header. */
export interface StoredHeader extends Pick<VolumeHeader, "shape" | "spacing" | "affine" | "segments"> {
  readonly dataType: DataType;
  /** How faults and contradictions were read: each names the file, the field and both values. */
  readonly notes: readonly string[];
}

/** The start of a file, from which the format is detected. */
export interface FileStart {
  /** The path or file name in lower case; empty for bytes without a name. */
  readonly name: string;
  /** The first bytes as stored: 64 kB, or all if there are fewer. */
  readonly stored: Uint8Array;
  /** The first bytes of what is stored, inflated if that is gzip: a few hundred. */
  readonly inflated: Uint8Array;
}

/** Selection in a file that holds more than one label volume, and values that the file lacks. */
export interface FileChoices {
  /** Millimetres between voxels along x, y and z, for a file that says nothing of them. */
  readonly spacing?: readonly number[];
  /** The array in an archive or a file of many: `labels` in `masks.npz`, `/volumes/labels` in `sample.h5`. */
  readonly member?: string;
  /** The segment that is read, by its name or number: its voxels get the label 1. */
  readonly segment?: string;
  /** Whether a segment that the file does not have is an error (refuse, the default) or one without voxels (empty). */
  readonly absentSegment?: "refuse" | "empty";
  /** The layer of a segmentation whose segments overlap, from 0 on: its labels are read as they are. */
  readonly layer?: number;
  /** The level of a pyramid of resolutions, from 0, the finest, on; 0 by default. */
  readonly level?: number;
  /** The channel of a file of several, from 0 on. */
  readonly channel?: number;
  /** The time point of a file of several, from 0 on. */
  readonly frame?: number;
  /** From which part of the largest fraction on a voxel belongs to its segment, above 0 and up to 1. */
  readonly fractionalThreshold?: number;
  /** "coco": the colours of an image are ids, R + 256 G + 65536 B. */
  readonly rgbIds?: "coco";
}

/** A file that a format opens. */
export interface FormatInput {
  readonly engine: Engine;
  readonly source: ByteSource;
  readonly bytes: StoredBytes;
  /** Headers that claim more voxels are refused before anything is reserved for them. */
  readonly maximumVoxels: number;
  /** How numbers that are no labels are read. */
  readonly reading: Pick<VoxelEncoding, "roundLabels" | "negativeLabel">;
  readonly choices: FileChoices;
  /**
   * Opens the first of these files that lies beside this one, of whose own bytes nothing more can be read then: the hash is that
   * of both. `isHeader`: it is the first of both, and read to its end before anything else.
   * @throws VoxmatchError `FILE_ACCESS` if there is none
   */
  readonly companion: (names: readonly string[], options?: { readonly isHeader?: boolean }) => Promise<VoxelFile>;
}

/** A format of files: a row of `formats.ts`. */
export interface VolumeFormat {
  /** As messages and documentation name it. */
  readonly name: string;
  /** Endings of file names in lower case, such as ".nii.gz". */
  readonly endings: readonly string[];
  /** Supported parts of the format, for the documentation. */
  readonly summary: string;
  /** The package that reads it, which users install, if there is one. */
  readonly needs?: PackageName;
  /** Choices that its files offer, in addition to `spacing`. */
  readonly choices?: readonly (keyof FileChoices)[];
  /** Whether it reads a folder instead of a file. */
  readonly isFolder?: true;
  /** Whether a file that starts like this is one of the format: by its content, and by its name only where content cannot say. */
  readonly sniff: (start: FileStart) => boolean;
  /**
   * Reads and checks the header, by a reader that is loaded when it is asked for.
   * @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME`, `FILE_ACCESS`
   */
  readonly open: (input: FormatInput) => Promise<StoredVolume>;
}
