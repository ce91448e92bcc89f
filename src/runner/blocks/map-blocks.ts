import { access } from "node:fs/promises";
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
  await makeFolder(folder);
  const own = Array.from({ length: blockCount(plan) }, (_, i) => i).filter((i) => i % shard.count === shard.index);
  await removeLeftovers(folder, own.map(blockName));
  let written = 0;
  await withPair(plan, async (engine, sources, options) => {
    let before = await Promise.all(sources.map(boxFindings));
    for (const [i, index] of own.entries()) {
      const path = join(folder, blockName(index));
      if (await isThere(path)) await readBlock(path, plan.planHash);
      else {
        const mark = engine.arena.mark();
        const place = blockPlace(plan, index);
        const voxels = [await loadBox(engine, sources[0], place), await loadBox(engine, sources[1], place)];
        const result = summariseBlock(engine, voxels, place, options);
        const found = await Promise.all(sources.map(boxFindings));
        const findings = found.map((side, i) => newFindings(side, before[i]));
        await writeBlock(path, { result, findings }, plan.planHash);
        engine.arena.release(mark);
        before = found;
        written++;
      }
      onBlock?.(i + 1, own.length);
    }
  });
  return { written, present: own.length - written };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
