/**
 * From two .nii.gz files to the result, compared with inflating only the larger of them. Each pair is measured
 * in its own process; waiting time and memory are those of the whole command.
 */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { evaluate } from "../../src/index.js";
import { makePair } from "../data.js";
import { LARGE, largePair } from "../design.js";
import { evaluateTwin } from "../oracle/evaluate.js";
import { runCommand, runFresh } from "../support/fresh-process.js";
import { type MeasureOptions, measureInTurn, summarise } from "../support/measure.js";
import type { Shape } from "../support/paint-shapes.js";
import type { Result } from "../support/result.js";
import { type FilePair, filePair } from "./file-pair.js";

/** The built command. */
export const CLI = "dist/src/cli/main.js";

/** Read and inflated in pieces of this size, of which zlib takes the least time. */
const STEP_BYTES = 1 << 21;

function pairs(quick: boolean): FilePair[] {
  const shapes: readonly Shape[] = quick ? [[64, 64, 64]] : [[128, 128, 128], [256, 256, 256], LARGE];
  const shape = shapes[shapes.length - 1];
  return [
    ...shapes.flatMap((shape) => [100, 1000].map((n) => filePair({ ...largePair(0.06, n), shape }, "semantic"))),
    filePair({ ...largePair(0.14, 1000), shape }, "semantic"),
    filePair({ ...largePair(0.06, 1000), shape, classes: undefined, bytesPerVoxel: 2 }, "unmatched"),
  ];
}

export async function benchFiles(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const bare = runCommand("-e", "0");
  return pairs(quick).flatMap((files) => {
    const results = runFresh<Result[]>("files", { files, options });
    const commands = Array.from({ length: quick ? 1 : 5 }, () =>
      runCommand(CLI, "evaluate", "-r", files.reference, "-p", files.prediction, "--input", files.input, "--quiet"),
    );
    const whole: Result = {
      work: `voxmatch evaluate, ${files.input}`,
      workload: files.name,
      by: "release",
      threads: 2,
      firstMs: commands[0].wallMs,
      ...summarise(commands.map(({ wallMs }) => wallMs)),
      peakMegabytes: Math.max(...commands.map(({ peakMegabytes }) => peakMegabytes)),
      nodeMegabytes: bare.peakMegabytes,
    };
    return [...results, whole];
  });
}

/** The work of the process of one pair. */
export async function benchFilePair(files: FilePair, options: MeasureOptions): Promise<Result[]> {
  const [reference, prediction] = [files.reference, files.prediction].map((file) => ({ file }));
  const evaluated = async (threads: number) => {
    return (await evaluate({ reference, prediction }, { input: files.input }, { threads })).groups.ungrouped;
  };
  const twin = evaluateTwin(makePair(files.pair), files.input);
  const { tp, fp, fn } = await evaluated(2);
  if (tp !== twin.truePositives || fp !== twin.falsePositives || fn !== twin.falseNegatives) {
    throw new Error(`${files.name}: ${JSON.stringify({ tp, fp, fn })}, and by the twin ${JSON.stringify(twin)}.`);
  }
  const timings = await measureInTurn(
    {
      inflate: { work: () => inflateAndDrop(files.larger) },
      one: { work: async () => (await evaluated(1)).tp },
      two: { work: async () => (await evaluated(2)).tp },
    },
    options,
  );
  const row = { workload: files.name, voxels: files.pair.shape.reduce((product, n) => product * n, 1) };
  const work = `read and evaluate, ${files.input}`;
  return [
    { ...row, work: `${work}: inflate the larger file alone`, by: "inflate", ...timings.inflate },
    { ...row, work, by: "release", threads: 1, ...timings.one },
    { ...row, work, by: "release", threads: 2, ...timings.two },
  ];
}

async function inflateAndDrop(path: string): Promise<number> {
  let bytes = 0;
  const chunks = createReadStream(path, { highWaterMark: STEP_BYTES }).pipe(createGunzip({ chunkSize: STEP_BYTES }));
  for await (const chunk of chunks) bytes += (chunk as Uint8Array).length;
  return bytes;
}
