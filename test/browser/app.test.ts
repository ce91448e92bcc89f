import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromJson } from "../../src/index.js";
import {
  openPage,
  openPair,
  type ServedApp,
  serveBuiltApp,
  settled,
  shownNumbers,
  spineFile,
} from "../support/app-page.js";
import { runAxe } from "../support/axe.js";
import { launchChromium } from "../support/chromium.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const CLI = resolve("dist/src/cli/main.js");
const [REFERENCE, PREDICTION] = [spineFile("ref.nii.gz"), spineFile("pred.nii.gz")];
const folder = temporaryFolder();
let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveBuiltApp()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** Output of the command line for the same files, under the page's names. */
function commandLine(...words: string[]): string {
  const pair = ["-r", basename(REFERENCE), "-p", basename(PREDICTION)];
  const { status, stdout } = spawnSync(process.execPath, [CLI, "evaluate", ...pair, "--format", "json", ...words], {
    cwd: dirname(resolve(REFERENCE)),
    encoding: "utf8",
  });
  expect(status).toBe(0);
  return stdout;
}

const untimed = (json: string) => json.replace(/"timings": \{[^}]*\}/, "");

/** The numbers of a result as the page writes them. */
function written(json: string): Record<string, string> {
  const { pq, sq, rq, tp, fp, fn } = fromJson(json).groups.ungrouped;
  const [p, s, r] = [pq, sq, rq].map((value) => Number(value).toFixed(3));
  return { pq: p, sq: s, rq: r, tp: String(tp), fp: String(fp), fn: String(fn) };
}

async function withSpine(hash: string, work: (page: Page) => Promise<void>): Promise<void> {
  const { page, errors } = await openPage(browser, app.url + hash);
  await openPair(page, REFERENCE, PREDICTION);
  await settled(page);
  await work(page);
  expect(errors).toEqual([]);
  await page.close();
}

/** The file that a click on this text saves. */
async function saved(page: Page, label: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(label)]);
  return readFileSync(await download.path(), "utf8");
}

