import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import type { FileChoices } from "../../../../src/io/voxel-source.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import { toJson } from "../../../../src/reports/case/json.js";
import type { EvaluationResult } from "../../../../src/results/evaluation-result.js";
import { planBlocks } from "../../../../src/runner/blocks/block-plan.js";
import { mapBlocks } from "../../../../src/runner/blocks/map-blocks.js";
import { groupBlocks, reduceBlocks } from "../../../../src/runner/blocks/reduce-blocks.js";
import { niftiFile } from "../../../support/nifti.js";
import { splitmix64 } from "../../../support/random.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";
import { tiffFile } from "../../../support/tiff-files.js";
import { writeFolder } from "../../../support/write-folder.js";
import { zarrFiles } from "../../../support/zarr-files.js";

const root = temporaryFolder();
const file = (name: string) => join(root, name);
const SHAPE = [12, 8, 6] as const;
const textOf = (result: EvaluationResult) => toJson({ ...result, timings: {} });

/** Balls in two corners; the rest is background, and whole chunks of it are not stored. */
function balls(shift: number): number[] {
  const random = splitmix64(shift + 5);
  return Array.from({ length: 12 * 8 * 6 }, (_, i) => {
    const [x, y, z] = [i % 12, Math.floor(i / 12) % 8, Math.floor(i / 96)];
    const near = (cx: number, cy: number, cz: number) => (x - cx - shift) ** 2 + (y - cy) ** 2 + (z - cz) ** 2 <= 8;
    if (near(3, 3, 3)) return random() < 0.9 ? 1 : 0;
    return near(8, 5, 1) ? 2 : 0;
  });
}

interface Pair {
  readonly reference: string;
  readonly prediction: string;
  readonly choices: FileChoices;
  readonly block: readonly number[];
}

async function inBlocks(
  name: string,
  pair: Pair,
  options: EvaluateOptions,
  memory?: number,
): Promise<EvaluationResult> {
  const plan = await planBlocks({ ...pair, hash: true, options, memory: 2 ** 31 });
  const folder = file(name);
  // Two processes, of which the second merges its blocks into a group.
  await mapBlocks(plan, { shard: { index: 0, count: 2 }, folder: join(folder, "even") });
  await mapBlocks(plan, { shard: { index: 1, count: 2 }, folder: join(folder, "odd") });
  const group = join(folder, "group.vmb");
  await groupBlocks(plan, [join(folder, "odd")], group);
  return reduceBlocks(plan, [group, join(folder, "even")], memory);
}

const inMemory = ({ reference, prediction, choices }: Pair, options: EvaluateOptions) =>
  evaluate({ reference: { file: reference, ...choices }, prediction: { file: prediction, ...choices } }, options);

const SURFACES = {
  metrics: ["iou", "dsc", "assd", "hd95", "nsd", "cldsc"],
  globalMetrics: ["iou"],
  threshold: 0.1,
} as const;

function niftiPair(name: string): Pair {
  const pair = { reference: file(`${name}-reference.nii`), prediction: file(`${name}-prediction.nii`) };
  for (const [i, path] of [pair.reference, pair.prediction].entries()) {
    writeFileSync(path, niftiFile({ dataType: "uint16", shape: SHAPE, values: balls(i), spacing: [1, 1, 2] }));
  }
  return { ...pair, choices: {}, block: [12, 3, 2] };
}

describe("blocks and the whole", () => {
  it.each(["semantic", "unmatched", "matched"] as const)(
    "measure the same surfaces and skeletons (%s)",
    async (input) => {
      const pair = niftiPair(input);
      const options = { ...SURFACES, input };
      const whole = await inMemory(pair, options);
      expect(whole.groups.ungrouped.tp).toBe(2);
      expect(textOf(await inBlocks(input, pair, options))).toBe(textOf(whole));
    },
  );

  it("leave surfaces out that take more than the limit of memory, and say so", async () => {
    const options = { ...SURFACES, input: "unmatched" } as const;
    const result = await inBlocks("limited", niftiPair("limited"), options, 128 * 2 ** 20 + 100);
    expect(result.groups.ungrouped).toMatchObject({
      tp: 2,
      sq_assd: Number.NaN,
      sq_cldsc: Number.NaN,
      sq: expect.any(Number),
    });
    expect(result.notes.join()).toMatch(/of 2 matches are not measured .* takes \d+ bytes, and 100 are there/);
  });

  it("tell alike of chunks that are not there, and have the SHA-256 of all files of a folder", async () => {
    const pair = { reference: file("reference.zarr"), prediction: file("prediction.zarr") };
    for (const [i, path] of [pair.reference, pair.prediction].entries()) {
      const voxels = { dataType: "uint16", shape: SHAPE, values: balls(i) } as const;
      writeFolder(path, await zarrFiles(voxels, { version: i === 0 ? 2 : 3, chunks: [2, 3, 4] }));
    }
    const zarr: Pair = { ...pair, choices: { spacing: [1, 1, 1] }, block: [4, 3, 2] };
    const options = { ...SURFACES, input: "unmatched" } as const;
    const whole = await inMemory(zarr, options);
    expect(whole.notes.join()).toMatch(/\d chunks are not there/);
    expect(whole.inputs.reference.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(textOf(await inBlocks("zarr", zarr, options))).toBe(textOf(whole));
  });

  it("are whole pages of TIFF", async () => {
    const pair = { reference: file("reference.tif"), prediction: file("prediction.tif") };
    for (const [i, path] of [pair.reference, pair.prediction].entries()) {
      const voxels = { dataType: "uint16", shape: SHAPE, values: balls(i) } as const;
      writeFileSync(path, tiffFile(voxels, { compression: i === 0 ? "deflate" : "none", rowsPerStrip: 3 }));
    }
    const pages: Pair = { ...pair, choices: { spacing: [1, 1, 2] }, block: [1, 1, 2] };
    const options = { ...SURFACES, input: "unmatched" } as const;
    const whole = await inMemory(pages, options);
    expect(whole.groups.ungrouped.tp).toBe(2);
    expect(textOf(await inBlocks("pages", pages, options))).toBe(textOf(whole));
  });

  it("tell alike of bytes behind the voxels, and refuse those that may be voxels", async () => {
    const pair = niftiPair("padded");
    const bytes = niftiFile({ dataType: "uint16", shape: SHAPE, values: balls(1), spacing: [1, 1, 2] });
    writeFileSync(pair.prediction, Buffer.concat([bytes, Buffer.alloc(100)]));
    const options = { ...SURFACES, input: "unmatched" } as const;
    const whole = await inMemory(pair, options);
    expect(whole.notes.join()).toMatch(/100 bytes behind the voxels/);
    expect(textOf(await inBlocks("padded", pair, options))).toBe(textOf(whole));
    writeFileSync(pair.prediction, Buffer.concat([bytes, Buffer.alloc(2 * 12 * 8 * 6, 1)]));
    const plan = () => planBlocks({ ...pair, hash: false, options, memory: 2 ** 31 });
    await refusal(plan, "INVALID_FILE", /bytes after the 1152 that its header promises/);
  });
});
