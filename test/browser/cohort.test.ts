import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SERIES } from "../../src/reports/figures/palette.js";
import { openPage, type ServedApp, serveBuiltApp, settled, shownNumbers } from "../support/app-page.js";
import { runAxe } from "../support/axe.js";
import { launchChromium } from "../support/chromium.js";
import { writeStudy } from "../support/small-study.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { expectXml } from "../support/xml.js";

const CLI = resolve("dist/src/cli/main.js");
/** Summaries draw many samples, and the machine may be busy. */
const SLOW = { timeout: 20_000 };
const folder = temporaryFolder();
const study = join(folder, "study");
let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  writeStudy(study);
  [browser, app] = await Promise.all([launchChromium(), serveBuiltApp()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** Runs the command line in the study's folder, where files are called as the page calls them. */
function commandLine(...words: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...words], { cwd: study, encoding: "utf8" });
  // Cases failed: a prediction is missing.
  expect([0, 1], stderr).toContain(status);
}

async function openStudy(
  hash = "",
  options: Parameters<typeof openPage>[2] = {},
): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(browser, app.url + hash, options);
  const { page } = opened;
  await page.setInputFiles("[data-picks=reference-folder]", join(study, "references"));
  for (const model of ["ours", "theirs"]) {
    await page.setInputFiles("[data-picks=prediction-folder]", join(study, model));
  }
  await page.click("text=Evaluate all pairs");
  await evaluated(page);
  return opened;
}

async function evaluated(page: Page): Promise<void> {
  await page.waitForSelector("main.cohort[aria-busy=false]");
  await page.waitForSelector(".means tbody tr");
}

async function saved(page: Page, name: string): Promise<Buffer> {
  await page.click(".bar .menu summary");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`.bar .menu >> text=${name}`)]);
  return readFileSync(await download.path());
}

describe("the files of a cohort", () => {
  it.each([
    ["", []],
    [
      "#strategy=union&threshold=0.3&metrics=iou,hd95",
      ["--strategy", "union", "--threshold", "0.3", "--metrics", "iou,hd95"],
    ],
  ] as const)("equal those of the command line byte for byte: %s", async (hash, flags) => {
    const out = join(folder, `results${flags.length}`);
    const models = ["--predictions", "ours=ours", "--predictions", "theirs=theirs"];
    commandLine("run", "--references", "references", ...models, ...flags, "--out", out);
    commandLine("report", out, "--title", "Evaluation: references", "--output", join(out, "report.html"));
    for (const format of ["json", "tsv"]) commandLine("summarize", out, "--output", join(out, `summary.${format}`));
    const exports = [
      ["Records as JSONL", "jsonl", false],
      ["Cases as TSV", "tsv", false],
      ["Cases as CSV", "csv", false],
      ["Instances as TSV", "tsv", true],
      ["Cases as Parquet", "parquet", false],
    ] as const;
    const { page, errors } = await openStudy(hash);
    for (const [name, format, instances] of exports) {
      const path = join(out, `export-${instances}.${format}`);
      commandLine("export", out, "--format", format, "--output", path, ...(instances ? ["--instances"] : []));
      expect((await saved(page, name)).equals(readFileSync(path)), name).toBe(true);
    }
    expect((await saved(page, "Records as JSONL")).toString()).toBe(readFileSync(join(out, "cases.jsonl"), "utf8"));
    for (const [name, file] of [
      ["Summary as JSON", "summary.json"],
      ["Summary as TSV", "summary.tsv"],
      ["Report as HTML", "report.html"],
    ] as const) {
      expect((await saved(page, name)).toString(), name).toBe(readFileSync(join(out, file), "utf8"));
    }
    expect(errors).toEqual([]);
    await page.close();
  });
});

it("writes the records and the report of the command line byte for byte for three more sets of options, in one page", async () => {
  const { page, errors } = await openStudy("#threshold=0.25");
  const sets = [
    ["threshold=0.25", ["--threshold", "0.25"]],
    ["groups=each&minVoxels=2&metrics=iou,assd", ["--groups", "each", "--min-voxels", "2", "--metrics", "iou,assd"]],
    ["preset=panoptica&autc=exact", ["--preset", "panoptica", "--autc", "exact"]],
  ] as const;
  for (const [i, [hash, flags]] of sets.entries()) {
    const out = join(folder, `set${i}`);
    const models = ["--predictions", "ours=ours", "--predictions", "theirs=theirs"];
    commandLine("run", "--references", "references", ...models, ...flags, "--out", out);
    commandLine("report", out, "--title", "Evaluation: references", "--output", join(out, "report.html"));
    if (i > 0) {
      await page.click("text=Close");
      await page.evaluate((own) => {
        location.hash = own;
      }, hash);
      await page.click("text=Evaluate all pairs");
      await evaluated(page);
    }
    const records = (await saved(page, "Records as JSONL")).toString();
    expect(records, hash).toBe(readFileSync(join(out, "cases.jsonl"), "utf8"));
    expect((await saved(page, "Report as HTML")).toString(), hash).toBe(readFileSync(join(out, "report.html"), "utf8"));
  }
  expect(errors).toEqual([]);
  await page.close();
});

