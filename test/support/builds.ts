import { beforeAll, describe } from "vitest";
import { type BuildName, createEngine, type Engine } from "../../bindings/engine/engine.js";

/** The builds that every kernel's suite runs on. */
export const BUILDS: readonly BuildName[] = ["release", "scalar", "debug"];

/** Describes one suite for each build; `engine()` is that build's engine once the tests run. */
export function describeBuilds(name: string, suite: (engine: () => Engine) => void): void {
  describe.each(BUILDS)(`${name} (%s)`, (build) => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await createEngine({ build });
    });
    suite(() => engine);
  });
}
