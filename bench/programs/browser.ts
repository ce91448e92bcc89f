/**
 * `npm run bench:browser [-- NAMES] [--quick]`: the large pair with 1000 instances in Node, in a page that is isolated (threads
 * and shared memory are allowed) and in one that is not, in this order, and how much slower the pages are. With names, these
 * parts are measured in the isolated page, and printed.
 */
import { writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
// @ts-expect-error: a script without types
import { serveApp } from "../../scripts/app/serve.mjs";
import { launchChromium } from "../../test/support/chromium.js";
import type { BenchPage } from "../browser/page.js";
import { largePair, semantic } from "../design.js";
import { PAGE_PARTS } from "../page-parts.js";
import { runFresh } from "../support/fresh-process.js";
import { type MeasureOptions, QUICK, THOROUGH } from "../support/measure.js";
import { printResults } from "../support/print.js";
import { type Result, ratio } from "../support/result.js";
import { writeResults } from "../support/results-files.js";

/** Where `run.mjs` puts the page's script. */
const FOLDER = "build/bench/page";

const words = process.argv.slice(2);
const quick = words.includes("--quick");
const names = words.filter((word) => word !== "--quick");
const options: MeasureOptions = quick ? QUICK : THOROUGH;
const unknown = names.find((name) => !(name in PAGE_PARTS));

writeFileSync(
  `${FOLDER}/index.html`,
  '<!doctype html><title>bench</title><script type="module" src="page.js"></script>',
);
if (unknown !== undefined) {
  console.error(`${unknown} is no part of a page. Parts: ${Object.keys(PAGE_PARTS).join(", ")}; option: --quick.`);
  process.exitCode = 2;
} else {
  const browser = await launchChromium();
  try {
    if (names.length === 0) await comparePair(browser);
    for (const name of names) printResults(await inPage(browser, true, "part", { name, options, quick }));
  } finally {
    await browser.close();
  }
}

async function comparePair(browser: Browser): Promise<void> {
  const pair = largePair(0.06, 1000);
  const workload = semantic(quick ? { ...pair, shape: [128, 128, 128] } : pair);
  const results: Result[] = runFresh<Result[]>("pair", { workload, options });
  const node = results.find(isVoxmatch);
  for (const isolated of [true, false]) {
    const where = isolated ? "Chromium, isolated" : "Chromium, not isolated";
    const own = await inPage(browser, isolated, "pair", { workload, options });
    results.push(...own.map((result): Result => ({ ...result, where })));
    const found = own.find(isVoxmatch);
    console.log(`${where}: ${ratio(found, node)?.toFixed(2)} × Node's time, by the ${found?.by} build`);
  }
  printResults(results);
  if (!quick) writeResults("browser", results, { chromium: browser.version() });
}

function isVoxmatch({ by }: Result): boolean {
  return by !== "read" && by !== "typescript";
}

/** Calls one function of a fresh page. */
async function inPage<K extends keyof BenchPage>(
  browser: Browser,
  isolated: boolean,
  task: K,
  given: Parameters<BenchPage[K]>[0],
): Promise<Result[]> {
  const server: { url: string; close: () => Promise<void> } = await serveApp(FOLDER, { isolated });
  const page = await browser.newPage();
  try {
    page.setDefaultTimeout(0);
    await page.goto(server.url);
    await page.waitForFunction(() => "voxmatchBench" in globalThis);
    const found = await page.evaluate(() => crossOriginIsolated);
    if (found !== isolated) throw new Error(`The page is ${found ? "" : "not "}isolated.`);
    return (await page.evaluate(
      ([name, value]) => {
        const { voxmatchBench } = globalThis as unknown as {
          voxmatchBench: Record<string, (given: unknown) => unknown>;
        };
        return voxmatchBench[name](value);
      },
      [task, given] as const,
    )) as Result[];
  } finally {
    await page.close();
    await server.close();
  }
}
