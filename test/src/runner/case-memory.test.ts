import { totalmem } from "node:os";
import { afterEach, describe, expect, it, vi } from "vitest";
import { defaultMemory, memoryNeed } from "../../../src/runner/case-memory.js";

const MIB = 2 ** 20;
const shapes = { reference: [10, 20, 30], prediction: [10, 20, 40] };

describe("the memory that a case needs", () => {
  it("is 48 MiB, and 2 bytes for each voxel of both volumes", () => {
    // 6000 + 8000 voxels
    expect(memoryNeed(shapes, {})).toBe(48 * MIB + 2 * 14_000);
    expect(memoryNeed({ ...shapes, prediction: null }, {})).toBe(48 * MIB + 2 * 6000);
    expect(memoryNeed({ reference: null, prediction: null }, {})).toBe(48 * MIB);
  });

  it("is 12 bytes for each voxel with regions", () => {
    expect(memoryNeed(shapes, { regions: true })).toBe(48 * MIB + 12 * 14_000);
  });

  it("is 16 MiB more with a map, and 4 bytes for each of its voxels, which are the reference's", () => {
    expect(memoryNeed(shapes, {}, true)).toBe(64 * MIB + 2 * 14_000 + 4 * 6000);
    expect(memoryNeed({ reference: null, prediction: null }, {}, true)).toBe(64 * MIB);
  });
});

describe("the memory for all cases", () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ["is 60 % of a container's", 2 ** 30, Math.floor(0.6 * 2 ** 30)],
    ["is 60 % of the machine's where there is no limit", 0, Math.floor(0.6 * totalmem())],
    ["is 60 % of the machine's where the limit lies above", 2 ** 60, Math.floor(0.6 * totalmem())],
  ])("%s", (_, constrained, expected) => {
    Object.assign(process, { constrainedMemory: process.constrainedMemory ?? (() => 0) });
    vi.spyOn(process, "constrainedMemory").mockReturnValue(constrained);
    expect(defaultMemory()).toBe(expected);
  });
});
