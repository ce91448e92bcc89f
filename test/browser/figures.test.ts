import { readFileSync } from "node:fs";
import { decode } from "fast-png";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openPage, type ServedApp, serveBuiltApp, settled } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";
import { expectXml } from "../support/xml.js";

let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveBuiltApp()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

async function saved(page: Page, ending: "SVG" | "PNG"): Promise<Buffer> {
  const button = page.getByRole("button", { name: `Save the figure as ${ending}` });
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return readFileSync(await download.path());
}

it.each([
  ["thresholds", "PQ over the matching threshold"],
  ["sensitivity", "threshold"],
])("saves the figure of %s for paper in a dark page, as a drawing and as a picture of it", async (tab, text) => {
  const { page, errors } = await openPage(browser, `${app.url}#view.case=sample&view.tab=${tab}`, {
    colorScheme: "dark",
  });
  await settled(page);
  const svg = (await saved(page, "SVG")).toString("utf8");
  expectXml(svg);
  expect(svg).toContain(text);
  expect(svg).toContain('fill="#ffffff"/>');
  expect(svg).not.toMatch(/<style|\sclass=|var\(|currentColor|href=/);
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const picture = decode(await saved(page, "PNG"));
  expect([picture.width, picture.height]).toEqual([3 * Number(width), 3 * Number(height)]);
  // Lines and cells have colours, text has none.
  const { data, channels } = picture;
  expect(Array.from(data.subarray(0, 3))).toEqual([255, 255, 255]);
  let coloured = 0;
  for (let i = 0; i < data.length; i += channels) {
    const pixel = data.subarray(i, i + 3);
    if (Math.max(...pixel) - Math.min(...pixel) > 40) coloured++;
  }
  expect(coloured).toBeGreaterThan(1000);
  expect(errors).toEqual([]);
  await page.close();
});
