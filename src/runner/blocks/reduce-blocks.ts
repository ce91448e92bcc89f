import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { VoxmatchError } from "../../../base/errors.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { blockCount } from "../../blocks/block-grid.js";
import { BlockMerger } from "../../blocks/block-merger.js";
import { addFindings, type BoxFindings, bothFindings } from "../../blocks/box-findings.js";
import { loadBox } from "../../blocks/load-box.js";
import { answerBlocks } from "../../evaluation/answer-blocks.js";
import { evaluatePass } from "../../evaluation/pipeline.js";
import { sameVolumeNotes } from "../../evaluation/read-case.js";
import { type BoxesOfPair, measureUnkept } from "../../evaluation/read-pairs.js";
import { roomWithin } from "../../evaluation/slab-height.js";
import { Stopwatch } from "../../evaluation/stopwatch.js";
import type { VoxelSource } from "../../io/voxel-source.js";
import type { MaskSource } from "../../metrics/mask-source.js";
import type { MetricRequest } from "../../metrics/metric-request.js";
import { noMasks } from "../../metrics/no-masks.js";
import type { EvaluationResult } from "../../results/evaluation-result.js";
import { readBlock, writeBlock } from "./block-file.js";
import { type BlockPlan, withPair } from "./block-plan.js";

/** Without a limit: what a machine of a cluster surely has. */
export const USUAL_MEMORY = 2 ** 31;

const NOTHING_FOUND: BoxFindings = { absent: [], sums: [] };

/** How many missing blocks a refusal names. */
const LISTED = 8;

/**
 * The result of a pair out of all its blocks, in any order; the same bytes as of volumes in memory.
 * @param paths files of blocks, or folders of these
 * @param memory bytes for measuring surfaces of a match, whose boxes are read again
 * @throws VoxmatchError `INVALID_FILE` if a block is missing, there twice, damaged or of another plan
 */
export async function reduceBlocks(
  plan: BlockPlan,
  paths: readonly string[],
  memory = USUAL_MEMORY,
): Promise<EvaluationResult> {
  return withPair(plan, async (engine, sources, options, gridNotes) => {
    const stages = new Stopwatch();
    const { merger, blocks, findings } = await mergeFiles(plan, paths, options.connectivity);
    const missing = Array.from({ length: blockCount(plan) }, (_, i) => i).filter((block) => !blocks.has(block));
    if (missing.length > 0) throw notThere(missing, blockCount(plan));
    const result = merger.result();
    stages.lap("merge");
    const describe = async (i: number) => {
      addFindings(sources[i], findings[i]);
      const trailingBytes = (await sources[i].stored?.boxes?.countTrailing?.()) ?? 0;
      return sources[i].describe({ rounding: result.rounding[i], trailingBytes });
    };
    const headers = [await describe(0), await describe(1)] as const;
    const laterNotes: string[] = [];
    const found = { engine, headers, notes: sameVolumeNotes(sources, headers), gridNotes, result, laterNotes };
    const { shape } = plan;
    const onUnmeasured = (note: string) => laterNotes.push(note);
    const unkept = { engine, shape, options, room: roomWithin(memory), readBoxes: loadBoxes(engine, sources) };
    return answerBlocks(found, options, evaluatePass, {}, stages, (pass) => {
      const reread = (requests: readonly MetricRequest[]) =>
        measureUnkept({ ...unkept, ...pass, onUnmeasured }, masks.known, requests);
      const masks: MaskSource = noMasks(engine, reread);
      return masks;
    });
  });
}

/** Reads boxes one after the other, out of the chunks that they cut. */
function loadBoxes(engine: Engine, sources: readonly VoxelSource[]): BoxesOfPair {
  return async (boxes, take) => {
    for (const [i, box] of boxes.entries()) {
      const mark = engine.arena.mark();
      take(i, [await loadBox(engine, sources[0], box), await loadBox(engine, sources[1], box)]);
      engine.arena.release(mark);
    }
  };
}

/** Merges some blocks into one file, which stands for all of them. */
export async function groupBlocks(plan: BlockPlan, paths: readonly string[], out: string): Promise<number> {
  return withPair(plan, async (_, __, { connectivity }) => {
    const { merger, blocks, findings } = await mergeFiles(plan, paths, connectivity);
    await writeBlock(out, { result: merger.result(), findings }, plan.planHash);
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
  let findings: readonly BoxFindings[] = [NOTHING_FOUND, NOTHING_FOUND];
  for (const path of await filesOf(paths)) {
    const { result: block, findings: more } = await readBlock(path, plan.planHash);
    findings = findings.map((side, i) => bothFindings(side, more[i]));
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
  return { merger, blocks, findings };
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
