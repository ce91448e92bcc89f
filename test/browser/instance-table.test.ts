import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/index.js";
import { openPage, openPair, type ServedApp, serveBuiltApp, settled } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";

let browser: Browser;
let app: ServedApp;
let page: Page;
let errors: string[];

/** A lattice of 100 × 100 single pixels, no two of which touch. */
function lattice(name: string) {
  const data = Uint8Array.from({ length: 200 * 200 }, (_, i) => Number(i % 2 === 0 && Math.floor(i / 200) % 2 === 0));
  return { name, mimeType: "", buffer: Buffer.from(encodeNifti({ data, shape: [200, 200], spacing: [1, 1] })) };
}

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveBuiltApp()]);
  ({ page, errors } = await openPage(browser, app.url));
  await openPair(page, lattice("ref.nii"), lattice("pred.nii"));
  await settled(page);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** The labels of rows that lie whole between the table's header and the lower edge of its box. */
const inSight = () =>
  page.evaluate(() => {
    const box = document.querySelector(".instances")?.getBoundingClientRect();
    const head = document.querySelector(".instances thead")?.getBoundingClientRect();
    if (box === undefined || head === undefined) return [];
    return [...document.querySelectorAll(".instances tbody tr")]
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= head.bottom - 1 && bottom <= box.bottom + 1;
      })
      .map((row) => Number(row.querySelector("td")?.textContent));
  });

const toTop = async () => {
  await page.focus(".instances table");
  await page.keyboard.press("Home");
  await expect.poll(inSight).toContain(1);
};

describe("the table of 10,000 instances", () => {
  it("draws only a few of its rows, and says how many there are", async () => {
    expect(await page.getAttribute(".instances table", "aria-rowcount")).toBe("10001");
    const drawn = await page.locator(".instances tbody tr").count();
    expect(drawn).toBeGreaterThan(5);
    expect(drawn).toBeLessThan(100);
  });

  it("goes to its last row by End, and back by Home", async () => {
    await toTop();
    await page.keyboard.press("End");
    await expect.poll(inSight).toContain(10_000);
    expect(await page.textContent(".instances tr[aria-selected=true] td >> nth=0")).toBe("10000");
    await page.keyboard.press("PageUp");
    await expect.poll(inSight).toContain(9985);
    await toTop();
  });

  it("keeps the row that was gone to in sight as its box becomes lower", async () => {
    await toTop();
    await page.keyboard.press("End");
    await expect.poll(inSight).toContain(10_000);
    await page.setViewportSize({ width: 1440, height: 700 });
    await expect.poll(inSight).not.toContain(9975);
    await expect.poll(inSight).toContain(10_000);
    await page.setViewportSize({ width: 1440, height: 900 });
    await toTop();
  });

  it("is scrolled to its last row by the wheel, each row in its turn", async () => {
    await toTop();
    await page.hover(".instances tbody tr >> nth=2");
    await page.mouse.wheel(0, 25 * 5000);
    await expect.poll(inSight).toContain(5003);
    const middle = await inSight();
    expect(middle).toEqual(middle.map((_, i) => middle[0] + i));
    await page.mouse.wheel(0, 25 * 6000);
    await expect.poll(inSight).toContain(10_000);
    const last = await inSight();
    expect(last.length).toBeGreaterThan(5);
    expect(last.at(-1)).toBe(10_000);
  });

  it("brings into sight what is chosen in the graph", async () => {
    await toTop();
    await page.click("role=tab[name=Overlaps]");
    await page.check("text=plain matches >> input");
    await page.locator("section.graph").evaluate((graph) => graph.scrollTo(0, graph.scrollHeight));
    await page.click("[aria-label^='10000 '][aria-label*=prediction]");
    await page.click("role=tab[name=Instances]");
    await expect.poll(inSight).toContain(10_000);
    expect(await page.getAttribute(".instances table", "aria-label")).toBe("Predictions");
    expect(errors).toEqual([]);
  });
});
