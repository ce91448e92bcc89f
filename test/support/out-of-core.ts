import type { Engine } from "../../bindings/engine/engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import type { Triple } from "../../bindings/volumes/run-volume.js";
import { type BlockGrid, blockCount, blockPlace } from "../../src/blocks/block-grid.js";
import { BlockMerger } from "../../src/blocks/block-merger.js";
import type { BlockResult } from "../../src/blocks/block-result.js";
import { loadBox } from "../../src/blocks/load-box.js";
import { summariseBlock } from "../../src/blocks/summarise-block.js";
import { answerBlocks } from "../../src/evaluation/answer-blocks.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { closeInputs, type EvaluateInputs, openInputs } from "../../src/evaluation/open-inputs.js";
import { bindToCase, evaluatePass } from "../../src/evaluation/pipeline.js";
import { sameVolumeNotes } from "../../src/evaluation/read-case.js";
import { runInSlabs } from "../../src/evaluation/run-in-slabs.js";
import { Stopwatch } from "../../src/evaluation/stopwatch.js";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import type { VoxelSource } from "../../src/io/voxel-source.js";
import { noMasks } from "../../src/metrics/no-masks.js";
import { SCORE_KEYS } from "../../src/metrics/table-scores/keys.js";
import type { VolumeOptions } from "../../src/options/bind-to-volume.js";
import type { EvaluateOptions } from "../../src/options/registry.js";
import { resolveOptions } from "../../src/options/resolve.js";
import { toJson } from "../../src/reports/case/json.js";
import type { PlainVolume } from "../oracle/label-volume.js";
import { splitmix64 } from "./random.js";

const COUNTS = {
  metrics: ["iou", "dsc", "rvd", "cedi"],
  globalMetrics: ["iou", "dsc"],
} as const satisfies EvaluateOptions;

/** Every way of defining instances, and what follows from counts. */
export const COUNT_OPTIONS: Readonly<Record<string, EvaluateOptions>> = Object.fromEntries(
  Object.entries<EvaluateOptions>({
    components: {},
    faces: { connectivity: "faces", threshold: 0.1, strategy: "many-to-one" },
    labels: { input: "unmatched", threshold: 0.1, autc: "exact" },
    matched: { input: "matched", minVoxels: 2 },
    each: { groups: "each", strategy: "merge", threshold: 0.2 },
    "each, by label": { groups: "each", input: "unmatched" },
    touching: { touchingLabels: "merge", connectivity: "faces", strategy: "greedy" },
    groups: { groups: { all: { labels: [1, 2, 3], merge: true }, one: [1], rest: { labels: [2, 5], single: true } } },
    parts: { groups: { thing: { thing: [1], parts: [2] }, other: [3] }, threshold: 0.1, strategy: "union" },
    void: { ignoreLabel: 3, threshold: 0.1, strategy: "one-to-many" },
    "void, cut": { ignoreLabel: 2, ignoreRule: "cut", minVolume: 2 },
    "void and labels": { ignoreLabel: 2, input: "unmatched", threshold: 0.1 },
    "void and parts": { ignoreLabel: 3, groups: { thing: { thing: [1], parts: [2] } }, threshold: 0.1 },
    scores: { scores: SCORE_KEYS, threshold: 0.2, strategy: "many-to-many" },
    explained: { autc: 0.1, explain: true, volumeBins: [1, 10] },
  }).map(([name, chosen]) => [name, { ...COUNTS, ...chosen }]),
);

export type PlainPair = readonly [PlainVolume, PlainVolume];

/** The pair as files of NIfTI in memory. */
export function filesOf([reference, prediction]: PlainPair): EvaluateInputs {
  const fileOf = ({ shape, labels }: PlainVolume) => {
    return { file: encodeNifti({ data: Uint32Array.from(labels), shape, spacing: [1, 1.5, 2] }) };
  };
  return { reference: fileOf(reference), prediction: fileOf(prediction) };
}

/** The result of volumes in memory, as text. */
export async function inMemory(pair: PlainPair, options: EvaluateOptions): Promise<string> {
  return toJson({ ...(await evaluate(filesOf(pair), options)), timings: {} });
}

/** The same in slabs of some layers. */
export async function inSlabs(
  pair: PlainPair,
  options: EvaluateOptions,
  layers: number,
  room?: number,
): Promise<string> {
  const resolved = resolveOptions(options);
  return withEngine(undefined, async (engine) => {
    const result = await runInSlabs(engine, filesOf(pair), resolved, evaluatePass, {}, () => layers, room);
    return toJson({ ...result, timings: {} });
  });
}

/** The same in blocks, which come in random order, some of them merged to groups before. */
export function inBlocks(pair: PlainPair, options: EvaluateOptions, block: Triple, seed: number): Promise<string> {
  return withMergedBlocks(pair, options, block, seed, async (found, bound) => {
    const { engine } = found;
    const answered = await answerBlocks(found, bound, evaluatePass, {}, new Stopwatch(), () => noMasks(engine));
    return toJson({ ...answered, timings: {} });
  });
}

/** What such blocks come to once all are merged. */
export function mergedBlocks(
  pair: PlainPair,
  options: EvaluateOptions,
  block: Triple,
  seed: number,
): Promise<BlockResult> {
  return withMergedBlocks(pair, options, block, seed, async ({ result }) => result);
}

function withMergedBlocks<T>(
  pair: PlainPair,
  options: EvaluateOptions,
  block: Triple,
  seed: number,
  use: (found: Parameters<typeof answerBlocks>[0], options: VolumeOptions) => Promise<T>,
): Promise<T> {
  return withEngine(undefined, async (engine) => {
    const sources = await openInputs(engine, filesOf(pair), {});
    try {
      const nothing = { rounding: null, trailingBytes: 0 };
      const headers = [await sources[0].describe(nothing), await sources[1].describe(nothing)] as const;
      const bound = bindToCase({ headers }, resolveOptions(options));
      const grid = { shape: pair[0].shape, block };
      const result = await mergedInAnyOrder(engine, sources, grid, bound.options, splitmix64(seed));
      const notes = sameVolumeNotes(sources, headers);
      return await use({ engine, headers, notes, gridNotes: bound.gridNotes, result }, bound.options);
    } finally {
      await closeInputs(sources);
    }
  });
}

async function mergedInAnyOrder(
  engine: Engine,
  sources: readonly [VoxelSource, VoxelSource],
  grid: BlockGrid,
  options: VolumeOptions,
  random: () => number,
): Promise<BlockResult> {
  let parts: BlockResult[] = [];
  for (let index = 0; index < blockCount(grid); index++) {
    const place = blockPlace(grid, index);
    const mark = engine.arena.mark();
    const voxels = [await loadBox(engine, sources[0], place), await loadBox(engine, sources[1], place)];
    parts.push(summariseBlock(engine, voxels, place, options));
    engine.arena.release(mark);
  }
  while (parts.length > 1) {
    parts = parts
      .map((part) => ({ part, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ part }) => part);
    const merger = new BlockMerger(grid, options.connectivity);
    for (const part of parts.splice(0, 2 + Math.floor(3 * random()))) merger.add(part);
    parts.push(merger.result());
  }
  return parts[0];
}
