import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { refusal } from "../../support/refusal.js";

const compiled = async (build: string) => WebAssembly.compile(Uint8Array.from(readFileSync(`build/${build}.wasm`)));
const volume = { data: Uint8Array.of(0, 1, 1, 0), shape: [4, 1], spacing: [1, 1] };
const inputs = { reference: volume, prediction: volume };

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

describe("createEngine", () => {
  it.each([
    ["release", true],
    ["simd", false],
    ["scalar", false],
  ] as const)("takes a compiled module of the %s build, and finds out which memory it needs", async (build, shared) => {
    const { arena, kernels, workerPool } = await createEngine({ module: await compiled(build) });
    expect(arena.memory.buffer instanceof SharedArrayBuffer).toBe(shared);
    expect(workerPool !== null).toBe(shared);
    expect(kernels.crcTablesBytes()).toBeGreaterThan(0);
  });

  it("gives no workers to a module with assertions, whose data segments they would write anew", async () => {
    expect((await createEngine({ module: await compiled("debug") })).workerPool).toBeNull();
  });
});

describe("the option module", () => {
  it("evaluates with kernels that the host compiled, without compiling", async () => {
    const { evaluate } = await import("../../../src/evaluation/evaluate.js");
    const module = await compiled("simd");
    const compile = vi.spyOn(WebAssembly, "compile");
    const result = await evaluate(inputs, {}, { module });
    expect(compile).not.toHaveBeenCalled();
    expect(result.engine.build).toBe("simd");
    expect(result.groups.ungrouped.tp).toBe(1);
  });

  it("refuses anything else by name", async () => {
    const other = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    for (const module of [other, {}, "simd"]) {
      const work = () => evaluate(inputs, {}, { module: module as WebAssembly.Module });
      const { details } = await refusal(work, "INVALID_OPTION", /voxmatch\/wasm\/simd/);
      expect(details).toEqual({ option: "module" });
    }
  });
});

it("says what to do where the host forbids compiling", async () => {
  const { createEngine } = await import("../../../bindings/pool/create-engine.js");
  vi.spyOn(WebAssembly, "compile").mockRejectedValue(new WebAssembly.CompileError("disallowed by embedder"));
  // Modules were loaded anew, with another class of errors.
  await expect(createEngine()).rejects.toMatchObject({
    code: "COMPILE_REFUSED",
    details: { reason: "disallowed by embedder" },
    message: expect.stringMatching(/'wasm-unsafe-eval'.*voxmatch\/wasm\/simd/),
  });
});
