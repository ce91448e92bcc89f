import { describe, expect, it } from "vitest";
import {
  checkChannels,
  metaImageEnd,
  metaImageFields,
  metaImageGrid,
  metaImageSizes,
  metaImageType,
  saysYes,
} from "../../../../src/io/metaimage/metaimage-header.js";
import { refusal } from "../../../support/refusal.js";

const fields = (...lines: readonly string[]) => metaImageFields(lines.join("\n"));
const SHAPE = [5, 4, 3];

describe("the header of a MetaImage", () => {
  it("ends with the line that names the data, or with the file", () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(metaImageEnd(bytes("NDims = 3\nElementDataFile = LOCAL\nABC\n"))).toBe(34);
    expect(metaImageEnd(bytes("NDims = 3\r\n  elementdatafile=LOCAL\r\nABC"))).toBe(36);
    expect(metaImageEnd(bytes("ElementDataFile = a.raw"))).toBe(23);
    expect(metaImageEnd(bytes("NDims = 3\nComment = ElementDataFile = x\n"))).toBeNull();
    expect(metaImageEnd(bytes(""))).toBeNull();
  });

  it("has fields by names in any case; other lines are comments", () => {
    expect([...fields("NDims =  3 ", "no field", "  DimSize=5 4 3\r", "Comment = a = b", "NDIMS = 2")]).toEqual([
      ["ndims", "2"],
      ["dimsize", "5 4 3"],
      ["comment", "a = b"],
    ]);
  });

  it.each([
    ["CHAR", "int8"],
    ["UCHAR", "uint8"],
    ["SHORT", "int16"],
    ["USHORT", "uint16"],
    ["INT", "int32"],
    ["UINT", "uint32"],
    ["LONG", "int32"],
    ["ULONG", "uint32"],
    ["LONG_LONG", "int64"],
    ["ULONG_LONG", "uint64"],
    ["FLOAT", "float32"],
    ["DOUBLE", "float64"],
  ])("calls MET_%s %s", (name, type) => {
    expect(metaImageType(fields(`ElementType = MET_${name}`), "a")).toBe(type);
    expect(metaImageType(fields(`ElementType = met_${name.toLowerCase()}`), "a")).toBe(type);
  });

  it("is refused with another type, or none, or several numbers for each voxel", async () => {
    const message = (type: string) => `ElementType is "${type}", expected a type of numbers, such as MET_UCHAR`;
    await refusal(() => metaImageType(fields("ElementType = MET_ASCII"), "a"), "INVALID_FILE", message("MET_ASCII"));
    await refusal(() => metaImageType(fields(), "a"), "INVALID_FILE", message(""));
    for (const line of ["", "ElementNumberOfChannels = 1"])
      expect(() => checkChannels(fields(line), "a")).not.toThrow();
    const error = await refusal(
      () => checkChannels(fields("ElementNumberOfChannels = 3"), "a"),
      "INVALID_VOLUME",
      "a stores 3 numbers for each voxel (ElementNumberOfChannels)",
    );
    expect(error.details).toEqual({ source: "a", channels: 3 });
  });

  it("has as many sizes as dimensions", async () => {
    expect(metaImageSizes(fields("NDims = 2", "DimSize = 5 4"), "a")).toEqual([5, 4]);
    await refusal(
      () => metaImageSizes(fields("NDims = 3", "DimSize = 5 4"), "a"),
      "INVALID_FILE",
      "header's DimSize is",
    );
    await refusal(() => metaImageSizes(fields("NDims = 3"), "a"), "INVALID_FILE", "header's DimSize is");
    await refusal(
      () => metaImageSizes(fields("NDims = 2 2", "DimSize = 5 4"), "a"),
      "INVALID_FILE",
      "header's NDims is",
    );
    await refusal(() => metaImageSizes(fields("DimSize = 5 4"), "a"), "INVALID_FILE", "header's NDims is");
  });

  it("says yes and no in many words", async () => {
    const says = (text: string) => saysYes(fields(`BinaryData = ${text}`), ["CompressedData", "BinaryData"], "a", true);
    for (const yes of ["T", "true", "Y", "yes", "1"]) expect(says(yes), yes).toBe(true);
    for (const no of ["F", "False", "n", "NO", "0"]) expect(says(no), no).toBe(false);
    for (const usual of [true, false]) expect(saysYes(fields(), ["BinaryData"], "a", usual)).toBe(usual);
    for (const odd of ["truely", "on", "10", ""]) {
      await refusal(() => says(odd), "INVALID_FILE", `CompressedData is "${odd}", expected True or False`);
    }
  });
});

