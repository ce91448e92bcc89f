import type { FileChoices } from "./voxel-source.js";

/** Volumes with more voxels than this are refused unless the caller allows more. */
export const DEFAULT_MAXIMUM_VOXELS = 2 ** 32;

/** Options of reading a label volume from a file. */
export interface FileOptions extends FileChoices {
  /** Compute the SHA-256 of the file as stored, with the file of its voxels behind it where that is another; true by default. */
  readonly hash?: boolean;
  /** Name of the volume in messages and {@link VolumeHeader.source}, instead of its path or file name. */
  readonly name?: string;
  /** Headers that claim more voxels are refused; 2³² by default. */
  readonly maximumVoxels?: number;
  /** Round every number to the nearest label, however far off it is; false by default: fractions are refused. */
  readonly roundLabels?: boolean;
  /** A negative number that is read as the label 2³² more than itself, to be ignored as `ignoreLabel`; null by default. */
  readonly negativeLabel?: number | null;
  /** The files that lie beside this one, in a page, which cannot look for them: the voxels of a header. */
  readonly beside?: readonly File[];
}

/** The options of a file, as they are checked. */
export const FILE_OPTIONS = [
  ...["hash", "name", "maximumVoxels", "roundLabels", "negativeLabel", "beside"],
  ...["spacing", "member", "segment", "absentSegment", "layer", "level", "channel", "frame"],
  ...["fractionalThreshold", "rgbIds"],
] as const;
