/**
 * One tagged family for everything that the package refuses.
 *
 * `code` is for programs, `message` for people (what was wrong, what was expected, what to do), `details` for both:
 * plain data that says where.
 */

/** What kind of refusal an error is. */
export type ErrorCode =
  /** An option's name, type or value is not allowed. */
  | "INVALID_OPTION"
  /** A volume's shape, spacing, type or voxels are not usable as labels. */
  | "INVALID_VOLUME"
  /** A file is cut, corrupt or not of a format that can be read. */
  | "INVALID_FILE"
  /** A file or folder cannot be opened, read or written. */
  | "FILE_ACCESS"
  /** Reference and prediction do not lie on the same grid. */
  | "GEOMETRY_MISMATCH"
  /** A case that was opened is asked after it was closed. */
  | "CASE_CLOSED"
  /** The work needs more memory than one WebAssembly memory can hold or the machine gives. */
  | "OUT_OF_MEMORY"
  /** The host forbids compiling WebAssembly at run time; a compiled module can be passed instead. */
  | "COMPILE_REFUSED"
  /** The thread or process that worked on a case ended before it had an answer. */
  | "WORKER_LOST"
  /** The server of a queue cannot be reached, or refuses what it is asked. */
  | "QUEUE_ACCESS"
  /** A package that only this work needs is not installed. */
  | "MISSING_PACKAGE"
  /** A kernel broke one of its own rules: a defect of this package. */
  | "INTERNAL";

/** Plain data beside an error's message. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** Every error that this package throws on purpose. */
export class VoxmatchError extends Error {
  override readonly name = "VoxmatchError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** True if `error` was thrown by this package; with `code`, if it is of that kind. */
export function isVoxmatchError(error: unknown, code?: ErrorCode): error is VoxmatchError {
  return error instanceof VoxmatchError && (code === undefined || error.code === code);
}
