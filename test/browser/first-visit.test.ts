import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error: a script without types
import { buildApp } from "../../scripts/app/build.mjs";
// @ts-expect-error: a script without types
import { serveApp } from "../../scripts/app/serve.mjs";
import { openPage, settled } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = join(temporaryFolder(), "app");
const sent: { readonly path: string; readonly bytes: number }[] = [];
let browser: Browser;
let app: { readonly url: string; readonly close: () => Promise<void> };

beforeAll(async () => {
  await buildApp(folder);
  app = await serveApp(folder, { onSent: (bytes: number, path: string) => sent.push({ path, bytes }) });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe("a first visit", () => {
  it("fetches at most 700 kB, each file once, and the second one nothing", async () => {
    const { page } = await openPage(browser, app.url, { serviceWorkers: "allow" });
    await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated");
    const total = sent.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).toBeGreaterThan(300_000);
    expect(total).toBeLessThan(700_000);
    const paths = sent.map(({ path }) => path).filter((path) => /-[A-Z0-9]{8}\.js$/.test(path));
    expect(paths.length).toBe(new Set(paths).size);
    const before = sent.length;
    await page.reload();
    await page.waitForSelector("html[data-loaded]");
    expect(sent.slice(before)).toEqual([]);
    await page.close();
  });

  it("shows the sample case's numbers before the viewer is loaded", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // The viewer, which numbers do not need, never arrives.
    await page.route(/\/mount-[A-Z0-9]+\.js$/, () => {});
    await page.goto(app.url);
    await page.click("text=Open the sample case");
    await settled(page);
    expect(await page.textContent("[data-number=pq]")).toBe("0.457");
    await context.close();
  });
});
