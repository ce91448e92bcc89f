import type { CaseKey, CaseRecord } from "../cohort/case-record.js";

/** A case that has a record. */
export interface RecordedCase extends Pick<CaseKey, "case" | "model"> {
  /** Why it failed; null if it was evaluated. */
  readonly failure: string | null;
}

/** A case that failed, and why. */
export interface CaseFailure extends Pick<CaseKey, "case" | "model"> {
  readonly message: string;
}

/** Why a case failed; null if it was evaluated. */
export function failureOf(record: CaseRecord): string | null {
  return record.status === "failed" ? record.error.message : null;
}

/** Those of the cases that failed. */
export function failuresIn(cases: Iterable<RecordedCase>): CaseFailure[] {
  return [...cases].flatMap(({ case: id, model, failure }) =>
    failure === null ? [] : [{ case: id, model, message: failure }],
  );
}
