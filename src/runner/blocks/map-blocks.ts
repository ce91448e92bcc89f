import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { blockCount, blockPlace } from "../../blocks/block-grid.js";
import { boxFindings, newFindings } from "../../blocks/box-findings.js";
import { loadBox } from "../../blocks/load-box.js";
import { summariseBlock } from "../../blocks/summarise-block.js";
import { makeFolder } from "../make-folder.js";
import { removeLeftovers } from "../write-file-atomic.js";
import { readBlock, writeBlock } from "./block-file.js";
import { type BlockPlan, withPair } from "./block-plan.js";

/** What a call of {@link mapBlocks} does. */
export interface MapRequest {
  /** Only blocks i, i + n, i + 2n … */
  readonly shard: { readonly index: number; readonly count: number };
  readonly folder: string;
  /** Called after each block. */
  readonly onBlock?: (done: number, of: number) => void;
}

/** The name of a block's file. */
export function blockName(block: number): string {
  return `block-${String(block).padStart(8, "0")}.vmb`;
}

/**
 * Writes the files of a shard's blocks. Those that are there already are left as they are, so that a shard which was stopped goes on.
 * @returns how many were written, and how many were there
 */
export async function mapBlocks(plan: BlockPlan, { shard, folder, onBlock }: MapRequest) {
  const own = Array.from({ length: blockCount(plan) }, (_, i) => i).filter((i) => i % shard.count === shard.index);
  let written = 0;
  await withBlockMapper(plan, folder, async (map) => {
    await removeLeftovers(folder, own.map(blockName));
    for (const [i, index] of own.entries()) {
      if (await map(index)) written++;
      onBlock?.(i + 1, own.length);
    }
  });
  return { written, present: own.length - written };
}

/** Writes the file of a block, if it is not there. @returns whether it was written */
type BlockMapper = (block: number) => Promise<boolean>;

/** Opens the pair of a plan for mapping blocks, one after the other. */
export async function withBlockMapper(
  plan: BlockPlan,
  folder: string,
  work: (map: BlockMapper) => Promise<void>,
): Promise<void> {
  await makeFolder(folder);
  await withPair(plan, async (engine, sources, options) => {
    let before = await Promise.all(sources.map(boxFindings));
    await work(async (index) => {
      const path = join(folder, blockName(index));
      if (await isThere(path)) {
        await readBlock(path, plan.planHash);
        return false;
      }
      const mark = engine.arena.mark();
      const place = blockPlace(plan, index);
      const voxels = [await loadBox(engine, sources[0], place), await loadBox(engine, sources[1], place)];
      const result = summariseBlock(engine, voxels, place, options);
      const found = await Promise.all(sources.map(boxFindings));
      const findings = found.map((side, i) => newFindings(side, before[i]));
      await writeBlock(path, { result, findings }, plan.planHash);
      engine.arena.release(mark);
      before = found;
      return true;
    });
  });
}

/** The blocks of a plan whose files are not in a folder. */
export async function missingBlocks(plan: BlockPlan, folder: string): Promise<readonly number[]> {
  const all = Array.from({ length: blockCount(plan) }, (_, i) => i);
  const present = new Set(await readdir(folder));
  return all.filter((index) => !present.has(blockName(index)));
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
