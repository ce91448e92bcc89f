import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../../app/engine/outcome.js";
import type { SideColumns } from "../../app/engine/protocol.js";
import { type Arrangement, arrange } from "../../app/state/arrange.js";

/** Labels 10, 20, 30, 40; the third is missed and so has no IoU. */
const columns: SideColumns = {
  labels: Uint32Array.of(10, 20, 30, 40),
  classes: Uint32Array.of(1, 1, 2, 2),
  voxels: Float64Array.of(5, 50, 5, 7),
  volumes: Float64Array.of(10, 100, 10, 14),
  matched: Uint8Array.of(1, 1, 0, 1),
  outcomes: Uint8Array.from(["matched", "split", "missed", "matched"], (name) => OUTCOMES.indexOf(name as "split")),
  centres: new Float64Array(12),
  partnerOffsets: Uint32Array.of(0, 1, 3, 3, 4),
  partners: Uint32Array.of(7, 4, 41, 2),
  metrics: { iou: Float64Array.of(0.5, 0.9, Number.NaN, 0.7) },
};
const BY_LABEL: Arrangement = { sort: "label", falling: false, text: "", outcome: null };
const labels = (changes: Partial<Arrangement>) =>
  [...arrange(columns, { ...BY_LABEL, ...changes })].map((i) => columns.labels[i]);

describe("arrange", () => {
  it("sorts by any column, and equal values by label", () => {
    expect(labels({})).toEqual([10, 20, 30, 40]);
    expect(labels({ falling: true })).toEqual([40, 30, 20, 10]);
    expect(labels({ sort: "voxels" })).toEqual([10, 30, 40, 20]);
    expect(labels({ sort: "voxels", falling: true })).toEqual([20, 40, 10, 30]);
    expect(labels({ sort: "partner" })).toEqual([40, 20, 10, 30]);
    expect(labels({ sort: "outcome" })).toEqual([10, 40, 30, 20]);
  });

  it("puts what has no value last, whichever way", () => {
    expect(labels({ sort: "iou" })).toEqual([10, 40, 20, 30]);
    expect(labels({ sort: "iou", falling: true })).toEqual([20, 40, 10, 30]);
  });

  it("finds by the beginning of the label or of a partner's, and by outcome", () => {
    expect(labels({ text: "4" })).toEqual([20, 40]);
    expect(labels({ text: "7" })).toEqual([10]);
    expect(labels({ outcome: "matched" })).toEqual([10, 40]);
    expect(labels({ outcome: "missed", text: "1" })).toEqual([]);
  });
});
