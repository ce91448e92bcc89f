import { describe, expect, it } from "vitest";
import { damaged } from "../fuzz/mutate.js";
import { TARGETS } from "../fuzz/targets.js";
import { FORMATS } from "../src/io/formats.js";
import { splitmix64 } from "./support/random.js";

describe("fuzzers", () => {
  it.each(Object.keys(TARGETS))("find nothing in the first inputs of %s", async (name) => {
    for (let seed = 1; seed <= 25; seed++) {
      await expect(TARGETS[name](splitmix64(seed)), `seed ${seed}`).resolves.toBeUndefined();
    }
  });

  it("damage an input by its seed alone, and leave the input as it was", () => {
    const whole = Uint8Array.from({ length: 400 }, (_, i) => i % 251);
    const copy = whole.slice();
    const results = Array.from({ length: 200 }, (_, seed) => damaged(whole, splitmix64(seed)));
    expect(whole).toEqual(copy);
    expect(Array.from({ length: 200 }, (_, seed) => damaged(whole, splitmix64(seed)))).toEqual(results);
    expect(new Set(results.map((bytes) => Buffer.from(bytes).toString("hex"))).size).toBeGreaterThan(150);
    expect(new Set(results.map((bytes) => bytes.length)).size).toBeGreaterThan(20);
  });

  it("have a target for every format", () => {
    const names: Readonly<Record<string, string>> = {
      TIFF: "tiff",
      NRRD: "nrrd",
      MetaImage: "metaimage",
      NumPy: "npy",
      "NumPy archive": "npz",
      MGH: "mgh",
      "DICOM SEG": "dicom",
      PNG: "png",
      Zarr: "zarr",
      HDF5: "hdf5",
    };
    const missing = FORMATS.map(({ name }) => name).filter((name) => TARGETS[names[name]] === undefined);
    // Bare and in gzip it has three: nifti, gzip and pair.
    expect(missing.filter((name) => !name.startsWith("NIfTI"))).toEqual([]);
  });
});
