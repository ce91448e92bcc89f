/** Stryker for one room, which `mutation/run.mjs` names. */
import { ROOMS } from "./rooms.mjs";

const room = process.env.MUTATION_ROOM;

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner", new URL("sample.mjs", import.meta.url).pathname],
  checkers: ["sample"],
  vitest: { configFile: "mutation/vitest.config.mjs", related: false },
  mutate: [`${ROOMS[room].files}/**/*.ts`, "!bindings/wasm/**"],
  coverageAnalysis: "perTest",
  concurrency: 1,
  incremental: true,
  incrementalFile: `build/mutation/${room}-incremental.json`,
  jsonReporter: { fileName: `build/mutation/${room}.json` },
  // A busy machine may take long for a test that does not hang.
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 20,
  reporters: ["json", "progress-append-only"],
  tempDirName: `build/mutation/${room}-sandbox`,
  ignorePatterns: [
    "app",
    "bench/results",
    "build/{fuzz,mutation,site}",
    "dist",
    "docs",
    "mutation/node_modules",
    "python",
    "site",
  ],
};
