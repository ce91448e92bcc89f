import { VoxmatchError } from "../../../base/errors.js";
import type { StackMetadata } from "./stack-metadata.js";

/** Millimetres in a unit of OME. */
const UNITS: Readonly<Record<string, number>> = {
  µm: 1e-3,
  μm: 1e-3,
  "&#181;m": 1e-3,
  "&#xB5;m": 1e-3,
  um: 1e-3,
  nm: 1e-6,
  mm: 1,
  cm: 10,
  m: 1e3,
};

/** A stack as OME-XML describes it; null if the description is something else. @throws VoxmatchError `INVALID_FILE` */
export function omeMetadata(description: string, pages: number, label: string): StackMetadata | null {
  if (!/<OME[\s>]/.test(description)) return null;
  const plain: StackMetadata = { sizes: { z: pages, c: 1, t: 1 }, pageOf: (z) => z, spacing: [], notes: [] };
  const all = [...description.matchAll(/<Pixels\b([^>]*)>([\s\S]*?)(?:<\/Pixels>|$)/g)];
  if (all.length === 0) {
    const companion = /<BinaryOnly\b[^>]*MetadataFile="([^"]*)"/.exec(description)?.[1];
    if (companion === undefined) return plain;
    return { ...plain, notes: [`${label} is one file of several, described by ${companion}: only this one is read.`] };
  }
  const [, attributes, inner] = all[0];
  const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
  const [z, c, t] = ["SizeZ", "SizeC", "SizeT"].map((name) => Number(of(name) ?? 1));
  const spacing = ["X", "Y", "Z"].map((axis) => {
    const unit = UNITS[of(`PhysicalSize${axis}Unit`) ?? "µm"];
    const size = Number(of(`PhysicalSize${axis}`));
    return size > 0 && unit !== undefined ? size * unit : null;
  });
  const notes = all.length > 1 ? [`${label} holds ${all.length} images: the first is read.`] : [];
  const names = new Set([...inner.matchAll(/<UUID\b[^>]*FileName="([^"]*)"/g)].map(([, name]) => name));
  if (names.size > 1) {
    return {
      ...plain,
      spacing,
      notes: [...notes, `${label} is one of ${names.size} files of an image: only this one is read.`],
    };
  }
  const order = of("DimensionOrder") ?? "XYZCT";
  if (!/^XY(ZCT|ZTC|CZT|CTZ|TZC|TCZ)$/.test(order)) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: DimensionOrder is "${order}", expected XYZCT or the like. Write it again.`,
      { source: label },
    );
  }
  const lengths: Readonly<Record<string, number>> = { Z: z, C: c, T: t };
  const [one, two, three] = order.slice(2);
  const strides: Readonly<Record<string, number>> = {
    [one]: 1,
    [two]: lengths[one],
    [three]: lengths[one] * lengths[two],
  };
  const planeOf = (at: Readonly<Record<string, number>>) => at.Z * strides.Z + at.C * strides.C + at.T * strides.T;
  const directory = directories(inner, z * c * t, planeOf);
  return { sizes: { z, c, t }, pageOf: (Z, C, T) => directory[planeOf({ Z, C, T })], spacing, notes };
}

/** The page of each plane in the order of dimensions: as TiffData say, else one after the other. */
function directories(
  inner: string,
  count: number,
  planeOf: (at: Readonly<Record<string, number>>) => number,
): readonly number[] {
  const found = Array.from({ length: count }, (_, i) => i);
  for (const [, attributes] of inner.matchAll(/<TiffData\b([^>]*?)\/?>/g)) {
    const of = (name: string) => new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1];
    const page = of("IFD");
    if (page === undefined) continue;
    const begin = planeOf({ Z: Number(of("FirstZ") ?? 0), C: Number(of("FirstC") ?? 0), T: Number(of("FirstT") ?? 0) });
    for (let i = 0; i < Number(of("PlaneCount") ?? 1) && begin + i < count; i++) found[begin + i] = Number(page) + i;
  }
  return found;
}
