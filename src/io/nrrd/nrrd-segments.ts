import type { Segment } from "../layers/segments.js";
import type { NrrdFields } from "./nrrd-header.js";

/** The segments that 3D Slicer names. Older versions have a layer of ones for each. */
export function nrrdSegments({ pairs }: NrrdFields, layers: number): readonly Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; ; i++) {
    const of = (key: string) => pairs.get(`Segment${i}_${key}`);
    const name = of("Name") ?? of("ID");
    if (name === undefined) return segments;
    const layer = Number(of("Layer") ?? (layers > 1 ? i : 0));
    segments.push({ name, value: Number(of("LabelValue") ?? (layers > 1 ? 1 : i + 1)), layer });
  }
}
