import { join } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
// @ts-expect-error: a script without types
import { findChromium } from "./scripts/find-chromium.mjs";
import { serveFixtures } from "./test/support/in-page/serve-fixtures.js";

const ROOT = import.meta.dirname;
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Of a test, a hook and a wait, for a machine that does ten times as much beside. A test that fails does so by an assertion. */
const LIMITS = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 20_000 } } };

/** Of tests that drive a browser or servers, whose own races no test can rule out: what fails must fail twice. */
const DRIVEN = { ...LIMITS, retry: 1 };

/** One after the other, as each is given all of the machine. */
const [FIRST, SECOND, THIRD, FOURTH] = [0, 1, 2, 3].map((groupOrder) => ({ sequence: { groupOrder } }));

export default defineConfig({
  test: {
    globalSetup: "scripts/build-worker.mjs",
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", "test/in-page/**", "test/services/**"],
          ...LIMITS,
          // Nearly all of them compute on one thread and wait for nothing.
          maxWorkers: "100%",
          ...FIRST,
        },
      },
      // The kernels' suites and the golden answers once more, in a page.
      {
        plugins: [serveFixtures(ROOT)],
        resolve: { alias: { "node:fs": join(ROOT, "test/support/in-page/fs.ts") } },
        server: { headers: ISOLATION },
        optimizeDeps: { include: ["@assemblyscript/loader", "fast-check", "nifti-reader-js"] },
        test: {
          name: "engine-in-browser",
          include: ["test/assembly/**/*.test.ts", "test/in-page/**/*.test.ts", "test/src/**/*golden*.test.ts"],
          // These read their answers from outside the tree, which no page can.
          exclude: ["test/src/maps/**"],
          ...LIMITS,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: findChromium() ?? undefined, args: ["--no-sandbox"] },
            }),
            instances: [{ browser: "chromium" }],
          },
          ...SECOND,
        },
      },
      // The page and the reports, driven from Node.
      {
        test: {
          name: "chromium",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: "scripts/app/build-for-tests.mjs",
          ...DRIVEN,
          maxWorkers: 2,
          ...THIRD,
        },
      },
      {
        // These wait for servers and schedulers more than they compute.
        test: { name: "services", include: ["test/services/**/*.test.ts"], ...DRIVEN, maxWorkers: 4, ...FOURTH },
      },
    ],
  },
});
