import { type CaseRecord, encodeCaseRecord } from "../cohort/case-record.js";
import { failureOf } from "./case-failure.js";

/** The answer as text: it is made here, and copied between threads faster than the objects would be. */
export interface PoolAnswer {
  readonly line: string;
  /** Why the case failed; null if it was evaluated. */
  readonly failure: string | null;
}

export function answerOf(record: CaseRecord): PoolAnswer {
  return { line: encodeCaseRecord(record), failure: failureOf(record) };
}
