import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Findings of axe in a page. The script is evaluated, as the page's policy refuses added scripts. */
export async function runAxe(page: Page): Promise<AxeResults> {
  await page.evaluate(SOURCE);
  // Elements are named for violations alone, which takes less time; passes keep the names of their rules.
  return (await page.evaluate('axe.run({ resultTypes: ["violations"], preload: false })')) as AxeResults;
}
