import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import { openPage, type ServedApp, serveBuiltApp } from "../support/app-page.js";
import { runAxe } from "../support/axe.js";
import { launchChromium } from "../support/chromium.js";
import { dragOnto } from "../support/drag.js";
import { commandIn } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { voxmatch } = commandIn(folder);
const path = (name: string) => join(folder, name);
const SHAPE = [24, 20, 12] as const;
const PATIENCE_MS = 120_000;
let browser: Browser;
let app: ServedApp;

/** A number for each voxel. */
function each(value: (x: number, y: number, z: number) => number): number[] {
  const [nx, ny, nz] = SHAPE;
  return Array.from({ length: nx * ny * nz }, (_, i) =>
    value(i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)),
  );
}

const isIn = (x: number, y: number, z: number, [cx, cy, cz]: readonly number[], r: number) =>
  Math.max(Math.abs(x - cx), Math.abs(y - cy), Math.abs(z - cz)) <= r;

/** Two lesions of 27 and of 125 voxels; the map finds the first with 0.75, the second with 0.5, and nothing else with 0.25. */
const LESIONS = [
  [5, 5, 4],
  [16, 12, 7],
] as const;

beforeAll(async () => {
  const write = (name: string, data: Uint8Array | Float32Array) => {
    const bytes = encodeNifti({ data, shape: [...SHAPE], spacing: [1, 1, 2] });
    writeFileSync(path(name), name.endsWith(".gz") ? gzipSync(bytes) : bytes);
  };
  const reference = each((x, y, z) => Number(isIn(x, y, z, LESIONS[0], 1) || isIn(x, y, z, LESIONS[1], 2)));
  const map = each((x, y, z) => {
    if (isIn(x, y, z, LESIONS[0], 1)) return 0.75;
    if (isIn(x, y, z, LESIONS[1], 2)) return 0.5;
    return isIn(x, y, z, [20, 3, 2], 0) ? 0.25 : 0;
  });
  write("lesions.nii.gz", Uint8Array.from(reference));
  write("prob.nii.gz", Float32Array.from(map));
  write(
    "gradient.nii.gz",
    Float32Array.from(map, (value, i) => (i % 7 === 0 ? -value - 0.5 : 3 * value)),
  );
  write("t1.nii.gz", Float32Array.from(each((x, y, z) => 100 + 10 * Math.sin(x) + y + z)));
  write("atlas.nii.gz", Uint8Array.from(each((x) => (x < 12 ? 1 : 2))));
  for (const side of ["references", "ours"]) mkdirSync(path(side));
  write("references/a.nii.gz", Uint8Array.from(reference));
  write("ours/a.nii.gz", Float32Array.from(map));
  write("references/b.nii.gz", Uint8Array.from(reference));
  write(
    "ours/b.nii.gz",
    Float32Array.from(map, (value) => 0.9 - value),
  );
  write("references/healthy.nii.gz", new Uint8Array(reference.length));
  write("ours/healthy.nii.gz", Float32Array.from(map));
  // This one has no map.
  write("references/missing.nii.gz", Uint8Array.from(reference));
  writeFileSync(path("regions.tsv"), "index\tname\n1\tLeft half\n2\tRight half\n");
  [browser, app] = await Promise.all([launchChromium(), serveBuiltApp()]);
}, PATIENCE_MS);
afterAll(async () => {
  await browser.close();
  await app.close();
});

async function withPage(work: (page: Page) => Promise<void>, options: Parameters<typeof openPage>[2] = {}) {
  const { page, errors } = await openPage(browser, app.url, options);
  await work(page);
  expect(errors).toEqual([]);
  await page.close();
}

/** Drops a map and its reference anywhere, and waits until they are scored. */
async function openMap(page: Page, map = "prob.nii.gz"): Promise<void> {
  await dragOnto(page, "main.start .lead", [path("lesions.nii.gz"), path(map)]);
  await scored(page);
}

async function scored(page: Page): Promise<void> {
  await page.waitForSelector("main.map[aria-busy=false] [data-number=dice]");
}

async function numbersOf(page: Page): Promise<Record<string, string>> {
  return Object.fromEntries(
    await page.$$eval("[data-number]", (all) => all.map((one) => [one.getAttribute("data-number"), one.textContent])),
  );
}

