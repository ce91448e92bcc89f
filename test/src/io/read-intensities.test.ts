import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readIntensities } from "../../../src/io/read-intensities.js";
import { DATA_TYPES, niftiFile } from "../../support/nifti.js";
import { refusal } from "../../support/refusal.js";

describe("reading an image to look at", () => {
  it.each(DATA_TYPES.flatMap((dataType) => [true, false].map((littleEndian) => [dataType, littleEndian] as const)))(
    "gives the stored numbers of %s, little-endian: %s",
    async (dataType, littleEndian) => {
      const values = [0, 1, 2, 100, 127, 3];
      const file = niftiFile({ dataType, littleEndian, shape: [3, 2], values });
      const image = await readIntensities(file);
      expect(Array.from(image.data)).toEqual(values);
      expect(image).toMatchObject({ shape: [3, 2], slope: 1, intercept: 0 });
    },
  );

  it("takes fractions and negative numbers, which are no labels", async () => {
    const values = [-1.5, 0.25, Number.NaN];
    const file = gzipSync(niftiFile({ dataType: "float64", shape: [3, 1], values }));
    expect(Array.from((await readIntensities(new Blob([file]))).data)).toEqual(values);
  });

  it("refuses a file that was cut", async () => {
    const file = niftiFile({ shape: [3, 2], values: [1, 2, 3, 4, 5, 6] });
    await refusal(() => readIntensities(file.subarray(0, file.length - 1)), "INVALID_FILE", /cut off/);
  });
});
