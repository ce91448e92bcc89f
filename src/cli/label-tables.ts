/** Colour tables of label volumes for the programs that show them. */

/** A number of a volume, its name and colour. */
export interface LabelRow {
  readonly number: number;
  readonly name: string;
  readonly colour: Colour;
}

/** Red, green, blue: 0 to 255. */
export type Colour = readonly [number, number, number];

const RULE = "#".repeat(48);

/** A label description file of ITK-SNAP (Segmentation › Import Label Descriptions). */
export function itkSnapLabels(rows: readonly LabelRow[]): string {
  const line = (number: number, colour: Colour, visible: 0 | 1, name: string) =>
    `${[number, ...colour, visible, visible, visible].map((value) => String(value).padStart(5)).join(" ")}    "${name.replaceAll('"', "'")}"`;
  return [
    RULE,
    "# ITK-SnAP Label Description File",
    "# File format:",
    "# IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL",
    RULE,
    line(0, [0, 0, 0], 0, "Clear Label"),
    ...rows.map(({ number, colour, name }) => line(number, colour, 1, oneLine(name))),
    "",
  ].join("\n");
}

/** A colour table of 3D Slicer (.ctbl), whose names have no spaces. */
export function slicerColours(rows: readonly LabelRow[]): string {
  return [
    "# Color",
    "0 background 0 0 0 0",
    ...rows.map(
      ({ number, colour, name }) => `${number} ${oneLine(name).replaceAll(" ", "_")} ${colour.join(" ")} 255`,
    ),
    "",
  ].join("\n");
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, " ").trim();
}

/** A colour for each number, far from those of its neighbours: hues a golden angle apart, in three degrees of lightness. */
export function distinctColour(number: number): Colour {
  const hue = (number * 137.508) % 360;
  const lightness = [0.5, 0.65, 0.38][number % 3];
  return fromHsl(hue, 0.75, lightness);
}

/** `#009e73` as numbers. */
export function fromHex(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function fromHsl(hue: number, saturation: number, lightness: number): Colour {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
