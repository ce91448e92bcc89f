import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti, readVolume } from "../../src/index.js";
import { OUTCOMES } from "../../src/reports/figures/palette.js";
import { drawn, openPage, openPair, pixelsOf, type ServedApp, serveBuiltApp, settled } from "../support/app-page.js";
import { runAxe } from "../support/axe.js";
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

const SHADES = Object.fromEntries(Object.entries(OUTCOMES).map(([name, { dark }]) => [name, dark])) as Record<
  keyof typeof OUTCOMES,
  string
>;

/** Software draws slowly: no more pixels than a test needs. */
const SMALL = { viewport: { width: 1100, height: 560 } };

async function withSample(work: (page: Page) => Promise<void>, options: Parameters<typeof openPage>[2] = {}) {
  const { page, errors } = await openPage(browser, app.url, { ...SMALL, ...options });
  await page.click("text=Open the sample case");
  await settled(page);
  await drawn(page);
  await work(page);
  expect(errors).toEqual([]);
  await page.close();
}

const caption = (page: Page) => page.textContent(".caption output");
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

describe("the viewer", () => {
  it("draws both sides in the colours of their outcomes, and follows the choices", async () => {
    await withSample(async (page) => {
      // Outlines have the colours themselves; areas are mixed with what lies below.
      const before = await pixelsOf(page, SHADES);
      expect(before.matched).toBeGreaterThan(100);
      expect(before.spurious).toBeGreaterThan(0);
      expect(before.split).toBe(0);
      await page.selectOption(".tools select", "kind");
      await page.waitForTimeout(200);
      const kinds = await pixelsOf(page, SHADES);
      expect(kinds.split).toBeGreaterThan(20);
      expect(kinds.merged).toBeGreaterThan(0);
      await page.selectOption(".tools select", "status");
      // Nothing passes, so nothing is matched, and every prediction is spurious.
      await page.locator("input[name=threshold]").fill("1");
      await settled(page);
      await page.waitForTimeout(200);
      const after = await pixelsOf(page, SHADES);
      expect(after.matched).toBe(0);
      expect(after.spurious).toBeGreaterThan(before.spurious);
      await page.uncheck("text=Reference >> input[type=checkbox]");
      await page.uncheck("text=Prediction >> input[type=checkbox]");
      expect(Object.values(await pixelsOf(page, SHADES)).every((pixels) => pixels === 0)).toBe(true);
    });
  });

  it("goes where an instance is chosen in the table or the graph", async () => {
    await withSample(async (page) => {
      await page.click(".instances tbody tr >> nth=3");
      await page.waitForFunction(() => document.querySelector(".caption output")?.textContent?.includes("reference 4"));
      await page.click("role=button[name=Predictions]");
      await page.click(".instances tbody tr >> nth=0");
      await page.waitForFunction(() =>
        document.querySelector(".caption output")?.textContent?.includes("prediction 1"),
      );
      await page.click("role=tab[name=Overlaps]");
      const node = page.locator(".node").first();
      const [label] = (await node.getAttribute("aria-label"))?.split(" ") ?? [];
      await node.click();
      await page.waitForFunction(
        (text) => document.querySelector(".caption output")?.textContent?.includes(text),
        `reference ${label}`,
      );
    });
  });

  it("chooses by keys what lies at the crosshair, and the other side the second time", async () => {
    await withSample(async (page) => {
      await page.click(".instances tbody tr >> nth=3");
      await page.waitForFunction(() => document.querySelector(".caption output")?.textContent?.includes("reference 4"));
      const here = await caption(page);
      const prediction = here?.match(/prediction (\d+)/)?.[1];
      expect(prediction).toBe("3");
      await page.click("[aria-label='Select nothing']");
      await page.focus(".viewer canvas");
      await press(page, "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown");
      expect(await caption(page)).toBe(here);
      await press(page, "Enter");
      expect(await page.textContent("[aria-label='Selected instance'] h2")).toMatch(/^Reference 4/);
      await press(page, "Enter");
      expect(await page.textContent("[aria-label='Selected instance'] h2")).toMatch(/^Prediction 3/);
      expect(await page.textContent(".instances tr[aria-selected=true] td >> nth=0")).toBe("3");
      for (let i = 0; i < 40; i++) await press(page, "ArrowLeft");
      expect(await caption(page)).not.toBe(here);
    });
  });

  it.each(["Axial", "Coronal", "Sagittal", "3D"])("chooses by a click: %s", async (plane) => {
    await withSample(async (page) => {
      await page.click(".instances tbody tr >> nth=3");
      await page.waitForFunction(() => document.querySelector(".caption output")?.textContent?.includes("reference 4"));
      await page.click(`role=button[name="${plane}"]`);
      await page.click("[aria-label='Select nothing']");
      const box = await page.locator(".viewer canvas").boundingBox();
      if (box === null) throw new Error("no canvas");
      let chosen: string | null = null;
      for (let row = 1; row < 16 && chosen === null; row++) {
        for (let column = 1; column < 16 && chosen === null; column++) {
          await page.mouse.click(box.x + (box.width * column) / 16, box.y + (box.height * row) / 16);
          const heading = page.locator("[aria-label='Selected instance'] h2");
          if ((await heading.count()) > 0) chosen = await heading.textContent();
        }
      }
      expect((await caption(page))?.toLowerCase()).toContain(chosen?.match(/^\w+ \d+/)?.[0].toLowerCase());
      const [, side, label] = chosen?.match(/^(Reference|Prediction) (\d+)/) ?? [];
      expect(Number(label)).toBeGreaterThan(0);
      expect(await page.textContent(".instances tr[aria-selected=true] td >> nth=0")).toBe(label);
      expect(await page.getAttribute(".instances table", "aria-label")).toBe(`${side}s`);
    });
  });

  it("shows an anatomy below, and the labels alone where it cannot be read", async () => {
    const { shape, spacing, affine } = await readVolume("examples/reference.nii.gz");
    const voxels = shape.reduce((product, length) => product * length, 1);
    // One grey but for a bright corner: shade 1 + 254 · 0.5 = 128 of 255.
    const data = new Float32Array(voxels)
      .fill(0.5)
      .fill(1, 0, voxels / 50)
      .fill(0, voxels - voxels / 50);
    const buffer = Buffer.from(encodeNifti({ data, shape, spacing, affine }));
    const grey = { grey: "#808080" };
    for (const [name, bytes] of [
      ["t1.nii", buffer],
      ["t1.nii", buffer.subarray(0, 5000)],
    ] as const) {
      const { page } = await openPage(browser, app.url, SMALL);
      await page.setInputFiles("[data-picks=anatomy]", { name, mimeType: "", buffer: bytes });
      await openPair(page, "examples/reference.nii.gz", "examples/prediction.nii.gz");
      await settled(page);
      await drawn(page);
      const pixels = await pixelsOf(page, { ...grey, ...SHADES });
      expect(pixels.matched).toBeGreaterThan(100);
      if (bytes === buffer) {
        expect(pixels.grey).toBeGreaterThan(10_000);
      } else {
        expect(pixels.grey).toBeLessThan(200);
        expect(await page.textContent(".notices")).toMatch(/The anatomy is not shown\. t1\.nii is cut off/);
      }
      await page.close();
    }
  });

  it("shows a plane, and paints anew when the options separate instances differently", async () => {
    const data = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i % 64 < 20 ? 1 : i % 64 < 40 ? 2 : 0));
    const buffer = Buffer.from(encodeNifti({ data, shape: [64, 64], spacing: [1, 1] }));
    const { page, errors } = await openPage(browser, app.url, SMALL);
    const file = (name: string) => ({ name, mimeType: "", buffer });
    await openPair(page, file("ref.nii"), file("pred.nii"));
    await settled(page);
    await drawn(page);
    expect(await page.locator("role=button[name=Coronal]").count()).toBe(0);
    await page.click(".instances tbody tr >> nth=1");
    await page.waitForFunction(() => document.querySelector(".caption output")?.textContent?.includes("reference 2"));
    await page.selectOption("select[name=input]", "matched");
    await settled(page);
    await drawn(page);
    expect((await pixelsOf(page, SHADES)).matched).toBeGreaterThan(100);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("colours ten thousand instances by status and kind, and tells which is which", async () => {
    // 100 × 100 = 10,000 squares of 2 × 2 pixels, more than a row of a texture has colours; the prediction lacks the lower half.
    const lattice = (name: string, rows: number) => {
      const data = Uint8Array.from({ length: 300 * 300 }, (_, i) => {
        const [x, y] = [i % 300, Math.floor(i / 300)];
        return Number(x % 3 < 2 && y % 3 < 2 && y >= 300 - rows);
      });
      return { name, mimeType: "", buffer: Buffer.from(encodeNifti({ data, shape: [300, 300], spacing: [1, 1] })) };
    };
    // Large enough that pixels of the screen lie whole within an instance.
    const { page, errors } = await openPage(browser, app.url, { viewport: { width: 1700, height: 1150 } });
    await openPair(page, lattice("ref.nii", 300), lattice("pred.nii", 150));
    await settled(page);
    await drawn(page);
    // Outlines have the colours themselves.
    await page.check("[aria-label='Outlines of the reference only']");
    await page.locator("[aria-label='Opacity of the reference']").fill("1");
    await page.uncheck("text=Prediction >> input[type=checkbox]");
    await page.waitForTimeout(300);
    for (const by of ["status", "kind"]) {
      await page.selectOption(".tools select", by);
      await page.waitForTimeout(200);
      const { matched, missed, ...others } = await pixelsOf(page, SHADES);
      expect(matched, by).toBeGreaterThan(2000);
      expect(Math.abs(matched - missed) / matched, by).toBeLessThan(0.2);
      expect(Object.values(others), by).toEqual([0, 0, 0, 0]);
    }
    // Nothing passes: the same pixels change their colour.
    await page.locator("input[name=threshold]").fill("1");
    await settled(page);
    await page.waitForTimeout(300);
    await page.selectOption(".tools select", "status");
    expect((await pixelsOf(page, SHADES)).matched).toBe(0);
    // Row 51 of the lattice is the first that both have: reference 5001.
    await page.fill("input[type=search]", "5001");
    await page.click(".instances tbody tr >> nth=0");
    await expect.poll(() => caption(page)).toBe("At the crosshair: reference 5001");
    await page.focus(".viewer canvas");
    await press(page, "ArrowRight", "ArrowRight", "ArrowRight");
    expect(await caption(page)).toBe("At the crosshair: reference 5002");
    expect(errors).toEqual([]);
    await page.close();
  });

  it.each([
    [1440, "light"],
    [1440, "dark"],
    [390, "light"],
  ] as const)("has no accessibility violations, %i pixels wide, %s", async (width, colorScheme) => {
    await withSample(
      async (page) => {
        await page.click(".instances tbody tr >> nth=3");
        const { violations, passes } = await runAxe(page);
        expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
        expect(passes.map(({ id }) => id)).toContain("color-contrast");
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      },
      { viewport: { width, height: 900 }, colorScheme },
    );
  });

  it("says in its place that there is no WebGL, and leaves the rest as it is", async () => {
    const poor = await launchChromium();
    const { page, errors } = await openPage(poor, app.url);
    await page.click("text=Open the sample case");
    await settled(page);
    expect(await page.textContent(".viewer [role=alert]")).toMatch(/no WebGL 2/);
    await page.click(".instances tbody tr >> nth=3");
    expect(await page.textContent("[aria-label='Selected instance'] h2")).toMatch(/^Reference 4/);
    expect(errors).toEqual([]);
    await poor.close();
  });
});
