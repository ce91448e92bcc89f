/** The program of a thread of the pool: one case at a time, on this thread's engine. */
import type { PlannedCase } from "../cohort/case-record.js";
import { type CaseBytes, type CaseWork, evaluateCase } from "./evaluate-case.js";
import { answerOf, type PoolAnswer } from "./pool-answer.js";

export interface PoolTask {
  readonly planned: PlannedCase;
  readonly work: CaseWork;
  readonly bytes: CaseBytes;
}

export default async function answer({ planned, work, bytes }: PoolTask): Promise<PoolAnswer> {
  const record = await evaluateCase(planned, work, bytes);
  return answerOf(record);
}
