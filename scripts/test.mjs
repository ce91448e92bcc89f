/**
 * `npm test [-- FILES AND OPTIONS OF VITEST]`: every test that can run here. Skipped suites are listed at
 * the end, loudly; where CI=true or VOXMATCH_ALL_TESTS=1 it is a failure.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "./find-chromium.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const isOnPath = (name) => (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
const needsChromium = findChromium() === null ? "no Chromium is installed, nor named by VOXMATCH_CHROMIUM" : null;

/** The projects of vitest.config.ts, each with the reason why it cannot run here, or null. */
const PROJECTS = {
  node: null,
  "engine-in-browser": needsChromium,
  chromium: needsChromium,
  services: isOnPath("redis-server") ? null : "no redis-server is installed",
};
const runnable = Object.keys(PROJECTS).filter((name) => PROJECTS[name] === null);
const missing = Object.keys(PROJECTS).filter(
  (name) => PROJECTS[name] !== null && (name !== "services" || existsSync(join(root, "test", "services"))),
);

const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const words = process.argv.slice(2);
// Chosen projects run alone.
const chosen = words.some((word) => word.startsWith("--project")) ? [] : runnable.map((name) => `--project=${name}`);
const { status } = spawnSync(process.execPath, [vitest, "run", ...chosen, ...words], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 1;

if (chosen.length > 0 && missing.length > 0) {
  const line = "!".repeat(78);
  console.error(`\n${line}`);
  for (const name of missing) console.error(`NOT RUN: the tests of "${name}": ${PROJECTS[name]}.`);
  console.error(line);
  if (process.env.CI === "true" || process.env.VOXMATCH_ALL_TESTS === "1") {
    console.error("All tests must run here (CI or VOXMATCH_ALL_TESTS is set), so this is a failure.");
    process.exitCode = 1;
  }
}