describe("the view of a cohort", () => {
  it("saves its points for paper in a dark page, without the names of cases", async () => {
    const { page, errors } = await openStudy("", { colorScheme: "dark" });
    const button = page.locator(".points").getByRole("button", { name: "Save the figure as SVG" });
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const svg = readFileSync(await download.path(), "utf8");
    expectXml(svg);
    expect(svg).toContain('fill="#ffffff"/>');
    expect(svg).not.toMatch(/<style|\sclass=|var\(|currentColor|case_1|undefined/);
    // The first shade of each, which is that for paper: three cases of ours and more, two means.
    for (const { light } of SERIES.slice(0, 2)) {
      expect(svg).toContain(`fill="${light}"`);
      expect(svg).toContain(`stroke="${light}"`);
    }
    expect(errors).toEqual([]);
    await page.close();
  });

  it("shows means by the policy, the leaderboard, and every case, the worst first", async () => {
    const { page, errors } = await openStudy();
    const rows = await page.locator(".means tbody tr").allTextContents();
    expect(rows.length).toBe(2);
    // Ours: 3 of 3, 2 of 3, 1 of 1 and rightly nothing. PQ of case 1: (1 + 0.9 + 0.8) / 3 = 0.9; of case 2: 1 · 4/5 = 0.8.
    expect(await page.locator(".means tbody tr >> nth=0 >> td.number").allTextContents()).toEqual([
      ((0.9 + 0.8 + 1 + 1) / 4).toFixed(3),
      expect.stringMatching(/^0\.\d{3} – 1\.000$/),
      "0.950",
      "4",
      "0",
      "6",
      "0",
      "1",
    ]);
    expect(await page.textContent(".ranks tbody tr >> nth=0 >> th")).toBe("ours");
    // A missing prediction is the worst, then what is found least of.
    expect(await page.locator(".cases tbody th").allTextContents()).toEqual(["case_3", "case_4", "case_1", "case_2"]);
    expect(await page.textContent(".cases tbody tr >> nth=0 >> td.failed")).toMatch(
      /^theirs\/case_3\.nii\.gz cannot be read/,
    );
    await page.selectOption("select[name=missing]", "omit");
    await expect
      .poll(() => page.locator(".means tbody tr >> nth=1 >> td.number >> nth=3").textContent(), SLOW)
      .toBe("3");
    await page.fill("input[type=search]", "_2");
    expect(await page.locator(".cases tbody th").allTextContents()).toEqual(["case_2"]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("says everything by site, of a table that names the cases", async () => {
    const { page, errors } = await openStudy();
    await page.setInputFiles("[data-picks=columns]", join(study, "sites.csv"));
    await evaluated(page);
    await page.selectOption("select[name=by]", "site");
    await expect.poll(() => page.locator(".means tbody tr").count(), SLOW).toBe(6);
    expect(await page.locator(".means tbody tr > th:first-child").allTextContents()).toEqual(
      expect.arrayContaining(["all", "Bern", "Graz"]),
    );
    expect(errors).toEqual([]);
    await page.close();
  });

  it("opens a case, goes to the next, and keeps the results meanwhile", async () => {
    const { page, errors } = await openStudy();
    await page.click(".cases >> role=button[name='case_1']");
    await settled(page);
    expect(await shownNumbers(page)).toMatchObject({ tp: "3", pq: "0.900" });
    expect(await page.textContent(".bar .actions")).toContain("3 of 4");
    await page.click("role=button[name=/^Next case/]");
    await settled(page);
    expect(await shownNumbers(page)).toMatchObject({ tp: "2", fn: "1" });
    await page.click("text=Back to cases");
    // At once, without a run.
    expect(await page.locator(".cases tbody th").count()).toBe(4);
    expect(await page.getAttribute("main.cohort", "aria-busy")).toBe("false");
    await page.goBack();
    await settled(page);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("follows a change of options, and gives the old results back at once", async () => {
    const { page } = await openStudy();
    const mean = () => page.textContent(".means tbody tr >> nth=0 >> td >> nth=0");
    const before = await mean();
    await page.locator("input[name=threshold]").fill("0.85");
    await expect.poll(mean, SLOW).not.toBe(before);
    await evaluated(page);
    await page.locator("input[name=threshold]").fill("0.5");
    await expect.poll(mean, SLOW).toBe(before);
    await page.close();
  });

  it.each([
    [1440, "light"],
    [820, "dark"],
    [390, "light"],
  ] as const)("has no accessibility violations, %i pixels wide, %s", async (width, colorScheme) => {
    const { page } = await openStudy("", { viewport: { width, height: 900 }, colorScheme });
    const { violations } = await runAxe(page);
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    // Every point and sentence is seen without moving what it is in.
    const ends = await page
      .locator(".points circle, .ranks caption")
      .evaluateAll((found) => found.map((element) => element.getBoundingClientRect().right));
    expect(ends.length).toBeGreaterThan(5);
    expect(Math.max(...ends)).toBeLessThanOrEqual(width);
    await page.close();
  });
});
