import { type Browser, chromium } from "playwright-core";
// @ts-expect-error: a script without types
import { findChromium } from "../../scripts/find-chromium.mjs";

/** The browser that tests run in. A missing browser fails, it never skips. */
export function chromiumPath(): string {
  const found: string | null = findChromium();
  if (found !== null) return found;
  throw new Error("There is no Chromium: install it, or name it in VOXMATCH_CHROMIUM.");
}

/** Flags for drawing without a graphics card; slow, but exact. */
const SOFTWARE_WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

/** Starts it without a window; the caller closes it. Without `webGl` a page has none, as on some machines. */
export function launchChromium({ webGl = false, flags = [] as readonly string[] } = {}): Promise<Browser> {
  const args = ["--no-sandbox", ...flags, ...(webGl ? SOFTWARE_WEBGL : ["--disable-gpu", "--disable-3d-apis"])];
  return chromium.launch({ executablePath: chromiumPath(), args });
}
