import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import { VERSION } from "../../../base/version.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { withEngine } from "../../../bindings/pool/engine-pool.js";
import { type Triple, tripleOf } from "../../../bindings/volumes/run-volume.js";
import { type BlockGrid, blockCount } from "../../blocks/block-grid.js";
import { closeInputs, openInputs } from "../../evaluation/open-inputs.js";
import { bindToCase } from "../../evaluation/pipeline.js";
import { refuseWhole } from "../../evaluation/refuse-whole.js";
import { slabHeight } from "../../evaluation/slab-height.js";
import type { FileChoices, VoxelSource } from "../../io/voxel-source.js";
import type { VolumeOptions } from "../../options/bind-to-volume.js";
import type { EvaluateOptions } from "../../options/registry.js";
import { resolveOptions } from "../../options/resolve.js";
import { decodeNumbers, encodeNumbers } from "../../reports/case/json-numbers.js";

/** A pair that is to be evaluated in blocks. */
export interface BlockPair {
  readonly reference: string;
  readonly prediction: string;
  readonly choices: FileChoices;
  /** Whether the result has the SHA-256 of the files. */
  readonly hash: boolean;
  readonly options: EvaluateOptions;
}

/** How a pair is cut into blocks. All that takes part reads the same plan. */
export interface BlockPlan extends BlockPair, BlockGrid {
  /** SHA-256 of the rest and of the version. */
  readonly planHash: string;
}

export interface PlanRequest extends BlockPair {
  /** Voxels of a block along x, y, z; made whole chunks. By default as large as `memory` allows. */
  readonly block?: readonly number[];
  /** Bytes that mapping a block may take. */
  readonly memory: number;
}

const FORMAT = "voxmatch-blocks";

/**
 * Cuts a pair into blocks of whole chunks.
 * @throws VoxmatchError `INVALID_OPTION` for files that cannot be read out of order, and for what needs whole volumes
 */
export async function planBlocks({ block, memory, ...pair }: PlanRequest): Promise<BlockPlan> {
  return withPair(pair, async (_, sources) => {
    const shape = tripleOf(sources[0].header.shape);
    const chunks = sources.map(({ stored }, i) => {
      if (stored?.boxes !== undefined) return stored.boxes.chunk;
      throw notInBlocks(i === 0 ? pair.reference : pair.prediction);
    });
    // A header that says too little is refused before any block is read.
    for (const { stored } of sources) await stored?.boxes?.countTrailing?.();
    const chunk = commonChunk(shape, chunks);
    const asked = block === undefined ? largestBlock(shape, chunk, memory) : wholeChunks(shape, chunk, tripleOf(block));
    return withHash({ ...pair, shape, block: asked });
  });
}

/** Opens the pair of a plan, checks it, and closes it. */
export async function withPair<T>(
  { reference, prediction, choices, hash, options }: BlockPair,
  work: (
    engine: Engine,
    sources: readonly [VoxelSource, VoxelSource],
    options: VolumeOptions,
    gridNotes: readonly string[],
  ) => Promise<T>,
): Promise<T> {
  const resolved = resolveOptions(options);
  return withEngine(undefined, async (engine) => {
    const inputs = {
      reference: { file: reference, hash, ...choices },
      prediction: { file: prediction, hash, ...choices },
    };
    const sources = await openInputs(engine, inputs, resolved);
    try {
      const bound = bindToCase({ headers: [sources[0].header, sources[1].header] }, resolved);
      refuseWhole(bound.options);
      return await work(engine, sources, bound.options, bound.gridNotes);
    } finally {
      await closeInputs(sources);
    }
  });
}

/** The text of a plan's file. */
export function planText(plan: BlockPlan): string {
  const { planHash, ...rest } = plan;
  const described = { format: FORMAT, formatVersion: 1, engine: { name: "voxmatch", version: VERSION } };
  return `${JSON.stringify({ ...described, ...encoded(rest), blocks: blockCount(plan), planHash }, null, 2)}\n`;
}

/** @throws VoxmatchError `FILE_ACCESS`, `INVALID_FILE` for a file that is no plan, was edited, or is of another version */
export async function readPlan(path: string): Promise<BlockPlan> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read. Check the path.`, { path }, { cause });
  });
  const refused = (what: string) =>
    new VoxmatchError("INVALID_FILE", `${path} ${what}. Make it with voxmatch blocks plan.`, { path });
  try {
    const { format, formatVersion, engine, blocks, planHash, ...rest } = JSON.parse(text);
    if (format !== FORMAT || formatVersion !== 1) throw refused("is no plan of blocks");
    if (engine?.version !== VERSION) throw refused(`was made by version ${engine?.version}, and this is ${VERSION}`);
    const plan = withHash({ ...rest, options: decodeNumbers(rest.options) });
    if (plan.planHash !== planHash) throw refused("was edited since it was made");
    return plan;
  } catch (error) {
    if (isVoxmatchError(error)) throw error;
    throw refused("is no plan of blocks");
  }
}

function withHash(plan: Omit<BlockPlan, "planHash">): BlockPlan {
  const { reference, prediction, choices, hash, options, shape, block } = plan;
  const content = [VERSION, reference, prediction, choices, hash, encodeNumbers(options, "string"), shape, block];
  return { ...plan, planHash: createHash("sha256").update(JSON.stringify(content)).digest("hex") };
}

function encoded({ options, ...rest }: Omit<BlockPlan, "planHash">) {
  return { ...rest, options: encodeNumbers(options, "string") };
}

/** The smallest box of whole chunks of both volumes, which is no larger than they are. */
function commonChunk(shape: Triple, [one, other]: readonly Triple[]): Triple {
  return tripleOf(shape.map((length, axis) => Math.min(length, leastMultiple(one[axis], other[axis]))));
}

function leastMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

function wholeChunks(shape: Triple, chunk: Triple, block: Triple): Triple {
  const whole = tripleOf(
    shape.map((length, axis) => Math.min(length, Math.ceil(block[axis] / chunk[axis]) * chunk[axis])),
  );
  if (whole.every((length) => Number.isInteger(length) && length >= 1)) return whole;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Blocks of ${whole.join(" × ")} voxels cannot be, as each length must be at least 1. ` +
      "Give three whole numbers, such as --block 512,512,512.",
    { option: "block", value: block },
  );
}

/** The block nearest to a cube that fits: its shortest axis is doubled as long as it does. */
function largestBlock(shape: Triple, chunk: Triple, memory: number): Triple {
  let block = wholeChunks(shape, chunk, chunk);
  // Refuses a chunk that does not fit.
  slabHeight([block[0], block[1] * block[2], 1], memory);
  for (const isStuck = [false, false, false]; isStuck.includes(false); ) {
    const [axis] = [0, 1, 2].filter((each) => !isStuck[each]).sort((a, b) => block[a] - block[b]);
    const larger = tripleOf(block.map((length, i) => (i === axis ? Math.min(shape[i], 2 * length) : length)));
    if (larger[axis] > block[axis] && fits(larger, memory)) block = larger;
    else isStuck[axis] = true;
  }
  return block;
}

function fits([nx, ny, nz]: Triple, memory: number): boolean {
  try {
    return slabHeight([nx, ny * nz, 1], memory) === 1;
  } catch {
    return false;
  }
}

function notInBlocks(file: string): VoxmatchError {
  return new VoxmatchError(
    "INVALID_OPTION",
    `${file} cannot be read out of order. Blocks are read from Zarr, HDF5, TIFF, and from files whose voxels are not compressed; ` +
      "evaluate it slab by slab (voxmatch evaluate --memory), or convert it to Zarr.",
    { path: file },
  );
}
