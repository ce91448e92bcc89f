import { describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { voxelsOf } from "../../../support/nifti.js";
import { pngFile } from "../../../support/png-files.js";
import { refusal } from "../../../support/refusal.js";
import { itWithstands } from "../../../support/withstand.js";

const SIZE = { width: 11, height: 7 };
const valuesOf = (depth: number) => Array.from({ length: 77 }, (_, i) => (i % 3 === 0 ? 0 : (i * 37) % 2 ** depth));

describe("PNG", () => {
  it.each([1, 2, 4, 8, 16] as const)("%i bits, grey and of a palette by its indices", async (depth) => {
    const values = valuesOf(depth);
    for (const colour of depth === 16 ? ([0] as const) : ([0, 3] as const)) {
      const volume = await readVolume(pngFile({ ...SIZE, depth, colour, values }), { name: "a.png" });
      expect(volume).toMatchObject({ shape: [11, 7], dataType: depth === 16 ? "uint16" : "uint8", affine: null });
      expect(voxelsOf(volume)).toEqual(values);
      expect(volume.notes?.join()).toMatch(/taken to be 1 mm long/);
    }
  });

  it("reads ids of COCO's panoptic format, if that is said", async () => {
    const values = valuesOf(8).flatMap((value) => [value, 2, 1]);
    const bytes = pngFile({ ...SIZE, depth: 8, colour: 2, values });
    // R + 256 · 2 + 65536 · 1
    expect(voxelsOf(await readVolume(bytes, { rgbIds: "coco" }))).toEqual(
      valuesOf(8).map((value) => value + 512 + 65_536),
    );
    await refusal(() => readVolume(bytes), "INVALID_VOLUME", /holds colours, which are no labels.*rgbIds "coco"/);
    const grey = pngFile({ ...SIZE, depth: 8, values: valuesOf(8) });
    await refusal(
      () => readVolume(grey, { rgbIds: "coco" }),
      "INVALID_VOLUME",
      /holds grey values, so that rgbIds does not apply/,
    );
  });

  it("refuses transparency and animations", async () => {
    const options = { ...SIZE, depth: 8, values: valuesOf(8) } as const;
    await refusal(() => readVolume(pngFile({ ...options, chunks: ["tRNS"] })), "INVALID_VOLUME", /transparent colours/);
    await refusal(() => readVolume(pngFile({ ...options, chunks: ["acTL"] })), "INVALID_VOLUME", /an animation/);
    const values = valuesOf(8).flatMap((value) => [value, 255]);
    await refusal(() => readVolume(pngFile({ ...options, colour: 4, values })), "INVALID_VOLUME", /holds transparency/);
  });

  const whole = pngFile({ ...SIZE, depth: 8, values: valuesOf(8) });
  const hugeFiles = (
    [
      [11_000, 7],
      [11_000, 7000],
    ] as const
  ).map((claims) => pngFile({ ...SIZE, depth: 8, values: valuesOf(8), claims }));
  itWithstands("a.png", whole, { headerBytes: whole.length, isSummed: true, hugeFiles });
});
