import { describe, expect, it } from "vitest";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import type { SummarizeOptions } from "../../../../src/cohort/summary/summary-options.js";
import { caseOf, failureOf, type GroupSketch } from "../../../support/records.js";
import { refusal } from "../../../support/refusal.js";

const SKETCH: GroupSketch = { iou: [0.8], fp: 0, fn: 1 };

/** Patches of subject p and one of subject q, each with more numbers of its only group. */
function summary(patches: readonly (GroupSketch["also"] | "absent")[], options: SummarizeOptions = {}) {
  const records = patches.map((also, i) =>
    caseOf(
      `p${i}`,
      { g: { ...SKETCH, also: also === "absent" ? {} : { sq_dsc: 0.9, reference_instances: INSTANCES, ...also } } },
      { columns: { patient: "p" } },
    ),
  );
  const other = caseOf(
    "q0",
    {
      g: { ...SKETCH, also: { sq_dsc: 0.5, reference_instances: [{ label: 1, is_matched: 1, sq: 0.8, sq_dsc: 0.5 }] } },
    },
    { columns: { patient: "q" } },
  );
  return summarizeCohort([...records, other], { resamples: 99, subject: "patient", ...options });
}

const INSTANCES = [{ label: 1, is_matched: 1, sq: 0.8, sq_dsc: 0.9 }];

const rowOf = (found: ReturnType<typeof summary>, key: string) => {
  const [row] = found.metrics.filter(({ metric }) => metric === key);
  return row;
};

describe("a metric of the patches of a subject", () => {
  it("is pooled if every patch has it", () => {
    const found = summary([
      {},
      { sq_dsc: 0.7, reference_instances: [{ label: 1, is_matched: 1, sq: 0.8, sq_dsc: 0.7 }] },
    ]);
    // p: (0.9 + 0.7) / 2 of two instances; q: 0.5. All three instances: 2.1 / 3.
    const row = rowOf(found, "sq_dsc");
    expect(row).toMatchObject({ n: 2, n_null: 0, reasons: {} });
    expect(row.mean).toBeCloseTo((0.8 + 0.5) / 2, 14);
    expect(row.pooled).toBeCloseTo(2.1 / 3, 14);
    expect(found.notes).toEqual([]);
  });

  it("is undefined if only some patches have it, and the row says so", () => {
    const found = summary([{}, "absent"]);
    const row = rowOf(found, "sq_dsc");
    // Not 0.9 of the one patch: what the other would add is not known. The other subject still counts in the mean.
    expect(row).toMatchObject({ n: 1, n_null: 1, mean: 0.5, pooled: null });
    expect(row.reasons).toEqual({ "not every patch has this number": 1 });
    // A metric of every patch is pooled as ever: 2 of 4 and 1 of 2 references are found.
    expect(rowOf(found, "rec")).toMatchObject({ n: 2, mean: 0.5, pooled: 3 / 6 });
  });

  it("is undefined for the reason of the patch where it has no meaning", () => {
    const without = { pq: null, pq_reason: "many to many" };
    for (const patches of [
      [{}, without],
      [without, without],
    ]) {
      const row = rowOf(summary(patches), "pq");
      expect(row).toMatchObject({ n: 1, n_null: 1, pooled: null });
      expect(row.reasons).toEqual({ "many to many": 1 });
    }
  });

  it("counts as the worst where a patch has no usable prediction and its reference is not known", () => {
    const columns = { patient: "p" };
    const unusable = { ...failureOf("p1", { columns }), cause: "unreadable" as const };
    const records = [caseOf("p0", { g: { iou: [0.8], fp: 0, fn: 0 } }, { columns }), unusable];
    const row = rowOf(summarizeCohort(records, { resamples: 99, subject: "patient" }), "pq");
    // How many references the other patch has would decide between 0 and 0.8; a model must not gain by failing.
    expect(row).toMatchObject({ mean: 0, reasons: { "the prediction cannot be used": 1 } });
  });

  it("that cannot be pooled is left out, which is noted", async () => {
    const also = { autc_pq: 0.5, global_bin_hd: 3 };
    const found = summary([also, also]);
    expect(rowOf(found, "autc_pq")).toBeUndefined();
    expect(found.notes).toEqual(["Metrics that cannot be pooled over patches are left out: autc_pq, global_bin_hd."]);
    await refusal(
      () => summary([also, also], { metrics: ["global_bin_hd"] }),
      "INVALID_OPTION",
      /^The pooled subjects have no global_bin_hd\. They have: pq/,
    );
  });
});
