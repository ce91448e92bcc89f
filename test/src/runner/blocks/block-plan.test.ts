import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { VERSION } from "../../../../base/version.js";
import {
  type PlanRequest,
  planBlocks,
  planText,
  readPlan,
  withPair,
} from "../../../../src/runner/blocks/block-plan.js";
import { niftiFile } from "../../../support/nifti.js";
import { openFiles } from "../../../support/open-files.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";
import { writeFolder } from "../../../support/write-folder.js";
import { zarrFiles } from "../../../support/zarr-files.js";

const root = temporaryFolder();
const file = (name: string) => join(root, name);

/** A limit of memory that a block of so many voxels just keeps: what the program takes, and 24 bytes a voxel. */
const memoryFor = (voxels: number) => 128 * 2 ** 20 + 24 * voxels;

/** Arrays without a chunk that is written: all background. Chunks are along z, y, x. */
async function emptyArray(name: string, shape: readonly number[], chunks: readonly number[]): Promise<void> {
  const voxels = { dataType: "uint8", shape: [1, 1, 1], values: [0] } as const;
  writeFolder(file(name), await zarrFiles(voxels, { chunks, metadata: { shape: shape.toReversed() } }));
}

beforeAll(async () => {
  await emptyArray("reference.zarr", [9, 8, 7], [2, 3, 2]);
  await emptyArray("prediction.zarr", [9, 8, 7], [3, 2, 4]);
});

const REQUEST: PlanRequest = {
  reference: file("reference.zarr"),
  prediction: file("prediction.zarr"),
  choices: { spacing: [1, 1, 1] },
  hash: false,
  options: { input: "semantic", metrics: ["iou"], globalMetrics: ["iou"] },
  memory: memoryFor(1000),
};
const plan = (more: Partial<PlanRequest>) => planBlocks({ ...REQUEST, ...more });
const blockOf = async (more: Partial<PlanRequest>) => (await plan(more)).block;

describe("a plan of blocks", () => {
  // Chunks of 2 × 3 × 2 and 4 × 2 × 3 voxels are both whole in 4 × 6 × 6.
  it.each([
    [
      [1, 1, 1],
      [4, 6, 6],
    ],
    [
      [5, 6, 6],
      [8, 6, 6],
    ],
    [
      [8, 7, 6],
      [8, 8, 6],
    ],
    [
      [100, 100, 100],
      [9, 8, 7],
    ],
  ])("makes %j voxels whole chunks of both volumes: %j", async (block, whole) => {
    expect(await blockOf({ block })).toEqual(whole);
  });

  // The shortest axis is doubled, or ends with the volume; the next shortest is tried where that does not fit.
  it.each([
    [144, [4, 6, 6]],
    [191, [4, 6, 7]],
    [287, [4, 8, 7]],
    [288, [8, 6, 6]],
    [336, [8, 6, 7]],
    [384, [8, 8, 6]],
    [504, [9, 8, 7]],
  ])("takes the largest block of at most %i voxels that memory allows: %j", async (voxels, block) => {
    expect(await blockOf({ memory: memoryFor(voxels) })).toEqual(block);
  });

  it("is refused where not even a chunk fits, and says what would", async () => {
    const error = await refusal(() => plan({ memory: memoryFor(144) - 1 }), "OUT_OF_MEMORY", /needs 134221184 bytes/);
    expect(error.details).toMatchObject({ requiredBytes: memoryFor(144) });
  });

  it.each([[[0, 1, 1]], [[4, Number.NaN, 1]], [[4, 6, -6]]])("refuses blocks of %j", async (block) => {
    const error = await refusal(
      () => plan({ block }),
      "INVALID_OPTION",
      /cannot be, as each length must be at least 1/,
    );
    expect(error.details).toMatchObject({ option: "block", value: block });
  });

  it("is refused for a file that comes in order alone, on either side, and for what needs whole volumes", async () => {
    const voxels = { dataType: "uint8", shape: [9, 8, 7], values: Array(504).fill(0), spacing: [1, 1, 1] } as const;
    writeFileSync(file("packed.nii.gz"), gzipSync(niftiFile(voxels)));
    writeFileSync(file("plain.nii"), niftiFile(voxels));
    const packed = file("packed.nii.gz");
    const plain = { reference: file("plain.nii"), prediction: file("plain.nii"), choices: {} };
    for (const side of ["reference", "prediction"]) {
      const error = await refusal(
        () => plan({ ...plain, [side]: packed }),
        "INVALID_OPTION",
        `${packed} cannot be read out of order.`,
      );
      expect(error.details).toEqual({ path: packed });
    }
    // Rows are the chunks of a plain file.
    expect(await blockOf({ ...plain, block: [1, 1, 1] })).toEqual([9, 1, 1]);
    await refusal(() => plan({ options: { globalMetrics: ["hd"] } }), "INVALID_OPTION", "hd measure whole foregrounds");
  });

  it.runIf(process.platform === "linux")("leaves no file open, also where the work fails", async () => {
    const voxels = { dataType: "uint8", shape: [2, 1, 1], values: [0, 1], spacing: [1, 1, 1] } as const;
    writeFileSync(file("open.nii"), niftiFile(voxels));
    const pair = { ...REQUEST, reference: file("open.nii"), prediction: file("open.nii"), choices: {} };
    const before = openFiles();
    let during = 0;
    const work = async () => {
      during = openFiles();
      throw new Error("The work has failed.");
    };
    await expect(withPair(pair, work)).rejects.toThrow("The work has failed.");
    expect(during).toBe(before + 2);
    expect(openFiles()).toBe(before);
  });
});

