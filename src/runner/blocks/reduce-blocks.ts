import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { VoxmatchError } from "../../../base/errors.js";
import { blockCount } from "../../blocks/block-grid.js";
import { BlockMerger } from "../../blocks/block-merger.js";
import { answerBlocks } from "../../evaluation/answer-blocks.js";
import { evaluatePass } from "../../evaluation/pipeline.js";
import { sameVolumeNotes } from "../../evaluation/read-case.js";
import { Stopwatch } from "../../evaluation/stopwatch.js";
import { noMasks } from "../../metrics/no-masks.js";
import type { EvaluationResult } from "../../results/evaluation-result.js";
import { readBlock, writeBlock } from "./block-file.js";
import { type BlockPlan, withPair } from "./block-plan.js";

/** How many missing blocks a refusal names. */
const LISTED = 8;

/**
 * The result of a pair out of all its blocks, in any order; the same bytes as of volumes in memory.
 * @param paths files of blocks, or folders of these
 * @throws VoxmatchError `INVALID_FILE` if a block is missing, there twice, damaged or of another plan
 */
export async function reduceBlocks(plan: BlockPlan, paths: readonly string[]): Promise<EvaluationResult> {
  return withPair(plan, async (engine, sources, options, gridNotes) => {
    const stages = new Stopwatch();
    const { merger, blocks } = await mergeFiles(plan, paths, options.connectivity);
    const missing = Array.from({ length: blockCount(plan) }, (_, i) => i).filter((block) => !blocks.has(block));
    if (missing.length > 0) throw notThere(missing, blockCount(plan));
    const result = merger.result();
    stages.lap("merge");
    const [g, p] = result.rounding.map((rounding) => ({ rounding, trailingBytes: 0 }));
    const headers = [await sources[0].describe(g), await sources[1].describe(p)] as const;
    const found = { engine, headers, notes: sameVolumeNotes(sources, headers), gridNotes, result };
    return answerBlocks(found, options, evaluatePass, {}, stages, () => noMasks(engine));
  });
}

/** Merges some blocks into one file, which stands for all of them. */
export async function groupBlocks(plan: BlockPlan, paths: readonly string[], out: string): Promise<number> {
  return withPair(plan, async (_, __, { connectivity }) => {
    const { merger, blocks } = await mergeFiles(plan, paths, connectivity);
    await writeBlock(out, merger.result(), plan.planHash);
    return blocks.size;
  });
}

async function mergeFiles(
  plan: BlockPlan,
  paths: readonly string[],
  connectivity: ConstructorParameters<typeof BlockMerger>[1],
) {
  const merger = new BlockMerger(plan, connectivity);
  const blocks = new Map<number, string>();
  for (const path of await filesOf(paths)) {
    const block = await readBlock(path, plan.planHash);
    for (const each of block.blocks) {
      const other = blocks.get(each);
      if (other !== undefined) {
        throw new VoxmatchError(
          "INVALID_FILE",
          `Block ${each} is there twice: in ${other} and in ${path}. Leave one of them out.`,
          {
            block: each,
            paths: [other, path],
          },
        );
      }
      blocks.set(each, path);
    }
    merger.add(block);
  }
  return { merger, blocks };
}

/** Files as they are, and of folders those that end in `.vmb`. */
async function filesOf(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((cause) => {
      throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read. Check the path.`, { path }, { cause });
    });
    if (!found.isDirectory()) files.push(path);
    else for (const name of (await readdir(path)).sort()) if (/^[^.].*\.vmb$/.test(name)) files.push(join(path, name));
  }
  return files;
}

function notThere(missing: readonly number[], all: number): VoxmatchError {
  const more = missing.length > LISTED ? ` and ${missing.length - LISTED} more` : "";
  return new VoxmatchError(
    "INVALID_FILE",
    `${missing.length} of ${all} blocks are missing: ${missing.slice(0, LISTED).join(", ")}${more}. Map their shards (block b is of shard ` +
      "b modulo n), and reduce again.",
    { missing },
  );
}
