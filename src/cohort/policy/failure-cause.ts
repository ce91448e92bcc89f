import type { FailedCase, FailureCause } from "../case-record.js";

const FILE_ERRORS: readonly string[] = ["FILE_ACCESS", "INVALID_FILE", "INVALID_VOLUME"];

/** Whether a case failed because its prediction is not there or of no use. */
export function isPredictionFault(cause: FailureCause): boolean {
  return cause !== "reference" && cause !== "system";
}

/** The recorded cause; of records of older runs, what their error tells. */
export function failureCause({ cause, error, files }: FailedCase): FailureCause {
  if (cause !== undefined) return cause;
  if (error.code === "GEOMETRY_MISMATCH") return "grid";
  if (!FILE_ERRORS.includes(error.code) || isExhausted(error.message)) return "system";
  const { path, source } = error.details;
  const about = [path, source].find((value) => typeof value === "string") ?? error.message;
  const isAbout = (file: string) => file !== "" && String(about).includes(file);
  // One file's path may be part of the other's: the longer one decides.
  const [longer, shorter] =
    files.reference.length > files.prediction.length
      ? ([files.reference, files.prediction] as const)
      : ([files.prediction, files.reference] as const);
  const file = [longer, shorter].find(isAbout);
  // No model is punished for a failure that none of the files explains.
  if (file === undefined) return "system";
  if (file !== files.prediction) return "reference";
  return error.code === "FILE_ACCESS" && isAbsent(error.message) ? "missing" : "unreadable";
}

export function isAbsent(message: string): boolean {
  return /no such file|ENOENT/i.test(message);
}

/** The machine, not the file, refused: too many open files, no space, an error of the disk. */
export function isExhausted(message: string): boolean {
  return /EMFILE|ENFILE|EIO|ENOMEM|too many open files|ETIMEDOUT/.test(message);
}
