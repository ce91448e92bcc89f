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

/** What draws where there is no graphics card; slow, but exact. */
const SOFTWARE_WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

/** Starts it without a window; the caller closes it. Without `webGl` a page has none, as on some machines. */
export function launchChromium({ webGl = false } = {}): Promise<Browser> {
  const args = ["--no-sandbox", ...(webGl ? SOFTWARE_WEBGL : ["--disable-gpu", "--disable-3d-apis"])];
  return chromium.launch({ executablePath: chromiumPath(), args });
}
