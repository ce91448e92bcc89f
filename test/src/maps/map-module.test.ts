import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluateMap } from "../../../src/maps/api.js";

const shape = [3, 1];
const inputs = {
  map: { data: Float32Array.of(0, 1, 3), shape },
  reference: { data: Uint8Array.of(0, 1, 1), shape },
};

describe("kernels of maps that the host compiled", () => {
  it("are refused if they are not of maps", async () => {
    const module = await WebAssembly.compile(Uint8Array.from(readFileSync("build/simd.wasm")));
    await expect(evaluateMap(inputs, {}, { mapModule: module })).rejects.toThrow("not a compiled module");
    await expect(evaluateMap(inputs, {}, { mapModule: 1 as unknown as WebAssembly.Module })).rejects.toThrow(
      "maps-simd",
    );
  });

  it("are used where they are given", async () => {
    const mapModule = await WebAssembly.compile(Uint8Array.from(readFileSync("build/maps-release.wasm")));
    const { groups } = await evaluateMap(inputs, {}, { mapModule });
    expect(groups.ungrouped).toMatchObject({ mass_accuracy: 1, auroc: 1 });
  });
});
