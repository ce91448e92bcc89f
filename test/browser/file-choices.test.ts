import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, openPair, type ServedApp, serveBuiltApp, settled } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";
import { npyFile, type TestVoxels, zipFile } from "../support/format-files.js";
import { commandIn } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { writeFolder } from "../support/write-folder.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const { voxmatch } = commandIn(folder);
const SHAPE = [12, 10, 4] as const;
let browser: Browser;
let app: ServedApp;

/** Boxes of two columns each, from these on, through all rows but the last. */
function boxes(...starts: readonly number[]): TestVoxels {
  const isIn = (x: number, y: number) => y < SHAPE[1] - 1 && starts.some((start) => x >= start && x < start + 2);
  const values = Array.from({ length: SHAPE[0] * SHAPE[1] * SHAPE[2] }, (_, i) =>
    Number(isIn(i % SHAPE[0], Math.floor(i / SHAPE[0]) % SHAPE[1])),
  );
  return { dataType: "uint8", shape: SHAPE, values };
}

beforeAll(async () => {
  writeFolder(folder, {
    "ref.npz": zipFile({ "one.npy": npyFile(boxes(0, 4, 8)), "two.npy": npyFile(boxes(0)) }),
    "pred.npz": zipFile({ "one.npy": npyFile(boxes(0, 4)), "two.npy": npyFile(boxes(8)) }),
  });
  [browser, app] = await Promise.all([launchChromium(), serveBuiltApp()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

async function choose(page: Page, box: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const details = page.locator(`[data-box=${box}] details`);
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  for (const [name, value] of Object.entries(fields)) {
    await details.locator(`[name=${name}]`).fill(value);
    await details.locator(`[name=${name}]`).blur();
  }
}

const untimed = (json: string) => json.replace(/"timings": \{[^}]*\}/, "").replace(/"build": "\w+"/, "");

describe("choices within a file", () => {
  it("name the array and the spacing, with the numbers of the command line", async () => {
    const { page, errors } = await openPage(browser, app.url);
    await openPair(page, path("ref.npz"), path("pred.npz"));
    await page.waitForSelector(".failure");
    expect(await page.textContent(".failure")).toContain("one, two");
    for (const box of ["reference", "prediction"]) await choose(page, box, { member: "one", spacing: "0.5, 0.5, 2" });
    await page.click("text=Evaluate >> nth=0");
    await settled(page);
    // Two of three boxes are found whole.
    expect(await page.textContent("[data-number=tp]")).toBe("2");
    expect(await page.textContent("[data-number=fn]")).toBe("1");
    await page.click("text=Export");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Result as JSON")]);
    const files = ["-r", "ref.npz:one", "-p", "pred.npz:one"];
    const { stdout, stderr } = voxmatch("evaluate", ...files, "--spacing", "0.5,0.5,2", "--format", "json");
    expect(untimed(readFileSync(await download.path(), "utf8")), stderr).toBe(untimed(stdout));
    expect(errors).toEqual([]);
    await page.close();
  });

  it("hold for every file of a folder, and are looked at anew when they change", async () => {
    for (const side of ["references", "predictions"]) {
      const file = readFileSync(path(side === "references" ? "ref.npz" : "pred.npz"));
      writeFolder(folder, { [`${side}/case_1.npz`]: file, [`${side}/case_2.npz`]: file });
    }
    const { page, errors } = await openPage(browser, app.url);
    const found = async (member: string) => {
      for (const box of ["reference", "prediction"]) {
        if (member === "one") await page.setInputFiles(`[data-picks=${box}-folder]`, path(`${box}s`));
        await choose(page, box, { member });
      }
      await page.click("text=Evaluate all pairs");
      await page.waitForSelector("main.cohort[aria-busy=false] .means tbody tr");
      return page.locator(".means tbody tr >> nth=0 >> td.number").allTextContents();
    };
    // Two of three boxes in each case; then one that is not where it should be.
    expect((await found("one")).slice(-3)).toEqual(["4", "0", "2"]);
    await page.goBack();
    expect((await found("two")).slice(-3)).toEqual(["0", "2", "2"]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("are refused in words where a file does not offer them", async () => {
    const { page } = await openPage(browser, app.url);
    await page.setInputFiles("[data-picks=reference]", path("ref.npz"));
    await page.setInputFiles("[data-picks=prediction]", path("pred.npz"));
    await choose(page, "reference", { member: "three" });
    await choose(page, "prediction", { member: "two" });
    await page.click("text=Evaluate >> nth=0");
    await expect.poll(() => page.textContent(".failure")).toContain("three");
    // What was chosen stays, and can be put right.
    expect(await page.inputValue("[data-box=prediction] [name=member]")).toBe("two");
    await choose(page, "reference", { member: "two" });
    await page.click("text=Evaluate >> nth=0");
    await settled(page);
    expect(await page.textContent("[data-number=tp]")).toBe("0");
    await page.close();
  });
});
