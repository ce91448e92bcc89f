/**
 * The codes of errors, and what an error of each says for programs, next to its message. Only what the message is about is set; further fields
 * are plain data too, and may change with any version.
 */
export interface ErrorDetailsByCode {
  /** An option's name, type or value is not allowed. */
  readonly INVALID_OPTION: InvalidOptionDetails;
  /** A volume's shape, spacing, type or voxels are not usable as labels. */
  readonly INVALID_VOLUME: InvalidVolumeDetails;
  /** A file is cut, corrupt or not of a format that can be read. */
  readonly INVALID_FILE: InvalidFileDetails;
  /** A file or folder cannot be opened, read or written. */
  readonly FILE_ACCESS: FileAccessDetails;
  /** Reference and prediction do not lie on the same grid. */
  readonly GEOMETRY_MISMATCH: GeometryMismatchDetails;
  /** A case that was opened is asked after it was closed. */
  readonly CASE_CLOSED: ErrorDetails;
  /** The work needs more memory than one WebAssembly memory can hold or the machine gives. */
  readonly OUT_OF_MEMORY: OutOfMemoryDetails;
  /** The host forbids compiling WebAssembly at run time; a compiled module can be passed instead. */
  readonly COMPILE_REFUSED: CompileRefusedDetails;
  /** The thread or process that worked on a case ended before it had an answer. */
  readonly WORKER_LOST: WorkerLostDetails;
  /** A case took longer than it may. */
  readonly TIME_LIMIT: TimeLimitDetails;
  /** A queue holds something that is no job of this version, or names files that a worker may not read. */
  readonly INVALID_JOB: InvalidJobDetails;
  /** The server of a queue cannot be reached, or refuses what it is asked. */
  readonly QUEUE_ACCESS: QueueAccessDetails;
  /** A package that only this work needs is not installed. */
  readonly MISSING_PACKAGE: MissingPackageDetails;
  /** A kernel broke its own rules: a defect of this package. */
  readonly INTERNAL: InternalDetails;
}

/** Plain data that says where an error lies. */
export interface ErrorDetails {
  readonly [field: string]: unknown;
}

export interface InvalidOptionDetails extends ErrorDetails {
  /** The option that is wrong, with a dotted path into it (`groups.sacrum.labels`) where a part of it is. */
  readonly option?: string;
  /** The value that was given. */
  readonly value?: unknown;
  /** The values that are allowed, in words. */
  readonly expected?: string;
  /** A name that is not known. */
  readonly name?: string | null;
  /** The known name that is nearest to it, null if none is near. */
  readonly suggestion?: string | null;
  /** All names that are known. */
  readonly known?: readonly string[];
  /** The file in which the option was given, by its name or path. */
  readonly file?: string | null;
  /** Where in that file, counted from 1. */
  readonly line?: number | null;
  readonly column?: number | string | null;
}

export interface InvalidVolumeDetails extends ErrorDetails {
  /** The file or array, as its error message calls it. */
  readonly source?: string;
  /** The first voxel that is no label, by its indices x, y (and z), and what it holds. */
  readonly voxel?: readonly number[];
  readonly value?: unknown;
  readonly shape?: readonly number[];
  /** In mm. */
  readonly spacing?: readonly number[];
}

export interface InvalidFileDetails extends ErrorDetails {
  /** The volume that cannot be read, as its error message calls it. */
  readonly source?: string;
  /** The configuration, manifest or description that cannot be read. */
  readonly file?: string | null;
  readonly shape?: readonly number[];
  /** How many bytes there are. */
  readonly heldBytes?: number;
  /** How many there should be. */
  readonly expectedBytes?: number;
}

export interface FileAccessDetails extends ErrorDetails {
  /** The file or folder; null for bytes without a name. */
  readonly path?: string | null;
}

export interface GeometryMismatchDetails extends ErrorDetails {
  /** Property that differs. */
  readonly part: "shape" | "spacing" | "affine";
  /** The axis along which shapes or spacings differ: 0 is x. */
  readonly axis?: number;
  /** The shape, spacing (mm) or affine of each volume. */
  readonly reference: readonly number[] | null;
  readonly prediction: readonly number[] | null;
  /** By how much they may differ, in the unit of the part. */
  readonly tolerance?: number;
}

export interface OutOfMemoryDetails extends ErrorDetails {
  readonly requiredBytes?: number;
  readonly availableBytes?: number;
  readonly maximumBytes?: number;
}

export interface CompileRefusedDetails extends ErrorDetails {
  /** The host's message. */
  readonly reason?: string;
}

export interface WorkerLostDetails extends ErrorDetails {
  readonly waitedMs?: number;
  readonly reason?: string;
}

export interface TimeLimitDetails extends ErrorDetails {
  /** How long the case was allowed to take. */
  readonly seconds: number;
}

export interface InvalidJobDetails extends ErrorDetails {
  readonly reason: string;
}

export interface QueueAccessDetails extends ErrorDetails {
  /** The queue's address, without its password. */
  readonly queue?: string;
}

export interface MissingPackageDetails extends ErrorDetails {
  /** The packages that must be installed. */
  readonly packages: readonly string[];
}

export interface InternalDetails extends ErrorDetails {
  /** Where a kernel stopped, and why. */
  readonly place?: string;
  readonly cause?: string;
}
