/** Types that every stage shares. All of them are plain, immutable data. */

/** How a voxel's number is stored in a file or array. */
export type DataType =
  | "uint8"
  | "int8"
  | "uint16"
  | "int16"
  | "uint32"
  | "int32"
  | "uint64"
  | "int64"
  | "float32"
  | "float64";

/** Voxel to world (NIfTI RAS+, mm): the sixteen numbers of a 4×4 matrix, row after row. */
export type Affine = readonly number[];

/** The voxels of a label volume as runs: stretches of equal labels other than 0 along x. */
export interface LabelRuns {
  /** Two words a run, in scan order (x fastest, then y, then z): `start | end << 16` (end exclusive), label. */
  readonly runs: Uint32Array<ArrayBuffer>;
  /** The runs of row `y + ny·z` are `rowOffsets[row]` up to `rowOffsets[row + 1]`; one number more than there are rows. */
  readonly rowOffsets: Uint32Array<ArrayBuffer>;
}

/** The voxels of a label volume that all carry one label or none: a bit each, 1 where it is labelled. */
export interface LabelBits {
  /**
   * Row `y + ny·z` begins at word `2 · ⌈nx / 64⌉ · row`; voxel x is bit `x % 32` of the row's word `⌊x / 32⌋`, bits past nx
   * are 0.
   */
  readonly bits: Uint32Array<ArrayBuffer>;
  /** 0 if no voxel is labelled. */
  readonly label: number;
}

export type LabelVoxels = LabelBits | LabelRuns;

/** Everything about a label volume but its voxels. */
export interface VolumeHeader {
  /** Voxels along x, y (and z); x runs fastest in memory. */
  readonly shape: readonly number[];
  /** Millimetres between voxel centres along each axis. */
  readonly spacing: readonly number[];
  /** Voxel to world; null where the source says nothing of it. */
  readonly affine: Affine | null;
  /** How the source stored its voxels. */
  readonly dataType: DataType;
  /** Where the volume was read from; null for an array. */
  readonly source: VolumeSource | null;
  /** The names of segments that the source tells apart; absent if it names none. */
  readonly segments?: readonly string[];
  /** How faults of the source were read, and what was rounded; absent if there is nothing to say. */
  readonly notes?: readonly string[];
}

/**
 * A label volume: a 2D or 3D grid of integers, 0 is background.
 *
 * Its voxels are kept as bits (`"bits" in volume`) or, where there are several labels, as runs; both take a few megabytes where
 * a dense clinical volume takes hundreds. A `Volume` is plain data that can be posted to a worker.
 */
export type Volume = VolumeHeader & LabelVoxels;

/** The file that a volume was read from. */
export interface VolumeSource {
  /** The path or file name, null for bytes without a name. */
  readonly path: string | null;
  /** SHA-256 of the file as stored, in hexadecimal; null when hashing was switched off. */
  readonly sha256: string | null;
}
