import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { volumeFromArray } from "../../../../src/io/volume-from-array.js";
import { encodePng } from "../../../../src/reports/figures/encode-png.js";
import { greysOf, worstMapSlices } from "../../../../src/reports/figures/map-slices.js";
import { signedValue } from "../../../../src/reports/figures/map-values.js";

const PLAIN = { slope: 1, intercept: 0, scale: 1, sign: "positive" } as const;

/** The lines of a PNG file, and the CRC-32 of each chunk against its bytes. */
async function decode(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.set(name, bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return {
    names: [...chunks.keys()],
    header: chunks.get("IHDR"),
    lines: inflateSync(chunks.get("IDAT") ?? new Uint8Array()),
  };
}

describe("pictures of maps", () => {
  it("are PNG files of eight bits a channel", async () => {
    const pixels = Uint8ClampedArray.from({ length: 24 }, (_, i) => i);
    const { names, header, lines } = await decode(await encodePng(pixels, 3));
    expect(names).toEqual(["IHDR", "IDAT", "IEND"]);
    expect([...(header ?? [])]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 6, 0, 0, 0]);
    expect([...lines]).toEqual([0, ...pixels.subarray(0, 12), 0, ...pixels.subarray(12)]);
  });

  it("end with the chunk that every PNG file ends with", async () => {
    const bytes = await encodePng(new Uint8ClampedArray(4), 1);
    expect([...bytes.subarray(-12)]).toEqual([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
  });

  it("see values as scores do", () => {
    const map = { data: [-4, 2], slope: 0.5, intercept: 1, scale: 2 };
    // (0.5 · −4 + 1) / 2 = −½, (0.5 · 2 + 1) / 2 = 1.
    const seen = (sign: "positive" | "negative" | "absolute" | "signed") => [0, 1].map(signedValue({ ...map, sign }));
    expect(seen("positive")).toEqual([0, 1]);
    expect(seen("negative")).toEqual([0.5, 0]);
    expect(seen("absolute")).toEqual([0.5, 1]);
    expect(seen("signed")).toEqual([-0.5, 1]);
  });

  it("spread greys over the image, whichever way its values run", () => {
    const data = [0, 50, 100];
    expect([0, 1, 2].map(greysOf({ data, slope: 1, intercept: 0 }))).toEqual([0, 112.5, 225]);
    expect([0, 1, 2].map(greysOf({ data, slope: -1, intercept: 0 }))).toEqual([225, 112.5, 0]);
  });

  it("show the slice in which map and reference differ most first, and no neighbour of it", async () => {
    const shape = [4, 4, 6];
    const labels = new Uint8Array(96);
    const data = new Float32Array(96);
    labels.fill(1, 0, 2);
    labels.fill(1, 64, 69);
    // The first slice is right but for a voxel; the fifth is missed as a whole.
    data.fill(0.8, 0, 3);
    data[80] = 0.9;
    const reference = await volumeFromArray({ data: labels, shape, spacing: [1, 1, 2] });
    const slices = await worstMapSlices({ ...PLAIN, data }, reference, {
      title: "a & b",
      anatomy: null,
      threshold: 0.5,
    });
    expect(slices.map(({ z, reference: held }) => [z, held])).toEqual([
      [4, 5],
      [0, 2],
    ]);
    expect(slices[1].largest).toBeCloseTo(0.8, 6);
    expect(slices[0].svg).toContain("<title>a &#38; b, slice z = 4</title>");
    expect(slices[0].svg).toContain('href="data:image/png;base64,iVBORw0KGgo');
  });
});
