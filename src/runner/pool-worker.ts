/** What runs in a thread of the pool: one case at a time, on this thread's own engine. */
import { type CaseRecord, encodeCaseRecord, type PlannedCase } from "../cohort/case-record.js";
import { failureOf } from "./case-failure.js";
import { type CaseBytes, type CaseWork, evaluateCase } from "./evaluate-case.js";

export interface PoolTask {
  readonly planned: PlannedCase;
  readonly work: CaseWork;
  readonly bytes: CaseBytes;
}

/** The answer as text: it is made here, and copied between threads faster than the objects would be. */
export interface PoolAnswer {
  readonly line: string;
  /** Why the case failed; null if it was evaluated. */
  readonly failure: string | null;
}

export function answerOf(record: CaseRecord): PoolAnswer {
  return { line: encodeCaseRecord(record), failure: failureOf(record) };
}

export default async function answer({ planned, work, bytes }: PoolTask): Promise<PoolAnswer> {
  const record = await evaluateCase(planned, work, bytes);
  return answerOf(record);
}
