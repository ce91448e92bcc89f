import type { ErrorDetailsByCode } from "./error-details.js";

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

/**
 * Every error that this package throws on purpose. Its `code` says what `details` holds; `isVoxmatchError` with a code
 * narrows both.
 */
export class VoxmatchError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = "VoxmatchError";
  readonly code: Code;
  readonly details: ErrorDetailsByCode[Code];

  constructor(code: Code, message: string, ...[details, options]: DetailsAndOptions<Code>) {
    super(message, options);
    this.code = code;
    // Safe: details may be left out only where none is required.
    this.details = details ?? ({} as ErrorDetailsByCode[Code]);
  }
}

/** Details may be left out unless their code requires some. */
type DetailsAndOptions<Code extends ErrorCode> =
  Record<never, never> extends ErrorDetailsByCode[Code]
    ? [details?: ErrorDetailsByCode[Code], options?: ErrorOptions]
    : [details: ErrorDetailsByCode[Code], options?: ErrorOptions];

/**
 * True if `error` was thrown by this package; with `code`, if it is of that kind, whose details it then has.
 *
 * ```ts
 * if (isVoxmatchError(error, "GEOMETRY_MISMATCH")) console.log(error.details.part, error.details.reference);
 * ```
 */
export function isVoxmatchError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: Code,
): error is VoxmatchError<Code> {
  return error instanceof VoxmatchError && (code === undefined || error.code === code);
}