async function setThreshold(page: Page, value: string): Promise<void> {
  await page.fill("[name=threshold-number]", value);
  await page.press("[name=threshold-number]", "Enter");
}

const untimed = (json: string) => json.replace(/"timings": \{[^}]*\}/, "").replace(/"build": "\w+"/, "");

async function exported(page: Page): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Result as JSON")]);
  return untimed(readFileSync(await download.path(), "utf8"));
}

function commandLine(...words: string[]): string {
  const { status, stdout, stderr } = voxmatch(...words, "--instances", "--format", "json");
  expect(status, stderr).toBe(0);
  return untimed(stdout);
}

describe("a map in the page", () => {
  it("is told from its reference, and answers for any threshold", async () => {
    await withPage(async (page) => {
      await openMap(page);
      expect(await page.inputValue("[name=kind]")).toBe("probability");
      expect(await page.textContent(".bar .files")).toMatch(/^prob\.nii\.gz · lesions\.nii\.gz/);
      // The best Dice comes first: both lesions whole.
      expect(await numbersOf(page)).toMatchObject({ dice: "1.000", pq: "1.000", n_components: "2", tp: "2", fp: "0" });
      await setThreshold(page, "0.6");
      // 2 · 27 / (27 + 152), and one of two lesions: PQ is 1 / (1 + ½).
      await expect
        .poll(() => numbersOf(page))
        .toMatchObject({ dice: "0.302", pq: "0.667", n_components: "1", voxels: "27", tp: "1", fn: "1" });
      await page.focus("[name=threshold]");
      await page.keyboard.press("Home");
      await expect.poll(() => numbersOf(page)).toMatchObject({ n_components: "3", voxels: "153", fp: "1" });
      expect(await page.locator("[data-table=components] tbody tr").count()).toBe(3);
    });
  });

  it("is exported as the command line writes it, byte for byte but for timings", async () => {
    await withPage(async (page) => {
      await openMap(page);
      expect(await exported(page)).toBe(commandLine("probability", "-m", "prob.nii.gz", "-r", "lesions.nii.gz"));
      const shown = await page.textContent(".map-save code");
      expect(shown).toBe("voxmatch probability -m prob.nii.gz -r lesions.nii.gz --instances --format json");
      await page.check("[name=sign][value=absolute]");
      await scored(page);
      expect(await exported(page)).toBe(
        commandLine("probability", "-m", "prob.nii.gz", "-r", "lesions.nii.gz", "--sign", "absolute"),
      );
    });
  });

  it("changes its sign, and trades places with its reference", async () => {
    await withPage(async (page) => {
      await openMap(page, "gradient.nii.gz");
      expect(await page.inputValue("[name=kind]")).toBe("relevance");
      const before = await page.textContent("[data-table=scores]");
      await page.check("[name=sign][value=negative]");
      await expect.poll(() => page.textContent("[data-table=scores]")).not.toBe(before);
      await page.click("text=Swap map and reference");
      // Labels are scored as a map well enough; numbers that are none are no reference.
      await expect.poll(() => page.textContent(".failure")).toContain("whole numbers");
      expect(await page.textContent(".bar .files")).toMatch(/^lesions\.nii\.gz · gradient\.nii\.gz/);
      await page.click("text=Swap map and reference");
      await expect.poll(() => page.textContent(".bar .files")).toMatch(/^gradient\.nii\.gz/);
      await scored(page);
    });
  });

  it("takes an atlas with names, whose regions lead to their peaks, and the anatomy below", async () => {
    await withPage(async (page) => {
      await openMap(page);
      await dragOnto(page, ".map-viewer", [path("atlas.nii.gz"), path("regions.tsv")]);
      await page.click("[data-table=regions] button:text-is('Right half')");
      // The first voxel of 0.5 in the right half: the corner of the second lesion.
      await expect.poll(() => page.textContent(".map-viewer output")).toBe("voxel 14, 10, 5: 0.500");
      await dragOnto(page, ".map-viewer", [path("t1.nii.gz")]);
      await page.click(".notices button:text-is('Anatomy')");
      await scored(page);
      expect(await exported(page)).toBe(
        commandLine(
          ...["probability", "-m", "prob.nii.gz", "-r", "lesions.nii.gz"],
          ...["--atlas", "atlas.nii.gz", "--atlas-names", "regions.tsv"],
        ),
      );
      // Below the threshold the anatomy shows, which is grey.
      const grey = await page.$eval("[data-plane=axial]", (canvas) => {
        const [red, green, blue] = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(3, 3, 1, 1).data ?? [];
        return red > 15 && red === green && green === blue;
      });
      expect(grey).toBe(true);
      await page.focus("[data-plane=axial]");
      await page.keyboard.press("PageUp");
      await expect.poll(() => page.textContent(".map-viewer output")).toMatch(/^voxel \d+, \d+, 6:/);
    });
  });

  it("opens from the boxes of the first page once its values are no labels, and lies in the history", async () => {
    await withPage(async (page) => {
      await page.setInputFiles("[data-picks=reference]", path("lesions.nii.gz"));
      await page.setInputFiles("[data-picks=prediction]", path("prob.nii.gz"));
      await page.click("text=Evaluate >> nth=0");
      await page.click("text=Score the prediction as a map");
      await scored(page);
      await page.goBack();
      await page.waitForSelector("main.map", { state: "detached" });
      await page.goForward();
      await scored(page);
      await page.click(".bar button:text-is('Close')");
      await page.waitForSelector("main.start");
    });
  });

  it.each([
    { name: "light", options: {} },
    { name: "dark, on a phone", options: { colorScheme: "dark", viewport: { width: 390, height: 844 } } },
  ] as const)("has no finding of axe, $name, and no width to scroll", async ({ options }) => {
    await withPage(async (page) => {
      await openMap(page);
      await dragOnto(page, ".map-viewer", [path("atlas.nii.gz"), path("regions.tsv")]);
      await page.waitForSelector("[data-table=regions]");
      await scored(page);
      const { violations } = await runAxe(page);
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }, options);
  });
});

