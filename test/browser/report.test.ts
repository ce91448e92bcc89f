import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAxe } from "../support/axe.js";
import { launchChromium } from "../support/chromium.js";
import { makeCohort } from "../support/cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const folder = temporaryFolder();
const page = join(folder, "report.html");
let browser: Browser;

beforeAll(async () => {
  await makeCohort(join(folder, "cohort"), { cases: 6, models: ["first", "second"] });
  const words = [join(ROOT, "dist", "src", "cli", "main.js"), "report", join(folder, "cohort"), "--output", page];
  expect(spawnSync(process.execPath, words).status).toBe(0);
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each([
  [1280, "light"],
  [1280, "dark"],
  [390, "light"],
  [390, "dark"],
] as const)("the report, %i pixels wide, %s", (width, colorScheme) => {
  let tab: Page;
  beforeAll(async () => {
    tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  });
  afterAll(() => tab.close());

  it("has no accessibility violations, asks for nothing and never scrolls sideways as a whole", async () => {
    const asked: string[] = [];
    tab.on("request", (request) => asked.push(request.url()));
    const errors: string[] = [];
    tab.on("pageerror", (error) => errors.push(error.message));
    tab.on("dialog", (dialog) => errors.push(dialog.message()));
    await tab.goto(pathToFileURL(page).href);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await tab.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    const { violations, passes } = await runAxe(tab);
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
    expect(passes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["color-contrast", "svg-img-alt", "document-title"]),
    );
    expect(asked).toEqual([pathToFileURL(page).href]);
    expect(errors).toEqual([]);
  });

  it("clips no label of a figure", async () => {
    const clipped = await tab.evaluate(() =>
      Array.from(document.querySelectorAll("figure svg")).flatMap((svg) => {
        const frame = svg.getBoundingClientRect();
        return Array.from(svg.querySelectorAll("text"))
          .filter((text) => {
            const box = text.getBoundingClientRect();
            return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1);
          })
          .map((text) => text.textContent);
      }),
    );
    expect(clipped).toEqual([]);
  });
});
