import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { encodeNifti } from "../../../src/io/nifti/write-nifti.js";
import { arbitraryMasks } from "../../support/blocks.js";
import { COUNT_OPTIONS, filesOf, inBlocks, inMemory, inSlabs } from "../../support/out-of-core.js";
import { arbitraryPair, makeVolume, worstVolumes } from "../../support/volumes.js";

const lengths = fc.tuple(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
);
const cut = fc.record({ block: lengths, layers: fc.integer({ min: 1, max: 4 }), seed: fc.nat() });

describe("slabs and blocks", () => {
  it.each(Object.entries(COUNT_OPTIONS))("say what the whole says, byte for byte: %s", async (_, options) => {
    await fc.assert(
      fc.asyncProperty(arbitraryPair(4), cut, async (pair, { block, layers, seed }) => {
        const expected = await inMemory(pair, options);
        expect(await inSlabs(pair, options, layers)).toBe(expected);
        expect(await inBlocks(pair, options, block, seed)).toBe(expected);
      }),
      { seed: 20_261_130, numRuns: 30 },
    );
  });

  it.each(["components", "faces", "labels", "each", "groups", "parts", "void, cut", "void and labels", "explained"])(
    "measure surfaces and skeletons of matches by reading their boxes again: %s",
    { timeout: 300_000 },
    async (name) => {
      const options = { ...COUNT_OPTIONS[name], metrics: ["iou", "assd", "hd95", "nsd", "cldsc"] } as const;
      await fc.assert(
        fc.asyncProperty(arbitraryPair(3), cut, async (pair, { layers }) => {
          // With room for the largest box the smaller ones wait for a second reading.
          const expected = await inMemory(pair, options);
          expect(await inSlabs(pair, options, layers)).toBe(expected);
          expect(await inSlabs(pair, options, layers, 28 * 70 * 6 * 5)).toBe(expected);
        }),
        { seed: 20_261_130, numRuns: 25 },
      );
    },
  );

  it("say the same of masks, whose voxels are bits", async () => {
    const options = fc.constantFrom(COUNT_OPTIONS.components, COUNT_OPTIONS.each, COUNT_OPTIONS.faces);
    await fc.assert(
      fc.asyncProperty(arbitraryMasks(), options, cut, async (pair, chosen, { block, layers, seed }) => {
        const expected = await inMemory(pair, chosen);
        expect(await inSlabs(pair, chosen, layers)).toBe(expected);
        expect(await inBlocks(pair, chosen, block, seed)).toBe(expected);
      }),
      { seed: 20_261_130, numRuns: 60 },
    );
  });

  it.each([...Object.entries(worstVolumes()), ["spiral through all layers", spiral()] as const])(
    "say the same of the worst volumes: %s",
    async (_, volume) => {
      const shifted = { ...volume, labels: [...volume.labels.slice(1), volume.labels[0]] };
      for (const options of [COUNT_OPTIONS.components, COUNT_OPTIONS.faces, COUNT_OPTIONS.labels]) {
        const expected = await inMemory([volume, shifted], options);
        expect(await inSlabs([volume, shifted], options, 1)).toBe(expected);
        expect(await inBlocks([volume, shifted], options, [4, 2, 3], 7)).toBe(expected);
      }
    },
  );
});

/** One line that crosses every face again and again: along x, back in the next row but one, up to the next layer but one. */
function spiral() {
  return makeVolume([12, 12, 12], (x, y, z) => {
    if (z % 2 === 1) return Number(x === 0 && y === (z % 4 === 1 ? 10 : 0));
    if (y % 2 === 0) return 1;
    return Number(x === (y % 4 === 1 ? 11 : 0));
  });
}

describe("a limit of memory", () => {
  const pair = filesOf([makeVolume([8, 8, 8], (x) => x % 3), makeVolume([8, 8, 8], (x) => x % 2)]);
  const counts = { metrics: ["iou"], globalMetrics: ["iou"] } as const;

  it("changes nothing but the memory", async () => {
    const limited = await evaluate(pair, counts, { memory: 2 ** 28 });
    expect({ ...limited, timings: {} }).toEqual({ ...(await evaluate(pair, counts)), timings: {} });
  });

  it.each([
    [{ ...counts, globalMetrics: ["hd95"] }, "Option globalMetrics cannot be served under a limit of memory: hd95"],
    [{ ...counts, regions: true }, "Option regions cannot be served"],
    [{ ...counts, lesionDilation: 1 }, "Option lesionDilation cannot be served"],
    [{ ...counts, matchingMetric: "assd", threshold: 2 }, "Option matchingMetric cannot be served"],
  ] as const)("refuses %j", async (options, message) => {
    const refusal = expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(message) });
    await expect(evaluate(pair, options, { memory: 2 ** 28 })).rejects.toEqual(refusal);
  });

  it("notes matches whose boxes do not fit, which then have no surface metrics", async () => {
    const volume = makeVolume([8, 8, 8], (x, y) => Number(x > 1 && y > 1));
    // 6 × 6 × 8 voxels take 28 bytes each while they are measured.
    const options = { metrics: ["iou", "hd95"], globalMetrics: ["iou"] } as const;
    const limited = JSON.parse(await inSlabs([volume, volume], options, 3, 8000));
    expect(limited.notes).toContainEqual(
      expect.stringContaining(
        "of 1 match are not measured and count as undefined: measuring the largest takes 8064 bytes, and 8000 are",
      ),
    );
    expect(limited.groups.ungrouped.reference_instances[0].sq_hd95).toBeNull();
    expect(limited.groups.ungrouped.reference_instances[0].sq).toBe(1);
  });

  it("refuses a layer that does not fit, with the bytes that it needs", async () => {
    // 128 MiB and 24 bytes for each of 64 voxels.
    const refusal = expect.objectContaining({
      code: "OUT_OF_MEMORY",
      details: expect.objectContaining({ requiredBytes: 2 ** 27 + 24 * 64 }),
    });
    await expect(evaluate(pair, counts, { memory: 2 ** 20 })).rejects.toEqual(refusal);
  });

  it("refuses a limit that is no number of bytes", async () => {
    const given = evaluate(pair, counts, { memory: 0.5 });
    await expect(given).rejects.toThrow("Option memory is 0.5, but must be a whole number of bytes.");
  });

  it("refuses what is in memory already", async () => {
    const reference = { data: new Uint8Array(8), shape: [2, 2, 2] };
    const given = evaluate({ reference, prediction: reference }, counts, { memory: 2 ** 28 });
    await expect(given).rejects.toThrow("is in memory already");
  });

  it("refuses voxels that are no labels as the whole does", async () => {
    const damaged = { ...pair, prediction: { file: negativeAt(300) } };
    const refusal = await evaluate(damaged, counts).catch((error: Error) => error.message);
    expect(refusal).toContain("voxel [4,5,4]");
    await expect(evaluate(damaged, counts, { memory: 2 ** 28 })).rejects.toThrow(String(refusal));
  });
});

/** A volume of 8 × 8 × 8 with −1 at one voxel. */
function negativeAt(index: number) {
  const data = new Int16Array(512);
  data[index] = -1;
  return encodeNifti({ data, shape: [8, 8, 8], spacing: [1, 1.5, 2] });
}
