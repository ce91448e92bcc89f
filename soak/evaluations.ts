import { gzipSync } from "node:zlib";
import { evaluate } from "../src/evaluation/evaluate.js";
import type { EvaluateInputs } from "../src/evaluation/open-inputs.js";
import { toJson } from "../src/reports/case/json.js";
import { niftiFile } from "../test/support/nifti.js";
import { arrays, balls, OPTIONS } from "./pair.js";
import { expectTrue, isFlat, megabytes } from "./say.js";

const SHAPE = [36, 24, 24];
const READINGS = 30;

export function files(shape: readonly number[]): EvaluateInputs {
  const file = (aside: number) => gzipSync(niftiFile({ dataType: "uint8", shape, values: [...balls(shape, aside)] }));
  return { reference: { file: new Uint8Array(file(0)) }, prediction: { file: new Uint8Array(file(2)) } };
}

/** Many evaluations in one process, of arrays and files, in turn with all options: the same answers on flat memory. */
export async function evaluations(count: number): Promise<string> {
  const inputs = [arrays(SHAPE), files(SHAPE)];
  const options = Object.values(OPTIONS);
  const answers: string[] = [];
  const [heap, buffers, resident]: number[][] = [[], [], []];
  for (let i = 0; i < count; i++) {
    const turn = i % (inputs.length * options.length);
    const work = { threads: i % 7 === 0 ? 2 : 1 };
    const result = await evaluate(inputs[turn % inputs.length], options[turn >> 1], work);
    const text = toJson({ ...result, timings: {} });
    answers[turn] ??= text;
    expectTrue(text === answers[turn], `Evaluation ${i} says something else than the first of its kind.`);
    if ((i + 1) % Math.floor(count / READINGS) === 0) {
      globalThis.gc?.();
      const used = process.memoryUsage();
      heap.push(used.heapUsed);
      buffers.push(used.arrayBuffers + used.external);
      resident.push(used.rss);
    }
  }
  const all = Object.entries({ heap, buffers, resident });
  for (const [name, readings] of all)
    expectTrue(isFlat(readings, 2 ** 20 * (name === "resident" ? 16 : 1)), `${name} grows: ${readings.map(megabytes)}`);
  const middle = Math.floor(READINGS / 3);
  const shown = all.map(([name, of]) => `${name} ${megabytes(of[middle])} → ${megabytes(of.at(-1) ?? 0)}`);
  return `${count} evaluations; ${shown.join(", ")}`;
}
