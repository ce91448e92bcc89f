import { existsSync } from "node:fs";

/** Where package managers put Chromium, and what else drives as well. */
const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The browser that tests and benchmarks drive: the one that VOXMATCH_CHROMIUM names, or one that is installed.
 * @returns {string | null}
 */
export function findChromium() {
  const asked = process.env.VOXMATCH_CHROMIUM;
  const places = asked === undefined ? USUAL_PLACES : [asked];
  return places.find((place) => existsSync(place)) ?? null;
}
