import { isVoxmatchError } from "../base/errors.js";
import type { Engine } from "../bindings/engine/engine.js";
import { createEngine } from "../bindings/pool/create-engine.js";
import type { EvaluateInputs } from "../src/evaluation/open-inputs.js";
import { evaluatePass, runCase } from "../src/evaluation/pipeline.js";
import type { EvaluateOptions } from "../src/options/registry.js";
import { resolveOptions } from "../src/options/resolve.js";
import { files } from "./evaluations.js";
import { arrays, OPTIONS } from "./pair.js";
import { expectTrue, megabytes } from "./say.js";

const SHAPE = [96, 96, 48];
const PAGE = 65_536;

async function run(engine: Engine, inputs: EvaluateInputs, options: EvaluateOptions): Promise<string> {
  const mark = engine.arena.mark();
  try {
    const { groups } = await runCase(engine, inputs, resolveOptions(options), evaluatePass, { threads: 1 });
    return JSON.stringify(groups);
  } finally {
    engine.arena.release(mark);
  }
}

/**
 * Evaluations in every amount of memory from one page to enough, in steps of a page: each is right or `OUT_OF_MEMORY`, and leaves
 * nothing reserved. With `whole` one more in the whole 4 GiB, whose runs alone need more.
 */
export async function memory(whole: boolean): Promise<string> {
  const counts = { refused: 0, right: 0 };
  for (const inputs of [files(SHAPE), arrays(SHAPE)])
    for (const options of Object.values(OPTIONS)) {
      const ample = await createEngine({ build: "simd" });
      const answer = await run(ample, inputs, options);
      const pages = ample.arena.memory.buffer.byteLength / PAGE;
      for (let limit = 1; limit <= pages; limit += Math.ceil(pages / 60)) {
        const engine = await createEngine({ build: "simd", maximumBytes: limit * PAGE });
        const before = engine.arena.used;
        const found = await run(engine, inputs, options).catch((error: unknown) => error);
        expectTrue(engine.arena.used === before, `With ${limit} pages something stays reserved.`);
        const isRefused = isVoxmatchError(found, "OUT_OF_MEMORY");
        expectTrue(isRefused || found === answer, `With ${limit} pages: ${String(found).slice(0, 300)}.`);
        counts[isRefused ? "refused" : "right"]++;
      }
    }
  const small = `${counts.refused} evaluations refused for their memory, ${counts.right} right`;
  return whole ? `${small}; ${await beyond()}` : small;
}

/** A checkerboard, whose runs of 8 bytes for each second voxel do not fit into 4 GiB twice. */
async function beyond(): Promise<string> {
  const shape = [1024, 1024, 640];
  const data = new Uint8Array(shape[0] * shape[1] * shape[2]);
  for (let i = 0; i < data.length; i++) data[i] = (i ^ (i >> 10)) & 1 ? 7 : 0;
  // Two labels, so that these are no mask, which bits could hold.
  data[1] = 9;
  const inputs = { reference: { data, shape }, prediction: { data, shape } };
  const engine = await createEngine({ build: "simd" });
  const found = await run(engine, inputs, { input: "unmatched" }).catch((error: unknown) => error);
  expectTrue(isVoxmatchError(found, "OUT_OF_MEMORY"), `Beyond 4 GiB: ${String(found).slice(0, 300)}.`);
  return `${shape.join(" × ")} voxels refused at ${megabytes(engine.arena.memory.buffer.byteLength)}`;
}
