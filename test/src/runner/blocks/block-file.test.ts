import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BlockResult, BlockSide } from "../../../../src/blocks/block-result.js";
import { recordLength } from "../../../../src/blocks/records.js";
import { readBlock, type WrittenBlock, writeBlock } from "../../../../src/runner/blocks/block-file.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

const root = temporaryFolder();
const file = (name: string) => join(root, name);
const PLAN = "0123456789abcdef".repeat(4);

/** Numbers that no other list of the block has. */
function numbers(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

function side(first: number, count: number, classes: number, isCut: boolean): BlockSide {
  return {
    records: { count, classes, data: Float64Array.from(numbers(first + 0.5, count * recordLength(classes))) },
    isCut,
    shells: [4, 9].map((block) => ({
      block,
      rows: Float64Array.from(numbers(2 ** 40 + first + block, block)),
      offsets: Uint32Array.from(numbers(first + 1000, block + 1)),
      runs: Uint32Array.from(numbers(first + 2000 + block, 3 * block)),
    })),
  };
}

function list(first: number, pairs: number) {
  return {
    reference: Uint32Array.from(numbers(first, pairs)),
    prediction: Uint32Array.from(numbers(first + 100, pairs)),
    voxels: Float64Array.from(numbers(2 ** 33 + first, pairs)),
  };
}

const RESULT: BlockResult = {
  blocks: [4, 9],
  labels: [1, 2, 7],
  unassigned: [],
  voidVoxels: 12,
  rounding: [null, null],
  passes: [
    {
      rule: { kind: "components", byLabel: true } as never,
      reference: side(100_000, 3, 2, true),
      prediction: side(200_000, 2, 0, false),
      overlap: list(300_000, 5),
      partOverlap: list(400_000, 7),
    },
    {
      rule: { kind: "labels" } as never,
      reference: { ...side(500_000, 1, 0, false), shells: [] },
      prediction: side(600_000, 0, 0, false),
      overlap: list(700_000, 0),
      partOverlap: null,
    },
  ],
};

const BLOCK: WrittenBlock = {
  result: RESULT,
  findings: [
    { absent: ["/c/0/1/2"], sums: [["c/0/0/0", "ab"]] },
    { absent: [], sums: [["c/9/0/0", null]] },
  ],
};

describe("a block's file", () => {
  it("holds all numbers of all passes, in order", async () => {
    await writeBlock(file("block.vmb"), BLOCK, PLAN);
    expect(await readBlock(file("block.vmb"), PLAN)).toEqual(BLOCK);
  });

  it("is refused whichever of its bytes is changed, and wherever it is cut", async () => {
    await writeBlock(file("whole.vmb"), BLOCK, PLAN);
    const bytes = readFileSync(file("whole.vmb"));
    const path = file("damaged.vmb");
    const refused = async (damaged: Uint8Array) => {
      writeFileSync(path, damaged);
      const error = await refusal(
        () => readBlock(path, PLAN),
        "INVALID_FILE",
        `${path} is no block, or damaged. Remove it`,
      );
      expect(error.details).toEqual({ path });
    };
    for (const at of [0, 16, 17, 30, bytes.length >> 1, bytes.length - 33, bytes.length - 1]) {
      await refused(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)));
    }
    for (const length of [0, 5, 40, bytes.length - 1]) await refused(bytes.subarray(0, length));
  });

  it("is refused if it is of another plan, or not there", async () => {
    const path = file("other.vmb");
    await writeBlock(path, BLOCK, PLAN);
    const other = "f".repeat(64);
    const error = await refusal(
      () => readBlock(path, other),
      "INVALID_FILE",
      `${path} is of another plan (0123456789ab, not ffffffffffff). Keep each plan's blocks in a folder.`,
    );
    expect(error.details).toEqual({ path });
    const absent = await refusal(() => readBlock(file("none"), PLAN), "FILE_ACCESS", `${file("none")} cannot be read.`);
    expect(absent.details).toEqual({ path: file("none") });
  });
});
