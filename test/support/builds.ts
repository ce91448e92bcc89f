import { readFileSync } from "node:fs";
import { afterEach, beforeAll, describe } from "vitest";
import type { Engine } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { HostileArena } from "./hostile-arena.js";

export type TestedBuild = "release" | "scalar" | "debug";

/**
 * The builds that every kernel's suite runs on; `debug` has assertions and is not published. A page compiles WebAssembly as Node
 * does, so that one build shows there that the kernels work.
 */
export const BUILDS: readonly TestedBuild[] = "document" in globalThis ? ["release"] : ["release", "scalar", "debug"];

/** An engine of a build, with as much memory as there can be. */
export async function engineOf(build: TestedBuild): Promise<Engine> {
  if (build !== "debug") return createEngine({ build });
  const bytes = Uint8Array.from(readFileSync("build/debug.wasm"));
  return createEngine({ module: await WebAssembly.compile(bytes) });
}

/**
 * Describes one suite for each build; `engine()` is that build's engine once the tests run. Its memory is dirty, and a test that
 * writes behind a block fails.
 */
export function describeBuilds(name: string, suite: (engine: () => Engine, build: TestedBuild) => void): void {
  describe.each(BUILDS)(`${name} (%s)`, (build) => {
    let engine: Engine;
    let arena: HostileArena;
    beforeAll(async () => {
      const made = await engineOf(build);
      arena = new HostileArena(made.arena.memory, made.arena.maximumBytes, made.arena.fillZeros);
      engine = { ...made, arena };
    });
    afterEach(() => arena.check());
    suite(() => engine, build);
  });
}
