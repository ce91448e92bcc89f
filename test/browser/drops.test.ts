import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, type ServedApp, serveBuiltApp, settled } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";
import { dragOnto } from "../support/drag.js";
import { writeImage, writeStudy } from "../support/small-study.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const study = join(folder, "study");
const path = (...parts: string[]) => join(study, ...parts);
let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  writeStudy(study);
  writeImage(path("t1.nii"), "float32");
  writeImage(path("mr.nii"), "uint16");
  copyFileSync(path("references", "case_1.nii.gz"), path("case_1_ref.nii.gz"));
  copyFileSync(path("ours", "case_1.nii.gz"), path("case_1_pred.nii.gz"));
  [browser, app] = await Promise.all([launchChromium(), serveBuiltApp()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

async function withPage(work: (page: Page) => Promise<void>): Promise<void> {
  const { page, errors } = await openPage(browser, app.url);
  await work(page);
  expect(errors).toEqual([]);
  await page.close();
}

const inBox = (page: Page, box: string) => page.locator(`[data-box=${box}] .chosen`).allTextContents();
const notices = (page: Page) => page.locator(".notices li > span:first-child").allTextContents();

describe("a drop on the first page", () => {
  it("goes into the box that it falls on", async () => {
    await withPage(async (page) => {
      await dragOnto(page, "[data-box=prediction]", [path("case_1_ref.nii.gz")]);
      await expect.poll(() => inBox(page, "prediction")).toEqual(["case_1_ref.nii.gz"]);
      expect(await inBox(page, "reference")).toEqual([]);
      await dragOnto(page, "[data-box=anatomy]", [path("t1.nii")]);
      await expect.poll(() => inBox(page, "anatomy")).toEqual(["t1.nii"]);
    });
  });

  it("of two files follows their names, and can be swapped", async () => {
    await withPage(async (page) => {
      await dragOnto(page, "main.start .lead", [path("case_1_pred.nii.gz"), path("case_1_ref.nii.gz")]);
      await expect.poll(() => inBox(page, "reference")).toEqual(["case_1_ref.nii.gz"]);
      expect(await inBox(page, "prediction")).toEqual(["case_1_pred.nii.gz"]);
      await page.click("[aria-label='Make case_1_pred.nii.gz the reference']");
      expect(await inBox(page, "reference")).toEqual(["case_1_pred.nii.gz"]);
    });
  });

  it("of three files takes the image by its content", async () => {
    await withPage(async (page) => {
      await dragOnto(page, "main.start .lead", [path("t1.nii"), path("case_1_pred.nii.gz"), path("case_1_ref.nii.gz")]);
      await expect.poll(() => inBox(page, "anatomy")).toEqual(["t1.nii"]);
      expect(await inBox(page, "reference")).toEqual(["case_1_ref.nii.gz"]);
    });
  });

  it("of a folder with folders in it is a cohort of several models", async () => {
    const parent = join(folder, "parent");
    for (const side of ["references", "ours", "theirs"]) cpSync(path(side), join(parent, side), { recursive: true });
    await withPage(async (page) => {
      await dragOnto(page, "main.start .lead", [parent]);
      await expect.poll(() => inBox(page, "prediction")).toEqual(["ours (4 files)", "theirs (3 files)"]);
      expect(await inBox(page, "reference")).toEqual(["references (4 files)"]);
      await page.click("text=Evaluate all pairs");
      await page.waitForSelector("main.cohort[aria-busy=false] .cases");
    });
  });

  it("that holds no volume is answered", async () => {
    writeFileSync(path("notes.txt"), "no volume");
    mkdirSync(path("empty"), { recursive: true });
    await withPage(async (page) => {
      await dragOnto(page, "main.start .lead", [path("notes.txt")]);
      await expect
        .poll(() => notices(page))
        .toContainEqual(expect.stringMatching(/^There is no volume in notes\.txt\. Drop a/));
      await dragOnto(page, "main.start .lead", [path("empty")]);
      await expect.poll(() => notices(page)).toContainEqual(expect.stringMatching(/^There is no volume in empty\//));
      await dragOnto(page, "main.start .lead", [path("t1.nii"), path("mr.nii"), path("case_1_ref.nii.gz")]);
      await expect
        .poll(() => notices(page))
        .toContainEqual(
          "Of three files two must be labels and one an image. Labels are case_1_ref.nii.gz; images are t1.nii, mr.nii.",
        );
    });
  });
});

describe("a drop onto an open case", () => {
  it("opens the new pair, takes an image below the labels, and asks what labels are", async () => {
    await withPage(async (page) => {
      await page.click("text=Open the sample case");
      await settled(page);
      await dragOnto(page, ".results", [path("case_1_ref.nii.gz"), path("case_1_pred.nii.gz")]);
      await expect.poll(() => page.textContent(".bar .files")).toContain("case_1_ref.nii.gz");
      await settled(page);
      expect(await page.textContent("[data-number=tp]")).toBe("3");
      await dragOnto(page, ".results", [path("theirs", "case_1.nii.gz")]);
      await page.click(".notices button:text-is('Prediction')");
      await expect.poll(() => page.textContent(".bar .files")).toContain("case_1.nii.gz");
      await settled(page);
      // Of the three boxes one is found whole and one by 4 of 10 voxels.
      expect(await page.textContent("[data-number=tp]")).toBe("1");
      await page.goBack();
      await expect.poll(() => page.textContent(".bar .files")).toContain("case_1_pred.nii.gz");
    });
  });
});

describe("the page asks back", () => {
  it("where a file looks like an image, before anything is counted", async () => {
    await withPage(async (page) => {
      await page.setInputFiles("[data-picks=reference]", path("case_1_ref.nii.gz"));
      await page.setInputFiles("[data-picks=prediction]", path("mr.nii"));
      await page.click("text=Evaluate >> nth=0");
      expect(await page.textContent(".doubt p")).toMatch(
        /^mr\.nii, the prediction, looks like an image, not like labels: it has (at least )?999 different/,
      );
      await page.click("text=Show it as the anatomy");
      expect(await inBox(page, "anatomy")).toEqual(["mr.nii"]);
      expect(await inBox(page, "reference")).toEqual(["case_1_ref.nii.gz"]);
    });
  });

  it("where an affine is shifted, by a button that ignores it; and keeps files after a refusal", async () => {
    const { encodeNifti } = await import("../../src/index.js");
    const data = Uint8Array.from({ length: 512 }, (_, i) => Number(i % 8 < 4));
    const affine = (shift: number) => [1, 0, 0, shift, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const file = (name: string, shift: number) => {
      const buffer = Buffer.from(encodeNifti({ data, shape: [8, 8, 8], spacing: [1, 1, 1], affine: affine(shift) }));
      return { name, mimeType: "", buffer };
    };
    await withPage(async (page) => {
      await page.setInputFiles("[data-picks=reference]", file("ref.nii", 0));
      await page.setInputFiles("[data-picks=prediction]", file("pred.nii", 5));
      await page.click("text=Evaluate >> nth=0");
      await page.click("text=Ignore the affine");
      await settled(page);
      expect(await page.textContent("[data-number=pq]")).toBe("1.000");
      expect(new URL(page.url()).hash).toBe("#ignoreGeometry=affine");
      await page.click("text=Close");
      expect(await inBox(page, "prediction")).toEqual(["pred.nii"]);
      const broken = { name: "broken.nii", mimeType: "", buffer: Buffer.from("no volume") };
      await page.setInputFiles("[data-picks=prediction]", broken);
      await page.click("text=Evaluate >> nth=0");
      expect(await page.textContent("[role=alert]")).toMatch(/^broken\.nii /);
      expect(await inBox(page, "reference")).toEqual(["ref.nii"]);
      expect(await inBox(page, "prediction")).toEqual(["broken.nii"]);
    });
  });

  it("where instances come as labels, by a button that reads them so", async () => {
    const { encodeNifti } = await import("../../src/index.js");
    // Six touching stripes, each a label.
    const data = Uint8Array.from({ length: 12 * 12 * 4 }, (_, i) => 1 + Math.floor((i % 12) / 2));
    const file = (name: string) => ({
      name,
      mimeType: "",
      buffer: Buffer.from(encodeNifti({ data, shape: [12, 12, 4], spacing: [1, 1, 1] })),
    });
    await withPage(async (page) => {
      await page.goto(`${app.url}#touchingLabels=separate`);
      await page.reload();
      await page.setInputFiles("[data-picks=reference]", file("ref.nii"));
      await page.setInputFiles("[data-picks=prediction]", file("pred.nii"));
      await page.click("text=Evaluate >> nth=0");
      await settled(page);
      await page.click("text=Read labels as instances");
      await settled(page);
      expect(new URL(page.url()).hash).toContain("input=unmatched");
      expect(await page.textContent("[data-number=tp]")).toBe("6");
    });
  });
});
