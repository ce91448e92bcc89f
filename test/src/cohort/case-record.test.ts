import { describe, expect, it } from "vitest";
import { isVoxmatchError } from "../../../base/errors.js";
import { type CaseRecord, encodeCaseRecord, parseCaseRecord } from "../../../src/cohort/case-record.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";

const key = { case: "007", model: null, columns: { site: "NaN", patient: "0012" } } as const;

describe("case records", () => {
  it("survive a line of JSON, numbers that JSON lacks and text that looks like them included", async () => {
    const data = new Uint8Array(27);
    const volume = { data, shape: [3, 3, 3], spacing: [1, 1, 1] };
    const { inputs, groups } = await evaluate({ reference: volume, prediction: volume }, { groups: { lesion: [1] } });
    const record: CaseRecord = { ...key, status: "done", inputs, groups };
    const line = encodeCaseRecord(record);
    expect(line.endsWith("\n")).toBe(true);
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(groups.lesion.rq).toBeNaN();
    expect(parseCaseRecord(line)).toEqual(record);
    expect(encodeCaseRecord(parseCaseRecord(line))).toBe(line);
  });

  it("keep why a case failed", () => {
    const record: CaseRecord = {
      ...key,
      status: "failed",
      files: { reference: "a.nii.gz", prediction: "NaN" },
      error: { code: "INVALID_FILE", message: "It is cut off.", details: { heldBytes: 3 } },
    };
    expect(parseCaseRecord(encodeCaseRecord(record))).toEqual(record);
  });

  it.each(["", "{", '{"case": "1"}', '{"case": 7, "model": null, "columns": {}, "status": "failed", "error": {}}'])(
    "refuse %j",
    (line) => {
      expect(() => parseCaseRecord(line)).toThrowError(expect.objectContaining({ code: "INVALID_FILE" }));
      try {
        parseCaseRecord(line);
      } catch (error) {
        expect(isVoxmatchError(error, "INVALID_FILE")).toBe(true);
      }
    },
  );
});
