import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
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
  app = await serveBuiltApp(join(folder, "app"));
}, 120_000);
afterAll(() => app.close());

/** Lets the page note every task that keeps its main thread for more than 50 ms. */
async function watch(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const durations: number[] = [];
    Object.assign(globalThis, { durations });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) durations.push(duration);
    }).observe({ type: "longtask" });
  });
  return async () => {
    await page.waitForTimeout(100);
    return page.evaluate(() => (globalThis as unknown as { durations: number[] }).durations.splice(0));
  };
}

it("never stands still while 512 × 512 × 300 voxels with 1000 instances are evaluated", async () => {
  // Without a viewer, which is made when the evaluation is done.
  const browser = await launchChromium();
  const tries: number[][] = [];
  // A neighbour on the machine may stretch a task; one that is long by itself is so every time.
  while (tries.length < 4 && tries.at(-1)?.length !== 0) {
    const { page, errors } = await openPage(browser, app.url);
    const longTasks = await watch(page);
    await openPair(page, REFERENCE, PREDICTION);
    await settled(page);
    tries.push(await longTasks());
    const { tp, fn } = await shownNumbers(page);
    expect(Number(tp) + Number(fn)).toBeGreaterThan(900);
    expect(errors).toEqual([]);
    await page.evaluate(() => {
      setTimeout(() => {
        const end = performance.now() + 80;
        while (performance.now() < end);
      });
    });
    // What is watched for is found where it happens.
    expect((await longTasks()).length).toBeGreaterThan(0);
    await page.close();
  }
  expect(tries.at(-1), JSON.stringify(tries)).toEqual([]);
  await browser.close();
}, 180_000);
