import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { expect, inject } from "vitest";
// @ts-expect-error: a script without types
import { serveApp } from "../../scripts/app/serve.mjs";
import { GOLDEN_ROOT } from "./golden.js";

declare module "vitest" {
  interface ProvidedContext {
    readonly builtApp: { readonly folder: string; readonly firstBytes: number };
  }
}

export interface ServedApp {
  readonly url: string;
  /** Bytes of script, gzipped, before the page stands. */
  readonly firstBytes: number;
  readonly close: () => Promise<void>;
}

/** Serves the page that was built before the tests. */
export async function serveBuiltApp(): Promise<ServedApp> {
  const { folder, firstBytes } = inject("builtApp");
  const server: { url: string; close: () => Promise<void> } = await serveApp(folder, { isolated: true });
  return { ...server, firstBytes };
}

/**
 * A tab with the page, loaded whole, and the errors in it. A service worker, which would copy every file of the page first, is
 * there only where the options allow one.
 */
export async function openPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser["newPage"]>[0] = {},
): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block", ...options });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // Chromium says of every page that it does not know this directive yet.
    if (message.text() === "Unrecognized Content-Security-Policy directive 'webrtc'.") return;
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(url);
  await page.waitForSelector("html[data-loaded]");
  return { page, errors };
}

/** Picks both files and waits until everything about them is said. */
export async function openPair(page: Page, reference: PickedFile, prediction: PickedFile): Promise<void> {
  await page.setInputFiles("[data-picks=reference]", reference);
  await page.setInputFiles("[data-picks=prediction]", prediction);
  await page.click("text=Evaluate >> nth=0");
}

export type PickedFile = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector("main.workspace")?.getAttribute("aria-busy") === "false" && document.querySelector("dd"),
  );
}

/** The large numbers as they are shown. */
export async function shownNumbers(page: Page): Promise<Record<string, string>> {
  const found = await page.$$eval("[data-number]", (elements) =>
    elements.map((element) => [element.getAttribute("data-number"), element.textContent]),
  );
  expect(found.length).toBe(6);
  return Object.fromEntries(found) as Record<string, string>;
}

export const spineFile = (name: string): string => join(GOLDEN_ROOT, "spine", "semantic", name);

/** Waits until both volumes are drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForSelector(".viewer[aria-busy=false] canvas[data-picture=whole]");
}

/** How many pixels of the viewer have each of the colours, as `#rrggbb`, give or take a little. */
export async function pixelsOf<Name extends string>(
  page: Page,
  colours: Readonly<Record<Name, string>>,
): Promise<Readonly<Record<Name, number>>> {
  const png = await page.locator(".viewer canvas").screenshot();
  const wanted: Record<string, string> = colours;
  const found = await page.evaluate(countPixels, { url: `data:image/png;base64,${png.toString("base64")}`, wanted });
  return found as Record<Name, number>;
}

/** Runs in the page. */
async function countPixels({ url, wanted }: { url: string; wanted: Record<string, string> }) {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("No context to read pixels with.");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const counted = Object.entries(wanted).map(([name, colour]) => {
    const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4)
      if (channels.every((value, k) => Math.abs(data[i + k] - value) <= 3)) count++;
    return [name, count] as const;
  });
  return Object.fromEntries(counted);
}
