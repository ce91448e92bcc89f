import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/index.js";
import { OUTCOMES } from "../../src/reports/figures/palette.js";
import { drawn, openPage, openPair, pixelsOf, type ServedApp, serveBuiltApp, settled } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";

let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium({ webGl: true }), serveBuiltApp()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

const SIDE = 64;
const VOID = 9;
/** Squares of a plane by their first column and row; the prediction lacks the third, and has one of its own. */
const SQUARES = { first: [4, 44], second: [44, 44], missed: [4, 4], spurious: [44, 4] } as const;
const LENGTH = 12;

function plane(name: string, squares: readonly (keyof typeof SQUARES)[], ignored?: keyof typeof SQUARES) {
  const isIn = (i: number, square: keyof typeof SQUARES) => {
    const [column, row] = [(i % SIDE) - SQUARES[square][0], Math.floor(i / SIDE) - SQUARES[square][1]];
    return column >= 0 && column < LENGTH && row >= 0 && row < LENGTH;
  };
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    if (ignored !== undefined && isIn(i, ignored)) return VOID;
    return squares.findIndex((square) => isIn(i, square)) + 1;
  });
  return { name, mimeType: "", buffer: Buffer.from(encodeNifti({ data, shape: [SIDE, SIDE], spacing: [1, 1] })) };
}

/** Of areas that are drawn whole. */
const SHADES = {
  matched: OUTCOMES.matched.dark,
  missed: OUTCOMES.missed.dark,
  spurious: OUTCOMES.spurious.dark,
};

async function withPlane(hash: string, ignored: keyof typeof SQUARES | undefined, work: (page: Page) => Promise<void>) {
  const { page, errors } = await openPage(browser, app.url + hash, { viewport: { width: 1100, height: 560 } });
  const reference = plane("ref.nii", ["first", "second", "missed"], ignored);
  await openPair(page, reference, plane("pred.nii", ["first", "second", "spurious"]));
  await settled(page);
  await drawn(page);
  await page.locator("[aria-label='Opacity of the reference']").fill("1");
  await page.locator("[aria-label='Opacity of the prediction']").fill("1");
  for (const side of ["reference", "prediction"]) await page.uncheck(`[aria-label='Outlines of the ${side} only']`);
  await page.waitForTimeout(300);
  await work(page);
  expect(errors).toEqual([]);
  await page.close();
}

/** Three tenths of a shade. */
function dimmedShade(shade: string): string {
  const channels = [1, 3, 5].map((at) => Math.round(0.3 * Number.parseInt(shade.slice(at, at + 2), 16)));
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Opens the menu, which would cover instances, only for as long as it is used. */
async function inViewMenu(page: Page, work: () => Promise<unknown>): Promise<void> {
  await page.click(".tools summary >> text=View");
  await work();
  await page.click(".tools summary >> text=View");
}

const shaded = async (page: Page) => {
  await page.waitForTimeout(300);
  return pixelsOf(page, SHADES);
};

describe("the selected instance", () => {
  it("stands out as the others are dimmed or hidden, and is zoomed to", async () => {
    await withPlane("#input=matched", undefined, async (page) => {
      const all = await shaded(page);
      expect(all.missed).toBeGreaterThan(500);
      // Two squares are matched, one is missed, one spurious, all of one size.
      expect(all.matched / all.missed).toBeCloseTo(2, 0);
      expect(all.spurious / all.missed).toBeCloseTo(1, 0);
      await page.click(".instances tbody tr >> nth=0");
      const label = await page.textContent(".instances tr[aria-selected=true] td >> nth=0");
      expect(label).toBe("1");
      for (const emphasis of ["dim", "hide"]) {
        await inViewMenu(page, () => page.selectOption("[name=emphasis]", emphasis));
        const now = await shaded(page);
        expect(now.matched / all.missed, emphasis).toBeCloseTo(1, 0);
        expect([now.missed, now.spurious], emphasis).toEqual([0, 0]);
        const { dimmed } = await pixelsOf(page, { dimmed: dimmedShade(SHADES.missed) });
        if (emphasis === "dim") expect(dimmed / all.missed).toBeCloseTo(1, 0);
        else expect(dimmed).toBe(0);
      }
      const { matched } = await shaded(page);
      await inViewMenu(page, () => page.click("text=Zoom to the selected instance"));
      expect((await shaded(page)).matched).toBeGreaterThan(2 * matched);
      await inViewMenu(page, () => page.click("text=Show everything"));
      expect((await shaded(page)).matched / matched).toBeCloseTo(1, 0);
    });
  });
});

describe("a case with void", () => {
  it("sets aside what lies there: no number counts it, and it is grey", async () => {
    await withPlane(`#input=matched&ignoreLabel=${VOID}`, "spurious", async (page) => {
      const numbers = await page.$$eval("[data-number]", (all) =>
        all.map((one) => [one.getAttribute("data-number"), one.textContent]),
      );
      expect(Object.fromEntries(numbers)).toMatchObject({ tp: "2", fp: "0", fn: "1" });
      expect(await page.textContent("[aria-label=Result] p.faint")).toContain("2 predictions and 1 in void");
      const { spurious, missed } = await shaded(page);
      expect(spurious).toBe(0);
      expect(missed).toBeGreaterThan(500);
      await page.click("role=button[name=Predictions]");
      expect(await page.locator(".instances .dot.void").count()).toBe(1);
    });
  });
});
