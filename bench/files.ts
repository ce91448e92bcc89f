/**
 * From two .nii.gz files to the result: both read at once, then evaluated. Each file pair runs in a process of its own, so
 * that the peak of memory is that of this pair.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate, readVolume } from "../src/index.js";
import { type MeasureOptions, measure } from "./support/measure.js";
import type { Result } from "./support/report.js";

/** Beside the checkout, not part of it. */
const FOLDER = "../shared/golden/bench";
const CASES = ["s128_100", "s128_1000", "s256_100", "s256_1000", "s512_100", "s512_1000"];

export async function benchFiles(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const cases = (quick ? CASES.slice(0, 2) : CASES).filter((name) => existsSync(join(FOLDER, name)));
  if (cases.length === 0) console.log(`No volumes in ${FOLDER}.`);
  return cases.flatMap((name) =>
    (["semantic", "unmatched"] as const).map((input): Result => {
      const program = fileURLToPath(new URL("./main.mjs", import.meta.url));
      const answer = execFileSync(process.execPath, [program, "--files", name, input, JSON.stringify(options)], {
        encoding: "utf8",
      });
      return JSON.parse(answer) as Result;
    }),
  );
}

/** What the process of one pair does. */
export async function benchFilePair(
  name: string,
  input: "semantic" | "unmatched",
  options: MeasureOptions,
): Promise<Result> {
  const suffix = input === "semantic" ? "_sem" : "";
  const paths = ["ref", "pred"].map((side) => join(FOLDER, name, `${side}${suffix}.nii.gz`));
  const timing = await measure(async () => {
    const [reference, prediction] = await Promise.all(paths.map((path) => readVolume(path)));
    const { groups } = await evaluate({ reference, prediction }, { input });
    return groups.ungrouped.tp;
  }, options);
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  return { work: `read and evaluate, ${input}`, workload: name, by: "release", ...timing, peakMegabytes };
}
