import type { ErrorDetailsByCode } from "./error-details.js";

/**
 * One tagged family for everything that the package refuses.
 *
 * `code` is for programs, `message` for people (what was wrong, what was expected, what to do), `details` for both:
 * plain data that says where.
 */

/** Kind of refusal. */
export type ErrorCode = keyof ErrorDetailsByCode;

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
