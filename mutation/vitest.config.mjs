/** The tests of one room, which `mutation/run.mjs` names, in Node; kernels' suites on one build, as their wrappers are the same. */
import { defineConfig } from "vitest/config";
import { FEW_RUNS, ROOMS } from "./rooms.mjs";

const { tests, slow = [] } = ROOMS[process.env.MUTATION_ROOM];

const oneBuild = {
  name: "one-build",
  transform: (code, id) =>
    id.endsWith("test/support/builds.ts") ? code.replace(/\["release", "scalar", "debug"\]/, '["release"]') : undefined,
  enforce: "pre",
};

/** Of some properties only the first cases: the hundreds that follow would run again for each change. */
const RUNS = 4;
const fewRuns = {
  name: "few-runs",
  transform: (code, id) =>
    FEW_RUNS.some((each) => id.endsWith(each))
      ? code.replace(/numRuns: (\d+)/g, (_, runs) => `numRuns: ${Math.min(RUNS, runs)}`)
      : undefined,
  enforce: "pre",
};

export default defineConfig({
  plugins: [oneBuild, fewRuns],
  test: {
    include: tests.map((each) => (each.endsWith(".ts") ? each : `${each}/**/*.test.ts`)),
    exclude: slow,
    // A hook that has no turn in time would skip its tests, and let a change pass.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
