import { VERSION } from "../../../base/version.js";
import { evaluate } from "../../evaluation/evaluate.js";
import { explore } from "../../evaluation/explore.js";
import { refuseUnknown } from "../../options/suggest.js";
import type { Context } from "./context.js";
import { type Params, PROTOCOL } from "./message.js";
import { evaluateOptions, flagParam, invalidParam, namedOptions, numberParam, textParam } from "./parameters.js";

/** Answers a request. */
type Method = (params: Params, context: Context) => Promise<unknown>;

/** The methods of the protocol, which docs/serve.md describes. Those of cohorts are loaded when they are used. */
export const METHODS: Readonly<Record<string, Method>> = {
  hello: greet,
  evaluate: evaluatePair,
  explore: explorePair,
  run: async (params, context) => (await import("./cohort-methods.js")).runCases(params, context),
  summarize: async (params) => (await import("./cohort-methods.js")).summarizeRun(params),
};

/** A folder of this name holds nothing but voxels that a client wrote. */
const SCRATCH_NAME = /[\\/]voxmatch-[^\\/]+$/;

async function greet(params: Params, { scratch }: Context): Promise<unknown> {
  refuseUnknown("parameter of hello", Object.keys(params), ["protocol", "scratch"]);
  if (params.protocol !== PROTOCOL) {
    const expected = `${PROTOCOL}: install a client of the version of this command, ${VERSION}`;
    throw invalidParam("protocol", params.protocol, expected);
  }
  const folder = textParam(params, "scratch");
  if (folder !== undefined) {
    if (!SCRATCH_NAME.test(folder)) {
      throw invalidParam("scratch", folder, "the path of a folder whose name begins with voxmatch-");
    }
    scratch.add(folder);
  }
  return { name: "voxmatch", version: VERSION, protocol: PROTOCOL, methods: Object.keys(METHODS) };
}

async function evaluatePair(params: Params, { voxels, signal, tell }: Context): Promise<unknown> {
  const known = ["reference", "prediction", "options", "config", "threads", "memoryBytes", "progress"];
  refuseUnknown("parameter of evaluate", Object.keys(params), known);
  const options = await evaluateOptions(params);
  const memory = numberParam(params, "memoryBytes");
  const inputs = await voxels.inputs(params);
  const onProgress = flagParam(params, "progress") ? { onProgress: (share: number) => tell({ share }) } : {};
  const work = { ...threadsOf(params), ...onProgress, ...(memory !== undefined && { memory }), signal };
  return evaluate(inputs, options, work);
}

async function explorePair(params: Params, { voxels }: Context): Promise<unknown> {
  refuseUnknown("parameter of explore", Object.keys(params), ["reference", "prediction", "options", "threads"]);
  return explore(await voxels.inputs(params), namedOptions(params), threadsOf(params));
}

function threadsOf({ threads }: Params): { threads?: number | "auto" } {
  if (threads === undefined) return {};
  if (typeof threads === "number" || threads === "auto") return { threads };
  throw invalidParam("threads", threads, '"auto" or a whole number');
}
