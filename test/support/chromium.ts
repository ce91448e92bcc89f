import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser that tests run in: `VOXMATCH_CHROMIUM`, or what is installed. A missing browser fails, it never skips. */
export function chromiumPath(): string {
  const asked = process.env.VOXMATCH_CHROMIUM;
  const found = (asked === undefined ? USUAL_PLACES : [asked]).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(`No Chromium at ${asked ?? USUAL_PLACES.join(", ")}: install it, or name it in VOXMATCH_CHROMIUM.`);
}

/** Starts it without a window; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
}