describe("the grid of a MetaImage", () => {
  const grid = (...lines: readonly string[]) => metaImageGrid(fields(...lines), 3, SHAPE, "a.mha", {});

  it("is turned from LPS, and steps of 1 mm are noted where only the place is told", () => {
    expect(grid("ElementSpacing = 1 2 3", "Offset = 4 5 6")).toEqual({
      spacing: [1, 2, 3],
      affine: [-1, 0, 0, -4, 0, -2, 0, -5, 0, 0, 3, 6, 0, 0, 0, 1],
      notes: [],
    });
    const note = "a.mha: ElementSpacing is missing, so voxels are taken to be 1 mm long along each axis.";
    for (const line of ["Offset = 0 0 0", "Position = 0 0 0", "Origin = 0 0 0", "Rotation = 1 0 0 0 1 0 0 0 1"]) {
      expect(grid(line)).toEqual({
        spacing: [1, 1, 1],
        affine: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
        notes: [note],
      });
    }
    for (const name of ["TransformMatrix", "Rotation", "Orientation"]) {
      const turned = grid(`${name} = 0 1 0 1 0 0 0 0 1`, "ElementSize = 1 2 3");
      expect(turned.affine).toEqual([0, -2, 0, 0, -1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1]);
    }
  });

  it("is that of the caller where the header says nothing", () => {
    const told = metaImageGrid(fields(), 3, SHAPE, "a.mha", { spacing: [2, 2, 4] });
    expect(told).toEqual({ spacing: [2, 2, 4], affine: null, notes: [] });
    expect(grid()).toMatchObject({ spacing: [1, 1, 1], notes: [expect.stringMatching(/nothing of size and place/)] });
  });

  it("needs sizes above 0 of axes with several voxels", async () => {
    for (const sizes of ["1 2 0", "1 2 -3", "1 NaN 3"]) {
      await refusal(
        () => grid(`ElementSpacing = ${sizes}`),
        "INVALID_FILE",
        `ElementSpacing is "${sizes}", expected numbers above 0`,
      );
    }
    const plane = metaImageGrid(fields("ElementSpacing = 1 2 0"), 3, [5, 4, 1], "a", {});
    expect(plane.spacing).toEqual([1, 2, 1]);
  });

  it("is refused where a list is of another length than the dimensions ask for", async () => {
    const refused = (name: string, line: string) =>
      refusal(() => grid(line), "INVALID_FILE", `the header's ${name} is`);
    await refused("ElementSpacing", "ElementSpacing = 1 2");
    await refused("TransformMatrix", "TransformMatrix = 1 0 0 1");
    await refused("Offset", "Offset = 1 2 3 4");
  });

  it("has matrices of as many dimensions as the file, though the last is one voxel", () => {
    const lines = ["ElementSpacing = 1 2", "TransformMatrix = 0 1 -1 0", "Offset = 4 5"];
    const found = metaImageGrid(fields(...lines), 2, [5, 4], "a", {});
    // i: (0, 1), j: 2 · (−1, 0) in LPS.
    expect(found.affine).toEqual([0, 2, 0, -4, -1, 0, 0, -5, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(found.spacing).toEqual([1, 2]);
  });
});
