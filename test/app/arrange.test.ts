import { describe, expect, it } from "vitest";
import { KINDS, STATUSES } from "../../app/engine/outcome.js";
import type { SideColumns } from "../../app/engine/protocol.js";
import { type Arrangement, arrange } from "../../app/state/arrange.js";

/** Labels 10, 20, 30, 40; the third is missed and so has no IoU. */
const columns: SideColumns = {
  labels: Uint32Array.of(10, 20, 30, 40),
  classes: Uint32Array.of(1, 1, 2, 2),
  voxels: Float64Array.of(5, 50, 5, 7),
  volumes: Float64Array.of(10, 100, 10, 14),
  statuses: Uint8Array.from(["matched", "missed", "missed", "matched"] as const, (name) => STATUSES.indexOf(name)),
  kinds: Uint8Array.from(["none", "split", "absent", "none"] as const, (name) => KINDS.indexOf(name)),
  centres: new Float64Array(12),
  boxes: new Float64Array(24),
  partnerOffsets: Uint32Array.of(0, 1, 3, 3, 4),
  partners: Uint32Array.of(7, 4, 41, 2),
  metrics: { iou: Float64Array.of(0.5, 0.9, Number.NaN, 0.7) },
};
const BY_LABEL: Arrangement = { sort: "label", falling: false, text: "", only: null };
const labels = (changes: Partial<Arrangement>) =>
  [...arrange(columns, { ...BY_LABEL, ...changes })].map((i) => columns.labels[i]);

describe("arrange", () => {
  it("sorts by any column, and equal values by label", () => {
    expect(labels({})).toEqual([10, 20, 30, 40]);
    expect(labels({ falling: true })).toEqual([40, 30, 20, 10]);
    expect(labels({ sort: "voxels" })).toEqual([10, 30, 40, 20]);
    expect(labels({ sort: "voxels", falling: true })).toEqual([20, 40, 10, 30]);
    expect(labels({ sort: "partner" })).toEqual([40, 20, 10, 30]);
    expect(labels({ sort: "status" })).toEqual([10, 40, 20, 30]);
    expect(labels({ sort: "kind" })).toEqual([10, 40, 20, 30]);
  });

  it("puts what has no value last, whichever way", () => {
    expect(labels({ sort: "iou" })).toEqual([10, 40, 20, 30]);
    expect(labels({ sort: "iou", falling: true })).toEqual([20, 40, 10, 30]);
  });

  it("finds by the beginning of the label or of a partner's, by status and by kind of error", () => {
    expect(labels({ text: "4" })).toEqual([20, 40]);
    expect(labels({ text: "7" })).toEqual([10]);
    expect(labels({ only: "matched" })).toEqual([10, 40]);
    expect(labels({ only: "missed" })).toEqual([20, 30]);
    expect(labels({ only: "split" })).toEqual([20]);
    expect(labels({ only: "missed", text: "1" })).toEqual([]);
  });
});
