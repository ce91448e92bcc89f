import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/index.js";
import {
  drawn,
  openPage,
  openPair,
  type PickedFile,
  type ServedApp,
  serveBuiltApp,
  settled,
} from "../support/app-page.js";
import { runAxe } from "../support/axe.js";
import { launchChromium } from "../support/chromium.js";
import { dragOnto } from "../support/drag.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const SHAPE = [24, 20, 12] as const;
const VOXELS = SHAPE[0] * SHAPE[1] * SHAPE[2];
const [REFERENCE, PREDICTION] = ["examples/reference.nii.gz", "examples/prediction.nii.gz"];
let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  const write = (name: string, data: Uint8Array | Uint16Array | Float32Array) =>
    writeFileSync(path(name), encodeNifti({ data, shape: [...SHAPE], spacing: [1, 1, 2] }));
  const block = (i: number) => i % SHAPE[0] < 6 && i > VOXELS / 2;
  write(
    "lesions.nii",
    Uint8Array.from({ length: VOXELS }, (_, i) => Number(block(i))),
  );
  write(
    "prob.nii",
    Float32Array.from({ length: VOXELS }, (_, i) => (block(i) ? 0.75 : (i % 5) / 20)),
  );
  write(
    "mr.nii",
    Uint16Array.from({ length: VOXELS }, (_, i) => (i * 617) % 999),
  );
  [browser, app] = await Promise.all([launchChromium({ webGl: true }), serveBuiltApp()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

type Options = Parameters<typeof openPage>[2];

async function withPage(options: Options, work: (page: Page) => Promise<void>): Promise<void> {
  const { page, errors } = await openPage(browser, app.url, options);
  await work(page);
  expect(errors).toEqual([]);
  await page.close();
}

async function openSample(page: Page): Promise<void> {
  await page.click("text=Open the sample case");
  await settled(page);
  await drawn(page);
}

/** How far the page can be scrolled to its side. */
const hiddenWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

async function expectSound(page: Page, state: string): Promise<void> {
  const { violations, passes } = await runAxe(page);
  expect(violations.map(({ id, nodes }) => [state, id, nodes[0].html])).toEqual([]);
  expect(passes.map(({ id }) => id)).toContain("color-contrast");
  expect(await hiddenWidth(page), state).toBeLessThanOrEqual(0);
}

/** Whether a panel that opens over the page lies within its width. */
async function expectWithin(page: Page, selector: string): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not shown.`);
  expect(box.x, selector).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width, selector).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
}

const LOOKS = [1440, 768, 390].flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** Expects a state to be sound in every look, to which the open page changes. */
async function expectSoundInEveryLook(page: Page, state: string, panel?: string): Promise<void> {
  for (const { width, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    if (panel !== undefined) await expectWithin(page, panel);
    await expectSound(page, `${state}, ${width} pixels wide, ${colorScheme}`);
  }
}

describe("accessibility", () => {
  it("of help and the View menu", async () => {
    await withPage({}, async (page) => {
      await openSample(page);
      for (const key of ["pq", "fn"]) {
        await page.click(`.big .${key} summary`);
        await expectWithin(page, ".help[open] .help-text");
        if (key === "fn") await expectSoundInEveryLook(page, "help", ".help[open] .help-text");
        await page.click(`.big .${key} summary`);
      }
      await page.click(".tools summary >> text=View");
      await expectSoundInEveryLook(page, "View menu", ".tools .menu .items");
    });
  });

  it("of a question and of a map", async () => {
    await withPage({}, async (page) => {
      await openPair(page, path("lesions.nii"), path("mr.nii"));
      await page.waitForSelector(".doubt");
      await expectSoundInEveryLook(page, "question");
      await page.click("text=Choose another file");
      await page.reload();
      await page.waitForSelector("html[data-loaded]");
      await dragOnto(page, "main.start .lead", [path("lesions.nii"), path("prob.nii")]);
      await page.waitForSelector("main.map[aria-busy=false] [data-number=dice]");
      await expectSoundInEveryLook(page, "map");
    });
  });
});

describe("the reader's own settings", () => {
  it("keep chosen tabs, switches and dots apart in forced colours", async () => {
    await withPage({ forcedColors: "active" }, async (page) => {
      await openSample(page);
      await page.click(".instances tbody tr >> nth=2");
      const marks = ["[role=tab][aria-selected=true]", ".switch [aria-pressed=true] >> nth=0", "tr.selected"];
      for (const mark of marks) {
        const style = await page.locator(mark).evaluate((element) => getComputedStyle(element).outlineStyle);
        expect(style, mark).toBe("solid");
      }
      const dots = await page.$$eval(".dot", (all) =>
        all.map((dot) => [...dot.classList].at(-1) + getComputedStyle(dot).backgroundColor),
      );
      const shades = new Set(dots.map((dot) => dot.slice(dot.indexOf("rgb"))));
      expect(shades.size).toBe(new Set(dots).size);
      expect(shades.size).toBeGreaterThan(1);
      await expectSound(page, "forced colours");
    });
  });

  it("print all rows of the table, without controls, on white", async () => {
    await withPage({ colorScheme: "dark" }, async (page) => {
      await openSample(page);
      const rows = Number(((await page.textContent(".evidence .filters > span")) ?? "").split(" of ")[0]);
      await page.emulateMedia({ media: "print" });
      for (const selector of [".controls", ".tools", ".tabs", ".bar .actions"])
        expect(await page.locator(selector).first().isVisible(), selector).toBe(false);
      expect(await page.locator(".instances tbody tr[aria-rowindex]").count()).toBe(rows);
      const shade = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(shade).toBe("rgb(255, 255, 255)");
    });
  });

  it("move nothing where motion is unwanted", async () => {
    await withPage({ reducedMotion: "reduce" }, async (page) => {
      const moving = () =>
        page.evaluate(() =>
          [...document.querySelectorAll("*")].flatMap((element) => {
            const { transitionDuration, animationName } = getComputedStyle(element);
            return transitionDuration === "0s" && animationName === "none" ? [] : [element.outerHTML.slice(0, 80)];
          }),
        );
      expect(await moving()).toEqual([]);
      await openSample(page);
      expect(await moving()).toEqual([]);
    });
  });

  it.each([
    ["200 %", 720, 450],
    ["400 %", 360, 225],
  ])("zoom to %s without a need to scroll sideways", async (zoom, width, height) => {
    await withPage({ viewport: { width, height }, deviceScaleFactor: 1440 / width }, async (page) => {
      expect(await hiddenWidth(page), `start, ${zoom}`).toBeLessThanOrEqual(0);
      await openSample(page);
      for (const tab of ["Instances", "Overlaps", "Errors", "Thresholds", "Sensitivity"]) {
        await page.click(`role=tab[name=${tab}]`);
        await page.waitForTimeout(100);
        expect(await hiddenWidth(page), `${tab}, ${zoom}`).toBeLessThanOrEqual(0);
      }
    });
  });

  it("read names from right to left without turning what stands beside them", async () => {
    const named = (name: string, from: string): PickedFile => ({ name, mimeType: "", buffer: readFileSync(from) });
    await withPage({}, async (page) => {
      await openPair(page, named("مريض 12.nii.gz", REFERENCE), named("נבדק 7.nii.gz", PREDICTION));
      await settled(page);
      const names = page.locator(".bar .files bdi");
      expect(await names.allTextContents()).toEqual(["مريض 12.nii.gz", "נבדק 7.nii.gz"]);
      const directions = await names.evaluateAll((all) => all.map((each) => getComputedStyle(each).direction));
      expect(directions).toEqual(["rtl", "rtl"]);
      // The reference stands first and the shape last, as with other names.
      const [first, second] = [await names.nth(0).boundingBox(), await names.nth(1).boundingBox()];
      const shape = await page.locator(".bar .files [dir=ltr]").boundingBox();
      expect(first?.x).toBeLessThan(second?.x ?? 0);
      expect(second?.x).toBeLessThan(shape?.x ?? 0);
    });
  });

  it.each(["light", "dark"] as const)("show the focus on every control that Tab reaches, %s", async (colorScheme) => {
    await withPage({ colorScheme }, async (page) => {
      const walk = async (atLeast: number) => {
        const seen = new Map<string, string>();
        for (let i = 0; i < 150; i++) {
          await page.keyboard.press("Tab");
          const found = await page.evaluate(() => {
            const element = document.activeElement;
            if (element === null || element === document.body) return null;
            const { outlineStyle, outlineWidth } = getComputedStyle(element);
            const { width, height } = element.getBoundingClientRect();
            const isSeen = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1 && width > 0 && height > 0;
            return { html: element.outerHTML.slice(0, 160), isSeen };
          });
          if (found === null || seen.has(found.html)) break;
          seen.set(found.html, found.isSeen ? "" : "no focus is seen");
        }
        expect([...seen].filter(([, fault]) => fault !== "")).toEqual([]);
        expect(seen.size).toBeGreaterThan(atLeast);
      };
      await walk(10);
      await openSample(page);
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await walk(20);
    });
  });
});
