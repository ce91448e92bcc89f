import type { StackMetadata } from "./stack-metadata.js";
import type { TiffPage } from "./tiff-page.js";

/** Millimetres in a unit of ImageJ. */
const UNITS: Readonly<Record<string, number>> = {
  mm: 1,
  cm: 10,
  m: 1e3,
  nm: 1e-6,
  um: 1e-3,
  µm: 1e-3,
  μm: 1e-3,
  "\\u00b5m": 1e-3,
  micron: 1e-3,
  microns: 1e-3,
  micrometer: 1e-3,
};

/** A stack as ImageJ describes it; null if the description is something else. */
export function imageJMetadata({ description, resolution }: TiffPage, label: string): StackMetadata | null {
  if (!description.startsWith("ImageJ=")) return null;
  const fields = new Map(
    description.split("\n").map((line): [string, string] => {
      const at = line.indexOf("=");
      return [
        line.slice(0, at),
        line
          .slice(at + 1)
          .replace(/\0.*$/s, "")
          .trim(),
      ];
    }),
  );
  const countOf = (name: string) => Math.max(1, Math.trunc(Number(fields.get(name) ?? 1)) || 1);
  const [c, t] = [countOf("channels"), countOf("frames")];
  const z = fields.has("slices") ? countOf("slices") : Math.max(1, countOf("images") / (c * t));
  const unit = fields.get("unit")?.toLowerCase() ?? "";
  const millimetres = UNITS[unit];
  const steps = [
    ...resolution.map((pixels) => (pixels === null ? null : 1 / pixels)),
    Number(fields.get("spacing")) || null,
  ];
  const spacing = millimetres === undefined ? [] : steps.map((step) => step && Math.abs(step) * millimetres);
  const isKnown = unit === "" || unit === "pixel" || unit === "pixels" || millimetres !== undefined;
  const notes = isKnown ? [] : [`${label}: its unit is "${unit}", which is no length that is known.`];
  return { sizes: { z, c, t }, pageOf: (slice, channel, frame) => channel + c * (slice + z * frame), spacing, notes };
}
