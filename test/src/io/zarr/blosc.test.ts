import fc from "fast-check";
import Blosc from "numcodecs/blosc";
import { describe, expect, it } from "vitest";
import { bloscHeader, decodeBlosc, isPlainBlosc } from "../../../../src/io/zarr/blosc.js";
import { decodeLz4 } from "../../../../src/io/zarr/lz4.js";
import { bloscChunk } from "../../../support/blosc.js";

const codec = (cname: string, shuffle: number) =>
  Blosc.fromConfig({ id: "blosc", cname, clevel: 5, shuffle, blocksize: 0 } as never);

/** Runs of labels, as volumes have them, and noise. */
const DATA = fc
  .array(fc.record({ value: fc.integer({ min: 0, max: 255 }), length: fc.integer({ min: 1, max: 700 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((runs) =>
    Uint8Array.from(
      runs.flatMap(({ value, length }) =>
        Array.from({ length }, (_, i) => (length % 3 === 0 ? value : (value * i) & 255)),
      ),
    ),
  );

describe("blosc", () => {
  it("decodes every layout of LZ4 as the package does", async () => {
    const layouts = fc.record({
      elementBytes: fc.constantFrom(1, 2, 3, 4, 8, 16, 17),
      elements: fc.integer({ min: 1, max: 600 }),
      isShuffled: fc.boolean(),
      isSplit: fc.boolean(),
    });
    const property = fc.asyncProperty(DATA, layouts, async (data, { elementBytes, elements, ...layout }) => {
      // Blocks are of whole elements, as writers have them.
      const most = Math.min(elements, Math.floor(data.length / elementBytes));
      const blockBytes = most === 0 ? data.length : most * elementBytes;
      const chunk = bloscChunk(data, { ...layout, elementBytes, blockBytes });
      const header = bloscHeader(chunk);
      expect(isPlainBlosc(header)).toBe(true);
      const found = decodeBlosc(chunk, header);
      expect(Buffer.compare(found, data)).toBe(0);
      expect(Buffer.compare(found, await codec("lz4", 1).decode(chunk as never))).toBe(0);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it("decodes what the package writes, and leaves other formats and shuffled bits to it", async () => {
    const data = Uint8Array.from({ length: 70_001 }, (_, i) => (i % 4 === 0 ? (i >> 9) & 255 : 0));
    const headers = [];
    for (const [cname, shuffle] of [
      ["lz4", 0],
      ["lz4", 1],
      ["lz4hc", 1],
      ["lz4", 2],
      ["blosclz", 1],
      ["zstd", 1],
    ] as const) {
      const chunk = (await codec(cname, shuffle).encode(data as never)) as Uint8Array;
      const header = bloscHeader(chunk);
      headers.push(isPlainBlosc(header));
      if (isPlainBlosc(header)) expect(Buffer.compare(decodeBlosc(chunk, header), data), cname).toBe(0);
    }
    expect(headers).toEqual([true, true, true, false, false, false]);
  });

  it("ends with an error, or with bytes of the right length, whichever byte of a chunk has changed", () => {
    const data = Uint8Array.from({ length: 4096 }, (_, i) => (i % 2 === 0 ? (i >> 6) & 255 : 0));
    const chunk = bloscChunk(data, { elementBytes: 2, blockBytes: 1024, isShuffled: true, isSplit: true });
    let refused = 0;
    for (let at = 16; at < chunk.length; at++) {
      const changed = chunk.slice();
      changed[at] ^= 1 << (at % 8);
      try {
        expect(decodeBlosc(changed, bloscHeader(changed))).toHaveLength(data.length);
      } catch (error) {
        expect(error).toMatchObject({ message: expect.stringMatching(/blosc|LZ4/) });
        refused++;
      }
    }
    // Only a changed literal, or distance of a match, gives bytes of the same length.
    expect(refused).toBeGreaterThan(chunk.length / 4);
  });
});

describe("LZ4", () => {
  // By hand, from the description of the format: two literals, and a match of six bytes two bytes back; then one literal.
  const block = Uint8Array.of(0x22, 7, 9, 2, 0, 0x10, 5);
  it("copies matches that overlap themselves", () => {
    const into = new Uint8Array(9);
    decodeLz4(block, into);
    expect([...into]).toEqual([7, 9, 7, 9, 7, 9, 7, 9, 5]);
  });

  it.each([
    ["a distance before the beginning", Uint8Array.of(0x22, 7, 9, 3, 0, 0x10, 5), 9, "copies what is not there"],
    ["a distance of nothing", Uint8Array.of(0x22, 7, 9, 0, 0, 0x10, 5), 9, "copies what is not there"],
    ["more than is expected", block, 8, "ends too early"],
    ["less than is expected", block, 10, "decodes to 9 bytes, expected 10"],
    ["a length without an end", Uint8Array.of(0xf0, 255), 400, "is cut"],
    ["a match that is cut", block.subarray(0, 4), 9, "is cut"],
  ])("refuses %s", (_, bytes, length, message) => {
    expect(() => decodeLz4(bytes, new Uint8Array(length))).toThrow(message);
  });
});
