import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, openPair, type ServedApp, serveBuiltApp, settled, shownNumbers } from "../support/app-page.js";
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

const PAIR = ["examples/reference.nii.gz", "examples/prediction.nii.gz"] as const;

describe("a link", () => {
  it("restores options, tab, instance, planes, colours and place of the sample case", async () => {
    const { page, errors } = await openPage(browser, app.url, { viewport: { width: 1100, height: 560 } });
    await page.click("text=Open the sample case");
    await settled(page);
    await page.selectOption("select[name=strategy]", "union");
    await settled(page);
    await page.click("role=tab[name=Errors]");
    await page.click("role=button[name=Coronal]");
    await page.selectOption("select[name=colouring]", "kind");
    await page.click(".chip >> nth=1");
    const chosen = await page.textContent("[aria-label='Selected instance'] h2");
    await page.waitForSelector(".viewer[aria-busy=false] canvas");
    await expect.poll(() => new URL(page.url()).hash).toContain("view.mm=");
    const place = await page.textContent(".caption .place");
    const numbers = await shownNumbers(page);
    const link = page.url();
    expect(link).toContain("#strategy=union&view.case=sample&view.tab=errors&view.instance=");
    await page.close();

    const other = await openPage(browser, link, { viewport: { width: 1100, height: 560 } });
    await settled(other.page);
    await other.page.waitForSelector(".viewer[aria-busy=false] canvas");
    expect(await shownNumbers(other.page)).toEqual(numbers);
    expect(await other.page.getAttribute("role=tab[name=Errors]", "aria-selected")).toBe("true");
    expect(await other.page.textContent("[aria-label='Selected instance'] h2")).toBe(chosen);
    expect(await other.page.getAttribute("role=button[name=Coronal]", "aria-pressed")).toBe("true");
    expect(await other.page.inputValue("select[name=colouring]")).toBe("kind");
    await expect.poll(() => other.page.textContent(".caption .place")).toBe(place);
    expect([...errors, ...other.errors]).toEqual([]);
    await other.page.close();
  });
});

describe("the history", () => {
  it("closes a case by Back and opens it again by Forward, with its files", async () => {
    const { page, errors } = await openPage(browser, app.url);
    await openPair(page, ...PAIR);
    await settled(page);
    const numbers = await shownNumbers(page);
    await page.goBack();
    await page.waitForSelector("main.start");
    await page.goForward();
    await settled(page);
    expect(await shownNumbers(page)).toEqual(numbers);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("warns before files get lost by loading anew, and not for the sample case", async () => {
    const { page } = await openPage(browser, app.url);
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.click("text=Open the sample case");
    await settled(page);
    await page.reload();
    await settled(page);
    expect(asked).toEqual([]);
    await page.click("text=Close");
    await openPair(page, ...PAIR);
    await settled(page);
    await page.reload();
    expect(asked).toEqual(["beforeunload"]);
    await page.close();
  });
});

describe("keys", () => {
  it("go from error to error, the largest first, and back", async () => {
    const { page, errors } = await openPage(browser, app.url);
    await page.click("text=Open the sample case");
    await settled(page);
    const selected = () => page.textContent("[aria-label='Selected instance'] h2");
    await page.keyboard.press("n");
    expect(await selected()).toMatch(/^Reference 15/);
    expect(await page.textContent(".steps")).toContain("error 1 of 29");
    await page.keyboard.press("n");
    expect(await page.textContent(".steps")).toContain("error 2 of 29");
    await page.keyboard.press("p");
    await page.keyboard.press("p");
    expect(await page.textContent(".steps")).toContain("error 29 of 29");
    // Typed letters are no keyboard commands.
    await page.focus("input[type=search]");
    await page.keyboard.press("n");
    expect(await page.textContent(".steps")).toContain("error 29 of 29");
    expect(errors).toEqual([]);
    await page.close();
  });

  it("move the border between viewer and evidence", async () => {
    const { page } = await openPage(browser, app.url);
    await page.click("text=Open the sample case");
    await settled(page);
    const width = async () => (await page.locator(".viewer").boundingBox())?.width ?? 0;
    const before = await width();
    await page.focus("[role=separator]");
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
    expect(await width()).toBeGreaterThan(before + 80);
    expect(await page.getAttribute("[role=separator]", "aria-valuenow")).toBe("46");
    await page.close();
  });
});

it("cuts no column of the table on a screen of 1440 pixels", async () => {
  const { page } = await openPage(browser, app.url);
  await page.click("text=Open the sample case");
  await settled(page);
  const { whole, seen } = await page
    .locator(".instances")
    .evaluate((box) => ({ whole: box.scrollWidth, seen: box.clientWidth }));
  expect(whole).toBeLessThanOrEqual(seen);
  await page.close();
});
