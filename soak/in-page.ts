import { writeFileSync } from "node:fs";
// @ts-expect-error: a script without types
import { serveApp } from "../scripts/app/serve.mjs";
import { launchChromium } from "../test/support/chromium.js";
import { expectTrue, isFlat, megabytes } from "./say.js";

/** Where `run.mjs` puts the page's script. */
const FOLDER = "build/soak/page";
const READINGS = 20;

declare const voxmatchSoak: (count: number) => Promise<number>;

/** Evaluations in a page of Chromium: the same answers on flat memory, that of buffers included. */
export async function inPage(count: number): Promise<string> {
  writeFileSync(
    `${FOLDER}/index.html`,
    '<!doctype html><title>soak</title><script type="module" src="page.js"></script>',
  );
  const server: { url: string; close: () => Promise<void> } = await serveApp(FOLDER);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => "voxmatchSoak" in globalThis);
    const tools = await page.context().newCDPSession(page);
    const readings: number[] = [];
    for (let i = 0; i < READINGS; i++) {
      await page.evaluate((each) => voxmatchSoak(each), Math.ceil(count / READINGS));
      await tools.send("HeapProfiler.collectGarbage");
      const usage = await tools.send("Runtime.getHeapUsage");
      readings.push(usage.usedSize + (("backingStorageSize" in usage && Number(usage.backingStorageSize)) || 0));
    }
    expectTrue(isFlat(readings, 2 ** 19), `The page grows: ${readings.map(megabytes)}`);
    const middle = Math.floor(READINGS / 3);
    return `${count} evaluations in a page; ${megabytes(readings[middle])} → ${megabytes(readings.at(-1) ?? 0)}`;
  } finally {
    await browser.close();
    await server.close();
  }
}
