import { VoxmatchError } from "../../base/errors.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { copyVoxelsIn } from "../../bindings/volumes/arena-volume.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import { type BlockGrid, blockPlace } from "../blocks/block-grid.js";
import { BlockMerger } from "../blocks/block-merger.js";
import { summariseBlock } from "../blocks/summarise-block.js";
import { type Slab, SlabReader } from "../io/slabs/slab-reader.js";
import type { VoxelSource } from "../io/voxel-source.js";
import type { MaskSource } from "../metrics/mask-source.js";
import type { MetricRequest } from "../metrics/metric-request.js";
import { noMasks } from "../metrics/no-masks.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { ResolvedOptions } from "../options/registry.js";
import { answerBlocks } from "./answer-blocks.js";
import type { CaseResult } from "./case-result.js";
import { cutBoxes } from "./cut-boxes.js";
import { closeInputs, type EvaluateInputs, openInputs } from "./open-inputs.js";
import { type AnswerPass, bindToCase } from "./pipeline.js";
import { sameVolumeNotes } from "./read-case.js";
import { measureUnkept } from "./read-pairs.js";
import { refuseWhole } from "./refuse-whole.js";
import { roomWithin, slabHeight } from "./slab-height.js";
import { Stopwatch } from "./stopwatch.js";
import { resizePool, type WorkOptions } from "./work-options.js";

/** The height of slabs, in layers, for volumes of a shape. */
export type SlabHeight = (shape: readonly [number, number, number]) => number;

/** {@link runInSlabs} with slabs that keep within a limit of memory, in bytes. */
export function runWithin<T>(
  memory: number,
  engine: Engine,
  inputs: EvaluateInputs,
  resolved: ResolvedOptions,
  answer: AnswerPass<T>,
  work: WorkOptions,
): Promise<CaseResult<T>> {
  return runInSlabs(engine, inputs, resolved, answer, work, (shape) => slabHeight(shape, memory), roomWithin(memory));
}

/**
 * `runCase` for volumes that need not fit into memory: they are read as slabs of whole z-layers, and a slab is forgotten before the
 * next one. The result is the same, byte for byte.
 */
export async function runInSlabs<T>(
  engine: Engine,
  inputs: EvaluateInputs,
  resolved: ResolvedOptions,
  answer: AnswerPass<T>,
  work: WorkOptions,
  heightOf: SlabHeight,
  room = Number.POSITIVE_INFINITY,
): Promise<CaseResult<T>> {
  refuseInMemory(inputs);
  const sources = await openInputs(engine, inputs, { ...resolved, signal: work.signal });
  try {
    const known = [sources[0].header, sources[1].header] as const;
    const { options, gridNotes } = bindToCase({ headers: known }, resolved);
    refuseWhole(options);
    work.signal?.throwIfAborted();
    const shape = tripleOf(known[0].shape);
    const grid: BlockGrid = { shape, block: [shape[0], shape[1], heightOf(shape)] };
    await resizePool(engine, shape, options, work);
    const stages = new Stopwatch();
    const { result, headers } = await readSlabs(engine, sources, grid, options);
    stages.lap("read and label");
    const laterNotes: string[] = [];
    const found = { engine, headers, notes: sameVolumeNotes(sources, headers), gridNotes, result, laterNotes };
    const readBoxes = cutBoxes(engine, rereading(engine, inputs, resolved, grid.block[2]));
    const onUnmeasured = (note: string) => laterNotes.push(note);
    const unkept = { engine, shape, options, room, readBoxes, onUnmeasured };
    return await answerBlocks(found, options, answer, work, stages, (pass) => {
      const reread = (requests: readonly MetricRequest[]) =>
        measureUnkept({ ...unkept, ...pass }, masks.known, requests);
      const masks: MaskSource = noMasks(engine, reread);
      return masks;
    });
  } finally {
    await closeInputs(sources);
  }
}

/** @throws VoxmatchError `INVALID_OPTION` */
function refuseInMemory({ reference, prediction }: EvaluateInputs): void {
  if ("file" in reference && "file" in prediction) return;
  throw new VoxmatchError(
    "INVALID_OPTION",
    "Option memory limits what files take that are read slab by slab, but a volume or array is in memory already. Give files, or " +
      "leave memory out.",
    { option: "memory" },
  );
}

/** Opens both files once more and gives their slabs, in step. */
function rereading(engine: Engine, inputs: EvaluateInputs, resolved: ResolvedOptions, layers: number) {
  const without = <T extends object>(input: T) => ({ ...input, hash: false });
  const again = { reference: without(inputs.reference), prediction: without(inputs.prediction) };
  return async (take: (reference: Slab, prediction: Slab) => void) => {
    const sources = await openInputs(engine, again, resolved);
    try {
      await eachSlab(sources, layers, take);
    } finally {
      await closeInputs(sources);
    }
  };
}

/** Reads both volumes slab by slab, in step, and merges what each slab says. */
async function readSlabs(
  engine: Engine,
  sources: readonly [VoxelSource, VoxelSource],
  grid: BlockGrid,
  options: VolumeOptions,
) {
  const [, , layers] = grid.block;
  const merger = new BlockMerger(grid, options.connectivity);
  let index = 0;
  const found = await eachSlab(sources, layers, (g, p) => {
    const mark = engine.arena.mark();
    const voxels = [g, p].map((slab) => ({ voxels: copyVoxelsIn(engine, slab), united: null, rounding: null }));
    merger.add(summariseBlock(engine, voxels, blockPlace(grid, index++), options));
    engine.arena.release(mark);
  });
  const headers = [await sources[0].describe(found[0]), await sources[1].describe(found[1])] as const;
  return { result: merger.result(), headers };
}

/** Gives the slabs of both volumes, in step; resolves to what reading found. */
async function eachSlab(
  sources: readonly [VoxelSource, VoxelSource],
  layers: number,
  take: (reference: Slab, prediction: Slab) => void,
) {
  const [reference, prediction] = [
    new SlabReader(await createEngine(), sources[0], layers),
    new SlabReader(await createEngine(), sources[1], layers),
  ];
  try {
    for (;;) {
      const [g, p] = [await reference.next(), await prediction.next()];
      if (g === null || p === null) return [reference.found, prediction.found] as const;
      take(g, p);
    }
  } finally {
    await Promise.all([reference.stop(), prediction.stop()]);
  }
}
