import { describe, expect, it } from "vitest";
import type { CaseRecord } from "../../../src/cohort/case-record.js";
import { plannedCaseOf } from "../../../src/runner/record-index.js";

describe("the planned case of a record", () => {
  const key = { case: "1", model: "m", columns: { site: "A" } };

  it("has the files of its inputs, or those that a failed one names", () => {
    // Safe: only the paths of the inputs are read.
    const inputs = { reference: { path: "r" }, prediction: { path: "p" } };
    const done = { ...key, status: "done", inputs, groups: {} } as unknown as CaseRecord;
    expect(plannedCaseOf(done)).toEqual({ ...key, reference: "r", prediction: "p" });
    const error = { code: "INVALID_FILE", message: "cut", details: {} } as const;
    const failed: CaseRecord = { ...key, status: "failed", files: { reference: "r", prediction: "p" }, error };
    expect(plannedCaseOf(failed)).toEqual({ ...key, reference: "r", prediction: "p" });
  });

  it("has no files where the inputs came from no path", () => {
    const inputs = { reference: { path: null }, prediction: { path: null } };
    const done = { ...key, status: "done", inputs, groups: {} } as unknown as CaseRecord;
    expect(plannedCaseOf(done)).toEqual({ ...key, reference: "", prediction: "" });
  });
});
