import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { toJson } from "../../../src/reports/case/json.js";
import { defineRows, unreadRows } from "../../../src/results/lazy-rows.js";

/** Squares, and how often each row was made. */
function squares(length: number) {
  const target: { rows?: readonly { square: number }[] } = {};
  const made: number[] = [];
  const at = (i: number) => {
    made.push(i);
    return { square: i * i };
  };
  defineRows(target, "rows", { length, at });
  return { target, made };
}

describe("rows made when read", () => {
  it("are made once, at the first reading, and plain data from then on", () => {
    const { target, made } = squares(3);
    expect(made).toEqual([]);
    const rows = target.rows;
    expect(rows).toEqual([{ square: 0 }, { square: 1 }, { square: 4 }]);
    expect(target.rows).toBe(rows);
    expect(made).toEqual([0, 1, 2]);
    expect(unreadRows(target, "rows")).toBeUndefined();
    expect(Object.getOwnPropertyDescriptor(target, "rows")).toMatchObject({ value: rows, writable: true });
  });

  it("can be read one by one without being kept", () => {
    const { target, made } = squares(3);
    expect(unreadRows(target, "rows")?.at(2)).toEqual({ square: 4 });
    expect(made).toEqual([2]);
    expect(unreadRows(target, "rows")?.length).toBe(3);
  });

  it.each([
    ["cloned", (target: object) => structuredClone(target)],
    ["written as JSON and read", (target: object): unknown => JSON.parse(JSON.stringify(target))],
    ["spread", (target: object) => ({ ...target })],
  ])("are there when the object is %s", (_, copy) => {
    expect(copy(squares(2).target)).toEqual({ rows: [{ square: 0 }, { square: 1 }] });
  });

  it("give way to a list that is assigned", () => {
    const { target, made } = squares(2);
    target.rows = [];
    expect(target.rows).toEqual([]);
    expect(made).toEqual([]);
  });
});

describe("toJson", () => {
  /** Every second voxel of a line is an instance, so that lists are longer than a line of JSON. */
  const line = (voxels: number, every: number) => ({
    data: Uint8Array.from({ length: voxels }, (_, x) => Number(x % every === 0)),
    shape: [voxels, 1, 1],
  });

  it("writes the same of rows that were read and of those that were not", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 800 }), fc.constantFrom(2, 3, 4), async (voxels, every) => {
        const result = await evaluate({ reference: line(voxels, 2), prediction: line(voxels, every) });
        const { ungrouped } = result.groups;
        const isUnread = () => unreadRows(ungrouped, "reference_instances") !== undefined;
        const unread = toJson(result);
        // Short lists are read; 121 references need 241 voxels.
        expect(isUnread()).toBe(voxels > 240);
        expect(ungrouped.reference_instances).toHaveLength(Math.ceil(voxels / 2));
        expect(ungrouped.predicted_instances).toHaveLength(Math.ceil(voxels / every));
        expect(isUnread()).toBe(false);
        expect(toJson(result)).toBe(unread);
      }),
      { seed: 5, numRuns: 20 },
    );
  });
});
