import { afterEach, describe, expect, it } from "vitest";
import { availableFormats } from "../../../../src/io/available-formats.js";
import { FORMATS } from "../../../../src/io/formats.js";
import { usePackages } from "../../../../src/io/packages.js";
import { readVolume } from "../../../../src/io/read-volume.js";
import { testVoxels } from "../../../support/format-files.js";
import { refusal } from "../../../support/refusal.js";
import { tiffFile } from "../../../support/tiff-files.js";

it("refuses a file of no format by the endings of all that are read", async () => {
  const error = await refusal(
    () => readVolume(new Uint8Array(500).fill(7), { name: "a.bin" }),
    "INVALID_FILE",
    /^a\.bin/,
  );
  for (const ending of FORMATS.flatMap(({ endings }) => endings)) expect(error.message).toContain(` ${ending}`);
});

describe("the formats that are read here", () => {
  afterEach(() => usePackages({ geotiff: () => import("geotiff") }));

  it("are all where their packages are installed", async () => {
    const found = await availableFormats();
    expect(found.map(({ name }) => name)).toEqual(FORMATS.map(({ name }) => name));
    expect(found.filter(({ missing }) => missing !== null)).toEqual([]);
  });

  it("say what is missing, and so does a file", async () => {
    usePackages({ geotiff: () => Promise.reject(new Error("Cannot find package 'geotiff'")) });
    const missing = (await availableFormats()).filter((format) => format.missing !== null);
    expect(missing).toMatchObject([{ name: "TIFF", missing: "npm install geotiff" }]);
    const read = () => readVolume(tiffFile(testVoxels("uint8")));
    await refusal(
      read,
      "MISSING_PACKAGE",
      /TIFF is read by the package geotiff, which is not installed.*npm install geotiff/,
    );
  });
});