describe("a cohort of maps in the page", () => {
  it("is told from labels, scored and saved as the command line does it, and opens its maps", async () => {
    const out = path("results");
    const options = "{kind: probability, detection: true}";
    voxmatch("run", "--references", "references", "--maps", "ours", "--map-options", options, "--out", out);
    expect(voxmatch("summarize", out, "--output", join(out, "summary.json")).status).toBe(0);
    await withPage(async (page) => {
      const finished = "main.map-cohort[aria-busy=false]";
      const saved = async (name: string) => {
        const [download] = await Promise.all([page.waitForEvent("download"), page.click(`.map-save >> text=${name}`)]);
        return readFileSync(await download.path(), "utf8");
      };
      await page.setInputFiles("[data-picks=reference-folder]", path("references"));
      await page.setInputFiles("[data-picks=prediction-folder]", path("ours"));
      await page.click("text=Evaluate all pairs");
      await page.waitForSelector(finished);
      expect(await page.inputValue("[name=kind]")).toBe("probability");
      await page.check("[name=detection]");
      await page.waitForSelector(`${finished} [data-table=detection]`);
      expect(await saved("Records as JSONL")).toBe(readFileSync(join(out, "cases.jsonl"), "utf8"));
      expect(await saved("Summary as JSON")).toBe(readFileSync(join(out, "summary.json"), "utf8"));
      expect(await page.textContent(".map-save code")).toBe(
        `voxmatch run --references references --maps ours --map-options '${options}' --out results`,
      );
      // A mean of three voxels' orders, with the mean prevalence of two cases beside it.
      const auroc = page.locator("[data-table=scores] tr", { hasText: "auroc" });
      expect(await auroc.locator("td").allTextContents()).toEqual(expect.arrayContaining(["0.500", "2", "higher"]));
      expect(await page.locator("[data-table=cases] tr", { hasText: "missing" }).textContent()).toContain(
        "no such file",
      );
      const { violations } = await runAxe(page);
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await page.click("[data-table=cases] button[aria-label^='Open a:']");
      await scored(page);
      expect(await page.textContent(".bar .files")).toMatch(/^a\.nii\.gz · a\.nii\.gz/);
      await page.click(".bar button:text-is('Back to cases')");
      await page.waitForSelector(`${finished} [data-table=detection]`);
    });
  });
});