describe("a plan's file", () => {
  const path = file("plan.json");

  it("holds the plan, which is read as it was", async () => {
    const options = { ...REQUEST.options, nsdTolerance: Number.POSITIVE_INFINITY };
    const made = await plan({ block: [4, 6, 6], options });
    writeFileSync(path, planText(made));
    const text = readFileSync(path, "utf8");
    expect(text.endsWith("}\n")).toBe(true);
    expect(JSON.parse(text)).toEqual({
      ...{ format: "voxmatch-blocks", formatVersion: 1, engine: { name: "voxmatch", version: VERSION } },
      ...{ reference: REQUEST.reference, prediction: REQUEST.prediction, choices: { spacing: [1, 1, 1] }, hash: false },
      ...{ options: { ...options, nsdTolerance: "Infinity" }, shape: [9, 8, 7], block: [4, 6, 6], blocks: 3 * 2 * 2 },
      planHash: made.planHash,
    });
    expect(await readPlan(path)).toEqual(made);
  });

  it("has a hash of all that it says", async () => {
    const requests: Partial<PlanRequest>[] = [
      {},
      { reference: file("prediction.zarr") },
      { prediction: file("reference.zarr") },
      { choices: { spacing: [2, 1, 1] } },
      { hash: true },
      { options: { ...REQUEST.options, threshold: 0.25 } },
      { block: [4, 6, 6] },
    ];
    const hashes = await Promise.all(requests.map(async (more) => (await plan(more)).planHash));
    expect(new Set(hashes).size).toBe(requests.length);
    expect(await plan({})).toEqual(await plan({}));
  });

  it("is refused if it is not there, is no plan, was edited, or is of another version", async () => {
    const text = planText(await plan({}));
    const refused = async (content: string, what: string) => {
      writeFileSync(path, content);
      const error = await refusal(
        () => readPlan(path),
        "INVALID_FILE",
        `${path} ${what}. Make it with voxmatch blocks`,
      );
      expect(error.details).toEqual({ path });
    };
    await refused("{", "is no plan of blocks");
    await refused("null", "is no plan of blocks");
    await refused(text.replace('"voxmatch-blocks"', '"voxmatch-run"'), "is no plan of blocks");
    await refused(text.replace('"formatVersion": 1', '"formatVersion": 2'), "is no plan of blocks");
    await refused(text.replace(VERSION, "9.9.9"), `was made by version 9.9.9, and this is ${VERSION}`);
    await refused(text.replace('"semantic"', '"unmatched"'), "was edited since it was made");
    const error = await refusal(() => readPlan(file("none")), "FILE_ACCESS", `${file("none")} cannot be read.`);
    expect(error.details).toEqual({ path: file("none") });
  });
});
