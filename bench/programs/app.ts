/**
 * `npm run bench:app [-- --tree DIR]`: what a reader waits for in the page, in Chromium with its software renderer. With `--tree` the
 * page of another checkout, such as of an older revision, is built and driven in the same way. Figures are recorded after each
 * round, those of another checkout beside the page's own; with `--quick` one round is made and nothing recorded.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { encodeNifti, evaluate } from "../../src/index.js";
import { launchChromium } from "../../test/support/chromium.js";
import { type AppFigures, type AppRecord, driveApp } from "../browser/drive-app.js";
import { makePair } from "../data.js";
import { largePair, SPACING } from "../design.js";
import { describeSurroundings } from "../support/results-files.js";

const words = process.argv.slice(2);
const isOther = words[0] === "--tree";
const tree = resolve(isOther ? (words[1] ?? ".") : ".");
const isQuick = words.includes("--quick");
const ROUNDS = isQuick ? 1 : 3;

const folder = mkdtempSync(join(tmpdir(), "voxmatch-bench-"));
const script = (name: string) => import(pathToFileURL(join(tree, "scripts", "app", name)).href);
const browser = await launchChromium({ webGl: true, flags: ["--enable-blink-features=ForceEagerMeasureMemory"] });
try {
  await (await script("build.mjs")).buildApp(join(folder, "app"));
  const server = await (await script("serve.mjs")).serveApp(join(folder, "app"), { isolated: true });
  const options = largePair(0.06, 1000);
  const pair = makePair(options);
  const write = (side: "reference" | "prediction") => {
    const path = join(folder, `${side}.nii.gz`);
    writeFileSync(
      path,
      gzipSync(encodeNifti({ data: pair[side], shape: options.shape, spacing: SPACING }), { level: 1 }),
    );
    return path;
  };
  const files = { reference: write("reference"), prediction: write("prediction") };
  const pairOfFiles = { reference: { file: files.reference }, prediction: { file: files.prediction } };
  const rounds: AppFigures[] = [];
  /** The yardstick of the page's numbers: the same files, read and counted once more by the same process. */
  const inNode = async (): Promise<AppFigures> => {
    const times: number[] = [];
    for (let i = 0; i < 4; i++) {
      const start = performance.now();
      await evaluate(pairOfFiles, { metrics: ["iou"], globalMetrics: [], taxonomy: false });
      times.push(performance.now() - start);
    }
    return { "large pair, counted by Node once more": Math.min(...times.slice(1)) };
  };
  while (rounds.length < ROUNDS) {
    rounds.push({ ...(await driveApp(browser, server.url, files)), ...(await inNode()) });
    if (!isQuick) record(rounds);
  }
  await server.close();
  for (const { name, minimum, median } of summarize(rounds))
    console.log(`${name.padEnd(48)} ${minimum.toFixed(1).padStart(9)} ${median.toFixed(1).padStart(9)}`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

function summarize(rounds: readonly AppFigures[]): AppRecord["figures"] {
  return Object.keys(rounds[0]).map((name) => {
    const sorted = rounds.map((each) => each[name]).toSorted((a, b) => a - b);
    return { name, minimum: sorted[0], median: (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2 };
  });
}

function record(rounds: readonly AppFigures[]): void {
  const figures: AppRecord = { rounds: rounds.length, chromium: browser.version(), figures: summarize(rounds) };
  const revision = isOther
    ? { revision: execFileSync("git", ["-C", tree, "rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim() }
    : {};
  const text = JSON.stringify({ ...describeSurroundings(), ...revision, ...figures }, null, 2);
  writeFileSync(`bench/results/app${isOther ? "-before" : ""}.json`, `${text}\n`);
}
