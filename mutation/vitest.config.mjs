/** The tests of one room, which `mutation/run.mjs` names, in Node; kernels' suites on one build, as their wrappers are the same. */
import { defineConfig } from "vitest/config";
import { ROOMS } from "./rooms.mjs";

const { tests, slow = [] } = ROOMS[process.env.MUTATION_ROOM];

const oneBuild = {
  name: "one-build",
  transform: (code, id) =>
    id.endsWith("test/support/builds.ts") ? code.replace(/\["release", "scalar", "debug"\]/, '["release"]') : undefined,
  enforce: "pre",
};

export default defineConfig({
  plugins: [oneBuild],
  test: { include: tests.map((folder) => `${folder}/**/*.test.ts`), exclude: slow, testTimeout: 60_000 },
});
