/** The cost of a process before its first result: importing the package, compiling the kernels, the first small evaluation. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { makePair, type PairOptions } from "../data.js";
import { describePair, WORK } from "../design.js";
import { runFresh } from "../support/fresh-process.js";
import { type MeasureOptions, measure, summarise } from "../support/measure.js";
import type { Result } from "../support/result.js";
import { evaluatePair } from "./pairs.js";

const SMALL_PAIR: PairOptions = {
  content: "balls",
  shape: [64, 64, 64],
  instances: 10,
  foreground: 0.06,
  classes: 1,
};

interface Start {
  readonly importMs: number;
  readonly instantiateMs: number;
  readonly firstMs: number;
}

export async function benchStart(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const starts = Array.from({ length: quick ? 3 : 15 }, () => runFresh<Start>("start", SMALL_PAIR));
  const row = { workload: describePair(SMALL_PAIR), by: "release" } as const;
  const summary = (of: (start: Start) => number) => ({ firstMs: of(starts[0]), ...summarise(starts.map(of)) });
  const pair = makePair(SMALL_PAIR);
  const evaluateOnce = async () => (await evaluatePair(pair, "semantic")).groups.ungrouped.tp;
  const warm = await measure(evaluateOnce, { ...options, warmUps: 50, repetitions: 5 * options.repetitions });
  return [
    {
      ...row,
      work: WORK.import,
      ...summary(({ importMs, instantiateMs }) => importMs + instantiateMs),
      wasmBytes: statSync("build/release.wasm").size,
    },
    { ...row, work: "import alone", ...summary(({ importMs }) => importMs) },
    { ...row, work: "first evaluation of a process", ...summary(({ firstMs }) => firstMs) },
    { ...row, work: WORK.warm, ...warm },
  ];
}

/** The work of a fresh process, on the package as it is published. */
export async function startOnce(options: PairOptions): Promise<Start> {
  const pair = makePair(options);
  const load = (path: string): Promise<unknown> => import(pathToFileURL(resolve("dist", path)).href);
  const times = [performance.now()];
  const lap = () => times.push(performance.now());
  const { evaluate } = (await load("src/index.js")) as typeof import("../../src/index.js");
  lap();
  const { createEngine } = (await load("bindings/index.js")) as typeof import("../../bindings/index.js");
  await createEngine();
  lap();
  const { shape, reference, prediction } = pair;
  await evaluate({ reference: { data: reference, shape }, prediction: { data: prediction, shape } });
  lap();
  const [importMs, instantiateMs, firstMs] = times.slice(1).map((time, i) => time - times[i]);
  return { importMs, instantiateMs, firstMs };
}
