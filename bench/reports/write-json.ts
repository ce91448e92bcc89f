/** Writing a result, compared with `JSON.stringify` of the same result. */
import { type EvaluationResult, evaluate, toJson } from "../../src/index.js";
import { toJsonChunks } from "../../src/reports/case/json.js";
import { compactJson } from "../../src/reports/case/write-json.js";
import { formatJson } from "../../test/oracle/format-json.js";
import { makePair, type PairOptions } from "../data.js";
import { describePair } from "../design.js";
import { type MeasureOptions, measureInTurn } from "../support/measure.js";
import type { Result } from "../support/result.js";

const BALLS: PairOptions = { content: "balls", shape: [128, 128, 128], instances: 100, foreground: 0.06 };
/** Some 50,000 instances of both sides. */
const NOISE: PairOptions = { content: "noise", shape: [128, 128, 128] };

export async function benchWriteJson(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  for (const made of quick ? [BALLS] : [BALLS, NOISE]) {
    const { shape, reference, prediction } = makePair(made);
    const result = await evaluate({ reference: { data: reference, shape }, prediction: { data: prediction, shape } });
    check(result);
    const timings = await measureInTurn(
      {
        "JSON.stringify of a result": { work: () => JSON.stringify(result).length },
        "a result as JSON": { work: () => toJson(result).length },
        "a result as JSON, in chunks": { work: () => lengthOf(toJsonChunks(result)) },
        "the record of a run": { work: () => compactJson(result.groups).length },
      },
      options,
    );
    const row = { workload: describePair(made), by: "typescript" } as const;
    for (const [work, timing] of Object.entries(timings)) results.push({ ...row, work, ...timing });
  }
  return results;
}

/** Refuses to time a text that is not the oracle's. */
function check(result: EvaluationResult): void {
  if (toJson(result) !== `${formatJson(result, "reason")}\n`) throw new Error("The text differs from the oracle's.");
}

function lengthOf(chunks: Iterable<string>): number {
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  return length;
}
