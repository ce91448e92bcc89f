import { describe, expect, it } from "vitest";
import { distinctColour, fromHex, itkSnapLabels, slicerColours } from "../../../src/cli/label-tables.js";

const ROWS = [
  { number: 1, name: "lesion 1 matched: reference 2", colour: [0, 158, 115] },
  { number: 12, name: 'the "other"\nlesion', colour: [255, 1, 2] },
] as const;

describe("colour tables", () => {
  it("are as ITK-SNAP writes them: number, colour, opacity, visibility, mesh, name", () => {
    expect(itkSnapLabels(ROWS).split("\n").slice(5)).toEqual([
      '    0     0     0     0     0     0     0    "Clear Label"',
      '    1     0   158   115     1     1     1    "lesion 1 matched: reference 2"',
      `   12   255     1     2     1     1     1    "the 'other' lesion"`,
      "",
    ]);
  });

  it("are as Slicer reads them: number, name without spaces, colour, opacity", () => {
    expect(slicerColours(ROWS).split("\n").slice(1)).toEqual([
      "0 background 0 0 0 0",
      "1 lesion_1_matched:_reference_2 0 158 115 255",
      '12 the_"other"_lesion 255 1 2 255',
      "",
    ]);
  });

  it("differ for numbers that are near each other", () => {
    const colours = Array.from({ length: 60 }, (_, i) => distinctColour(i + 1));
    for (const [i, colour] of colours.entries()) {
      for (const channel of colour) expect(channel).toSatisfy((value: number) => value >= 0 && value <= 255);
      for (const other of colours.slice(i + 1, i + 8)) {
        expect(Math.hypot(...colour.map((channel, c) => channel - other[c]))).toBeGreaterThan(30);
      }
    }
  });

  it("take colours of the palette", () => {
    expect(fromHex("#009e73")).toEqual([0, 158, 115]);
  });
});
