import { expect, it } from "vitest";
import type { EdgeColumns, SideColumns } from "../../app/engine/protocol.js";
import { overlapComponents } from "../../app/state/overlap-components.js";

const side = (...labels: number[]) => ({ labels: Uint32Array.from(labels) }) as SideColumns;

it("puts what hangs together in one component, the telling ones first", () => {
  // 5–1 is a plain match; 6 and 7 share 2, and 6 also overlaps 3, so all of these hang together; 8 lost its only pair.
  const edges: EdgeColumns = {
    references: Uint32Array.of(5, 6, 6, 7, 8),
    predictions: Uint32Array.of(1, 2, 3, 2, 4),
    scores: new Float64Array(5),
    overlaps: Float64Array.of(9, 1, 8, 9, 1),
    fates: ["chosen", "lost", "chosen", "chosen", "below-threshold"],
  };
  expect(overlapComponents(side(5, 6, 7, 8, 9), side(1, 2, 3, 4), edges)).toEqual([
    // Prediction 3 (index 2) lies at 6; 2 (index 1) mostly at 7, which comes later.
    { references: [1, 2], predictions: [2, 1], edges: [1, 2, 3], isPlain: false },
    { references: [3], predictions: [3], edges: [4], isPlain: false },
    { references: [0], predictions: [0], edges: [0], isPlain: true },
  ]);
});
