import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import { toJson } from "../../../../src/reports/case/json.js";
import type { EvaluationResult } from "../../../../src/results/evaluation-result.js";
import { type BlockPlan, planBlocks } from "../../../../src/runner/blocks/block-plan.js";
import { blockName, mapBlocks } from "../../../../src/runner/blocks/map-blocks.js";
import { groupBlocks, reduceBlocks } from "../../../../src/runner/blocks/reduce-blocks.js";
import { niftiFile } from "../../../support/nifti.js";
import { splitmix64 } from "../../../support/random.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

const root = temporaryFolder();
const file = (name: string) => join(root, name);
const OPTIONS = { input: "semantic", threshold: 0.1, metrics: ["iou", "cedi"], globalMetrics: ["iou"] } as const;
const FILES = { reference: file("reference.nii"), prediction: file("prediction.nii") };
const folder = file("blocks");
const named = (...blocks: readonly number[]) => blocks.map((block) => join(folder, blockName(block)));

let plan: BlockPlan;

beforeAll(async () => {
  const random = splitmix64(19);
  const reference = Array.from({ length: 12 * 8 * 6 }, () => (random() < 0.3 ? 1 + Math.floor(2 * random()) : 0));
  const prediction = reference.map((label) => (random() < 0.2 ? Number(random() < 0.5) : label));
  for (const [path, values] of [
    [FILES.reference, reference],
    [FILES.prediction, prediction],
  ] as const) {
    writeFileSync(path, niftiFile({ dataType: "uint8", shape: [12, 8, 6], values, spacing: [1, 1, 2] }));
  }
  // 1 × 4 × 3 blocks.
  plan = await planBlocks({ ...FILES, choices: {}, hash: true, options: OPTIONS, block: [12, 2, 2], memory: 2 ** 31 });
  await mapBlocks(plan, { shard: { index: 0, count: 1 }, folder });
});

const textOf = (result: EvaluationResult) => toJson({ ...result, timings: {} });

describe("mapping blocks", () => {
  it("writes those of a shard, tells of each, and leaves those that are there", async () => {
    const out = file("shard");
    mkdirSync(out);
    const left = (block: number) => join(out, `.${blockName(block)}.0123456789ab.tmp`);
    for (const block of [1, 2]) writeFileSync(left(block), "");
    const told: (readonly number[])[] = [];
    const request = { shard: { index: 1, count: 5 }, folder: out, onBlock: (...each: number[]) => told.push(each) };
    expect(await mapBlocks(plan, request)).toEqual({ written: 3, present: 0 });
    expect(told).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    // Remains of its own blocks are gone, those of another shard may be in use.
    expect(readdirSync(out).sort()).toEqual([`.${blockName(2)}.0123456789ab.tmp`, ...[1, 6, 11].map(blockName)]);
    for (const block of [1, 6, 11]) {
      expect(readFileSync(join(out, blockName(block)))).toEqual(readFileSync(named(block)[0]));
    }
    expect(await mapBlocks(plan, request)).toEqual({ written: 0, present: 3 });
    writeFileSync(join(out, blockName(6)), "cut");
    await refusal(() => mapBlocks(plan, request), "INVALID_FILE", `${blockName(6)} is no block, or damaged.`);
  });

  it("names blocks by eight digits, so that names sort as numbers do", () => {
    expect(blockName(42)).toBe("block-00000042.vmb");
  });
});

describe("reducing blocks", () => {
  it("gives what the files in memory give, and says how long it took", async () => {
    const whole = await evaluate(
      { reference: { file: FILES.reference }, prediction: { file: FILES.prediction } },
      OPTIONS,
    );
    const result = await reduceBlocks(plan, [folder]);
    expect(textOf(result)).toBe(textOf(whole));
    expect(result.groups.ungrouped.tp).toBeGreaterThan(2);
    expect(result.timings).toHaveProperty("merge");
  });

  it("takes a group of blocks like any other, and leaves alone what is no block", async () => {
    const others = file("others");
    mkdirSync(others);
    const group = join(others, "group.vmb");
    expect(await groupBlocks(plan, named(0, 3, 5, 11), group)).toBe(4);
    for (const block of [1, 2, 4, 6, 7, 8, 9, 10]) copyFileSync(named(block)[0], join(others, blockName(block)));
    for (const name of [".hidden.vmb", "block.vmb.part", "notes.txt"]) writeFileSync(join(others, name), "no block");
    expect(textOf(await reduceBlocks(plan, [others]))).toBe(textOf(await reduceBlocks(plan, [folder])));
  });

  it("is refused with blocks that are missing, of which it names eight", async () => {
    const refused = async (paths: readonly string[], message: string, missing: readonly number[]) => {
      const error = await refusal(() => reduceBlocks(plan, paths), "INVALID_FILE", message);
      expect(error.details).toEqual({ missing });
    };
    await refused(named(0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11), "1 of 12 blocks are missing: 9. Map", [9]);
    await refused(named(0, 2, 4, 6), "8 of 12 blocks are missing: 1, 3, 5, 7, 8, 9, 10, 11. Map", [
      ...[1, 3, 5, 7, 8, 9, 10, 11],
    ]);
    await refused(named(0, 4), "10 of 12 blocks are missing: 1, 2, 3, 5, 6, 7, 8, 9 and 2 more. Map", [
      ...[1, 2, 3, 5, 6, 7, 8, 9, 10, 11],
    ]);
  });

  it("is refused with a block that is there twice, and with a path that is not there", async () => {
    const copy = file("copy.vmb");
    copyFileSync(named(3)[0], copy);
    const twice = await refusal(
      () => reduceBlocks(plan, [folder, copy]),
      "INVALID_FILE",
      `Block 3 is there twice: in ${named(3)[0]} and in ${copy}. Leave one of them out.`,
    );
    expect(twice.details).toEqual({ block: 3, paths: [named(3)[0], copy] });
    renameSync(copy, file("away.vmb"));
    const absent = await refusal(
      () => reduceBlocks(plan, [copy]),
      "FILE_ACCESS",
      `${copy} cannot be read. Check the path.`,
    );
    expect(absent.details).toEqual({ path: copy });
  });
});
