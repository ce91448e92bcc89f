import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makePair } from "../../bench/data.js";
import { encodeNifti } from "../../src/index.js";
import { openPage, openPair, type ServedApp, serveBuiltApp, settled, shownNumbers } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const [REFERENCE, PREDICTION] = ["reference", "prediction"].map((side) => join(folder, `${side}.nii.gz`));
let app: ServedApp;

beforeAll(async () => {
  const shape = [512, 512, 300] as const;
  const pair = makePair({ content: "balls", shape, instances: 1000, foreground: 0.06 });
  for (const [path, data] of [
    [REFERENCE, pair.reference],
    [PREDICTION, pair.prediction],
  ] as const)
    writeFileSync(path, gzipSync(encodeNifti({ data, shape, spacing: [0.8, 0.8, 1.5] }), { level: 1 }));
  app = await serveBuiltApp();
});
afterAll(() => app.close());

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** CPU time, µs. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** The longest tasks of a page's main thread meanwhile, in ms of CPU time: what neighbours on the machine take is not in it. */
async function longestTasks(browser: Browser, page: Page, work: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const events = trace.traceEvents;
  const threads = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const isMain = ({ pid, tid }: TraceEvent) => threads.some((thread) => thread.pid === pid && thread.tid === tid);
  const tasks = events.filter((event) => event.name === "RunTask" && isMain(event)).map(({ tdur = 0 }) => tdur / 1000);
  return tasks.sort((a, b) => b - a).slice(0, 10);
}

it("never stands still while 512 × 512 × 300 voxels with 1000 instances are evaluated", async () => {
  // Without a viewer, which is made when the evaluation is done.
  const browser = await launchChromium();
  const { page, errors } = await openPage(browser, app.url);
  const found: number[][] = [];
  // A crowded machine stretches even CPU time; a task that is long by itself is so every time.
  while (found.length < 3 && (found.at(-1)?.[0] ?? 50) >= 50) {
    if (found.length > 0) await page.click("text=Close");
    const tasks = await longestTasks(browser, page, async () => {
      await openPair(page, REFERENCE, PREDICTION);
      await settled(page);
    });
    expect(tasks.length).toBe(10);
    found.push(tasks);
  }
  expect(found.at(-1)?.[0], JSON.stringify(found)).toBeLessThan(50);
  const { tp, fn } = await shownNumbers(page);
  expect(Number(tp) + Number(fn)).toBeGreaterThan(900);
  // Control: the measurement does see a long task.
  const busy = await longestTasks(browser, page, async () => {
    await page.evaluate(() => {
      setTimeout(() => {
        const end = performance.now() + 300;
        while (performance.now() < end);
      });
    });
    await page.waitForTimeout(600);
  });
  expect(busy[0]).toBeGreaterThan(50);
  expect(errors).toEqual([]);
  await browser.close();
});
