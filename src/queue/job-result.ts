import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { keyOf, type PlannedCase, parseCaseRecord } from "../cohort/case-record.js";
import { failureOf } from "../runner/case-failure.js";
import { failedCase } from "../runner/failed-case.js";
import { answerOf, type PoolAnswer } from "../runner/pool-answer.js";
import { invalidJob } from "./case-job.js";
import { type QueuedCase, REFUSED } from "./queue-server.js";

/** A finished job's record, or why it has none. Anything else in its place was written by no worker of this version. */
export function resultOf(
  { returnvalue, failedReason }: Pick<QueuedCase, "returnvalue" | "failedReason">,
  planned: PlannedCase,
): PoolAnswer {
  const failed = (error: VoxmatchError) => answerOf(failedCase(planned, error));
  if (returnvalue === null) {
    const isRefused = failedReason.startsWith(REFUSED);
    return failed(isRefused ? invalidJob(failedReason.slice(REFUSED.length)) : lostWorkers(failedReason));
  }
  try {
    const record = parseCaseRecord(returnvalue);
    if (keyOf(record) === keyOf(planned)) return { line: returnvalue, failure: failureOf(record) };
  } catch (error) {
    if (!isVoxmatchError(error)) throw error;
  }
  return failed(
    invalidJob(
      "the queue holds something as its result that is no record of this case; submit it again with --retry-failed",
    ),
  );
}

function lostWorkers(reason: string): VoxmatchError {
  return new VoxmatchError(
    "WORKER_LOST",
    `The queue gave the case up, because the workers that had it were lost, one after the other (${reason}). Was it too large ` +
      "for the memory of their machines? Submit it again with --retry-failed.",
    { reason },
  );
}
