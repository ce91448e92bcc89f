import { describe, expect, it } from "vitest";
import { judge } from "../../bench/guard/judge.js";

const statesOf = (measured: Record<string, number>, recorded: Record<string, number>) =>
  judge(measured, recorded).map(({ name, state }) => [name, state]);

describe("judge", () => {
  it("lets pass what takes up to twice the recorded ratio", () => {
    expect(statesOf({ scan: 6, label: 0.1 }, { scan: 3, label: 3 })).toEqual([
      ["scan", "ok"],
      ["label", "ok"],
    ]);
  });

  it("refuses what takes more than twice as much", () => {
    expect(statesOf({ scan: 6.01 }, { scan: 3 })).toEqual([["scan", "slower"]]);
  });

  it("refuses a kernel that has no record, and a record whose kernel is gone", () => {
    expect(statesOf({ scan: 1 }, { label: 1 })).toEqual([
      ["label", "missing"],
      ["scan", "unknown"],
    ]);
  });

  it("refuses a ratio that is no number", () => {
    expect(statesOf({ scan: Number.NaN }, { scan: 3 })).toEqual([["scan", "slower"]]);
  });
});
