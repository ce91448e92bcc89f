import { describe, expect, it } from "vitest";
import { evaluateMap } from "../../../src/maps/evaluate-map.js";

const shape = [5, 1];
const reference = { data: Uint8Array.of(0, 0, 1, 0, 1), shape };
const map = { data: Float32Array.of(0, 0.25, 0.5, 0.75, 1), shape };

describe("baselines", () => {
  it("are scored alike at any scale, and subtracted", async () => {
    const scan = { data: Int16Array.of(900, 100, 200, 300, 500), shape };
    const { baselines, groups } = await evaluateMap({ map, reference, baselines: [scan] }, { kind: "probability" });
    const [{ groups: scored }] = baselines ?? [];
    // The scan: 200 + 500 of 2000. The map: 1.5 of 2.5.
    expect(scored.ungrouped.scores.mass_accuracy).toBe(0.35);
    expect(scored.ungrouped.difference.mass_accuracy).toBeCloseTo(0.6 - 0.35, 12);
    // Of 2 · 3 pairs the scan has 500 above 100 and 300, and 200 above 100: 3/6; the map has 5/6.
    expect(scored.ungrouped.scores.auroc).toBe(0.5);
    expect(scored.ungrouped.difference.auroc).toBeCloseTo(1 / 3, 12);
    expect(scored.ungrouped.scores).not.toHaveProperty("brier");
    expect(groups.ungrouped.chance.auroc).toBe(0.5);
  });

  it("need a reference", async () => {
    const inputs = { map, atlas: reference, baselines: [map] };
    await expect(evaluateMap(inputs)).rejects.toThrow("There are baselines, but no reference");
  });
});
