import { describe, expect, it } from "vitest";
import { encodeCaseRecord, parseCaseRecord } from "../../../../src/cohort/case-record.js";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import { caseOf } from "../../../support/records.js";

const GROUPS = { WT: { iou: [0.8], fp: 0, fn: 0 }, ET: { iou: [], fp: 0, fn: 0 } };

describe("what cases of a cohort leave over", () => {
  const left = {
    ...caseOf("a", GROUPS),
    notes: ["a.nii: read past a fault"],
    unassigned: [
      { label: 4, voxels: 27, side: "reference" },
      { label: 4, voxels: 25, side: "prediction" },
    ],
    emptyGroups: ["ET"],
  } as const;
  const whole = caseOf("b", GROUPS);

  it("is kept in their records", () => {
    expect(parseCaseRecord(encodeCaseRecord(left).trimEnd())).toEqual(left);
    expect(encodeCaseRecord(whole)).not.toMatch(/unassigned|emptyGroups|notes/);
  });

  it("is counted by case in the summary", async () => {
    const { notes } = await summarizeCohort([left, { ...left, case: "c", emptyGroups: [] }, whole]);
    expect(notes).toContain("Not evaluated, as no group names them: label 4 in 2 of 3 cases.");
    expect(notes).toContain("Without a voxel in either volume: group ET in 1 of 3 cases.");
    expect((await summarizeCohort([whole])).notes.join(" ")).not.toMatch(/no group|Without a voxel/);
  });
});
