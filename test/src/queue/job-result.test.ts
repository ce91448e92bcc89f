import { describe, expect, it } from "vitest";
import { encodeCaseRecord, parseCaseRecord } from "../../../src/cohort/case-record.js";
import { resultOf } from "../../../src/queue/job-result.js";
import { REFUSED } from "../../../src/queue/queue-server.js";
import { failedCase } from "../../../src/runner/failed-case.js";
import { sampleCase } from "../../support/poison-jobs.js";

const record = (id: string) => encodeCaseRecord(failedCase(sampleCase(id), new Error("x")));
const codeOf = (returnvalue: string | null, failedReason = "") => {
  const { line, failure } = resultOf({ returnvalue, failedReason }, sampleCase());
  const found = parseCaseRecord(line);
  expect(found).toMatchObject({ case: "007", status: "failed" });
  expect(failure).not.toBeNull();
  return found.status === "failed" ? found.error.code : null;
};

describe("a job's result", () => {
  it("is the record that the worker made, to the byte", () => {
    expect(resultOf({ returnvalue: record("007"), failedReason: "" }, sampleCase()).line).toBe(record("007"));
  });

  it("is a failure where workers were lost, or could not read the job", () => {
    expect(codeOf(null, "job stalled more than allowable limit")).toBe("WORKER_LOST");
    expect(codeOf(null, `${REFUSED}it is not JSON`)).toBe("INVALID_JOB");
  });

  it.each([[record("008")], ["{}"], ["garbage"], [""]])("is a failure where the queue holds %j instead", (line) => {
    expect(codeOf(line)).toBe("INVALID_JOB");
  });
});