describe("the page", () => {
  it("loads less than 150 kB of script before it stands", () => {
    expect(app.firstBytes).toBeGreaterThan(10_000);
    expect(app.firstBytes).toBeLessThan(150_000);
  });

  it("shows the command line's numbers, and exports its JSON byte for byte but for timings", async () => {
    await withSpine("", async (page) => {
      const json = commandLine();
      expect(await shownNumbers(page)).toEqual(written(json));
      await page.click("text=Export");
      expect(untimed(await saved(page, "text=Result as JSON"))).toBe(untimed(json));
    });
  });

  it.each([
    ["threshold=0.25", ["--threshold", "0.25"]],
    ["strategy=many-to-one&matchingMetric=dsc", ["--strategy", "many-to-one", "--matching-metric", "dsc"]],
    ["groups=each&minVoxels=20&metrics=iou,assd", ["--groups", "each", "--min-voxels", "20", "--metrics", "iou,assd"]],
    ["connectivity=faces&thresholdRule=inclusive", ["--connectivity", "faces", "--threshold-rule", "inclusive"]],
    ["preset=panoptica&autc=exact", ["--preset", "panoptica", "--autc", "exact"]],
  ] as const)("exports JSON and TSV of the command line byte for byte: %s", async (hash, flags) => {
    await withSpine(`#${hash}`, async (page) => {
      await page.click("text=Export");
      expect(untimed(await saved(page, "text=Result as JSON"))).toBe(untimed(commandLine(...flags)));
      await page.click("text=Export");
      expect(await saved(page, "text=Result as TSV")).toBe(commandLine(...flags, "--format", "tsv"));
    });
  });

  it("takes its options from the address, distances among them", async () => {
    await withSpine("#strategy=union&threshold=0.3&metrics=iou,hd95&groups=each", async (page) => {
      const json = commandLine(
        "--strategy",
        "union",
        "--threshold",
        "0.3",
        "--metrics",
        "iou,hd95",
        "--groups",
        "each",
      );
      await page.click("text=Export");
      expect(untimed(await saved(page, "text=Result as JSON"))).toBe(untimed(json));
      await page.click("text=Export");
      const config = await saved(page, "text=Configuration as YAML");
      expect(config).toMatch(/^strategy: union$/m);
    });
  });

  it("follows the slider across a breakpoint, and a change of strategy, into the address", async () => {
    await withSpine("", async (page) => {
      for (const [threshold, strategy] of [
        [0.5, "one-to-one"],
        [0.85, "one-to-one"],
        [0.85, "many-to-one"],
        [0.1, "union"],
      ] as const) {
        await page.locator("input[name=threshold]").fill(String(threshold));
        await page.selectOption("select[name=strategy]", strategy);
        await settled(page);
        const expected = written(commandLine("--threshold", String(threshold), "--strategy", strategy));
        expect(await shownNumbers(page), `${strategy} at ${threshold}`).toEqual(expected);
      }
      expect(new URL(page.url()).hash).toBe("#strategy=union&threshold=0.1");
    });
  });

  it("shows one selected instance in table, graph and sentences, by mouse and by keys", async () => {
    await withSpine("", async (page) => {
      await page.click(".instances tbody tr >> nth=2");
      expect(await page.textContent("[aria-label='Selected instance'] h2")).toMatch(/^Reference 3/);
      await page.waitForSelector("[aria-label='Selected instance'] li");
      await page.focus(".instances table");
      await page.keyboard.press("ArrowDown");
      expect(await page.textContent(".instances tr[aria-selected=true] td >> nth=0")).toBe("4");
      await page.click("role=tab[name=Overlaps]");
      await page.waitForSelector(".node.selected");
      expect(await page.getAttribute(".node.selected", "aria-label")).toMatch(/^4 .* voxels, reference, /);
      const other = await page.getAttribute(".node:not(.selected) >> nth=0", "aria-label");
      await page.focus(`.node[aria-label="${other}"]`);
      await page.keyboard.press("Enter");
      await page.waitForSelector(`.node.selected[aria-label="${other}"][aria-pressed=true]`);
    });
  });

  it("calls nothing free of error that the counts call missed, in the table as among the kinds of error", async () => {
    await withSpine("#threshold=0.85", async (page) => {
      const { tp, fn } = await shownNumbers(page);
      expect(Number(fn)).toBeGreaterThan(0);
      const counted = async (word: string) => {
        await page.selectOption("[aria-label='Only the status or kind of error']", word);
        return Number((await page.textContent(".evidence .filters > span"))?.split(" of ")[0]);
      };
      const counts = { none: await counted("none"), inaccurate: await counted("inaccurate") };
      expect(counts.inaccurate).toBeGreaterThan(0);
      expect([await counted("matched"), await counted("missed")]).toEqual([Number(tp), Number(fn)]);
      const kinds = await page.$$eval(".instances tbody tr", (all) =>
        all.map((row) => row.querySelectorAll("td")[3].textContent),
      );
      expect(kinds).not.toContain("none");
      await page.click("role=tab[name=Errors]");
      for (const [kind, expected] of Object.entries(counts)) {
        const count = await page.textContent(`.kinds tr:has(th:text-is("${kind}")) td >> nth=0 >> strong`);
        expect(Number(count), kind).toBe(expected);
      }
      expect(await page.textContent(".kinds caption")).toContain(`${tp} references are matched and ${fn} missed`);
    });
  });

  it("asks for nothing but its own code once it has loaded", async () => {
    const { page, errors } = await openPage(browser, app.url);
    const asked: string[] = [];
    page.on("request", (request) => {
      if (!/^(blob|data):/.test(request.url())) asked.push(request.url());
    });
    await page.click("text=Open the sample case");
    await settled(page);
    for (const name of ["Overlaps", "Errors", "Thresholds", "Sensitivity"]) {
      await page.click(`role=tab[name=${name}]`);
      await page.waitForTimeout(150);
    }
    await page.click("text=PNG");
    await page.click("text=Export");
    await saved(page, "text=Configuration as YAML");
    const isCode = (url: string) => url.startsWith(new URL("/worker-", app.url).href) && /\/[\w-]+\.js$/.test(url);
    expect(asked.filter((url) => !isCode(url))).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("says of bad files what the command line says", async () => {
    const { page } = await openPage(browser, app.url);
    const garbage = { name: "notes.nii.gz", mimeType: "", buffer: Buffer.from("this is no volume at all") };
    await openPair(page, REFERENCE, garbage);
    const said = await page.textContent("[role=alert]");
    expect(said).toMatch(/^notes\.nii\.gz is /);
    await openPair(page, REFERENCE, resolve("examples/prediction.nii.gz"));
    await page.waitForSelector("main.workspace [role=alert]");
    expect(await page.textContent("main.workspace [role=alert]")).toMatch(/^The shapes differ along x: /);
    await page.close();
  });

  it("refuses options that do not go together, in words, and recovers", async () => {
    await withSpine("", async (page) => {
      await page.click("summary >> text=More options");
      await page.selectOption("select[name=decisionMetric]", "dsc");
      expect(await page.textContent("[role=alert]")).toMatch(/decisionMetric needs decisionThreshold/);
      await page.fill("input[name=decisionThreshold]", "0.9");
      await page.keyboard.press("Tab");
      await settled(page);
      const json = commandLine("--decision-metric", "dsc", "--decision-threshold", "0.9");
      expect(await shownNumbers(page)).toEqual(written(json));
    });
  });

  it("evaluates folders as a cohort, and opens a case of it", async () => {
    const { page } = await openPage(browser, app.url);
    for (const side of ["reference", "prediction"]) {
      mkdirSync(join(folder, side));
      for (const name of ["a", "b"]) copyFileSync(`examples/${side}.nii.gz`, join(folder, side, `${name}.nii.gz`));
      await page.setInputFiles(`[data-picks=${side}-folder]`, join(folder, side));
    }
    await page.click("text=Evaluate all pairs");
    await page.waitForFunction(() => document.querySelectorAll(".cases tbody td.number").length === 8);
    await page.click("role=button[name=b]");
    await settled(page);
    const table = await shownNumbers(page);
    await page.click("text=Back to cases");
    expect(await page.textContent(".cases tbody tr >> nth=1 >> td.number >> nth=0")).toBe(table.pq);
    await page.close();
  });

  it("has no accessibility violations, wide or on a phone, light or dark", async () => {
    const { page } = await openPage(browser, app.url);
    const looks = [1440, 390].flatMap((width) => (["light", "dark"] as const).map((scheme) => ({ width, scheme })));
    const check = async (state: string) => {
      for (const { width, scheme } of looks) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        const { violations, passes } = await runAxe(page);
        expect(violations.map(({ id, nodes }) => [state, width, scheme, id, nodes[0].html])).toEqual([]);
        expect(passes.map(({ id }) => id)).toContain("color-contrast");
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${state}, ${scheme}`).toBe(width);
      }
    };
    await check("start");
    await page.click("text=Open the sample case");
    await settled(page);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>(".controls details")) details.open = true;
    });
    await check("instances");
    for (const name of ["Overlaps", "Errors", "Thresholds", "Sensitivity"]) {
      await page.click(`role=tab[name=${name}]`);
      await page.waitForTimeout(300);
      await check(name);
    }
    await page.close();
  });
});
