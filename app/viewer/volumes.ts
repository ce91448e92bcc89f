import { NVImage } from "@niivue/niivue";
import type { InstanceCodes } from "../engine/protocol.js";
import { shareColours } from "./label-colours.js";

/** NIfTI's intent of a label volume: the viewer then looks colours up instead of interpolating. */
const INTENT_LABEL = 1002;

/** Reads a NIfTI file, after the page had time to draw. */
export async function loadVolume(name: string, file: ArrayBuffer): Promise<NVImage> {
  await new Promise((resolve) => setTimeout(resolve));
  return NVImage.loadFromUrl({ url: file, name: `${name}.nii`, colormap: "gray", cal_min: 0, cal_max: 255 });
}

/** The viewer then takes colours for labels. */
export function markAsLabels(image: NVImage): void {
  image.hdr = Object.assign(image.hdr ?? {}, { intent_code: INTENT_LABEL }) as NVImage["hdr"];
}

/** Gives a volume its colours; one with more instances than colours takes the shades of its instances as values. */
export function colourVolume(image: NVImage, colours: Uint8ClampedArray, codes: InstanceCodes | null): void {
  let lut = colours;
  if (codes !== null) {
    const { table, shadeOf } = shareColours(colours);
    const shades = image.img as Uint8Array;
    for (let i = 0; i < codes.length; i++) shades[i] = shadeOf[codes[i]];
    lut = table;
  }
  // The viewer takes a table of one or two colours for none.
  const padded = new Uint8ClampedArray(Math.max(16, lut.length));
  padded.set(lut);
  image.colormapLabel = { lut: padded, min: 0, max: padded.length / 4 - 1, labels: [] };
}

/** The first value other than 0, at ever larger distances. */
export function nearestValue(reach: number, valueAt: (dx: number, dy: number, dz: number) => number): number {
  for (let r = 0; r <= reach; r++) {
    for (let dz = -r; dz <= r; dz++) {
      for (let dy = -r; dy <= r; dy++) {
        for (let dx = -r; dx <= r; dx++) {
          if (Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz)) !== r) continue;
          const value = valueAt(dx, dy, dz);
          if (value > 0) return value;
        }
      }
    }
  }
  return 0;
}
