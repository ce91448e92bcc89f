import { VoxmatchError } from "../../../base/errors.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { type Grid, unplaced } from "../header/axes.js";
import type { FileChoices } from "../voxel-source.js";
import { imageJMetadata } from "./imagej.js";
import { omeMetadata } from "./ome-xml.js";
import type { StackMetadata } from "./stack-metadata.js";
import type { TiffPage } from "./tiff-page.js";

export interface TiffStack {
  /** From the first slice to the last. */
  readonly pages: readonly TiffPage[];
  gridOf(shape: readonly number[]): Grid;
  readonly notes: readonly string[];
}

/**
 * The pages that are the slices of a volume: by OME-XML, else by ImageJ's description, else all in order.
 * @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME`, `INVALID_OPTION`
 */
export function stackOf(pages: readonly TiffPage[], size: number, choices: FileChoices, label: string): TiffStack {
  const [first] = pages;
  const found = omeMetadata(first.description, pages.length, label) ?? imageJMetadata(first, label);
  const metadata: StackMetadata = found ?? {
    sizes: { z: pages.length, c: 1, t: 1 },
    pageOf: (z) => z,
    spacing: [],
    notes: [],
  };
  const { z, c, t } = metadata.sizes;
  const all = pages.length === 1 && z * c * t > 1 ? followingPages(first, z * c * t, size, label) : pages;
  if (z * c * t !== all.length) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} has ${all.length} pages, but its description says ${z} slices, ${c} channels and ${t} time points. Write it again.`,
      { source: label, pages: all.length, slices: z, channels: c, frames: t },
    );
  }
  const channel = chosen("channel", c, choices, label);
  const frame = chosen("frame", t, choices, label);
  const slices = Array.from({ length: z }, (_, i) => all[metadata.pageOf(i, channel, frame)]);
  if (slices.some((page) => page === undefined)) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: its description names pages that are not there. Write it again.`,
      { source: label },
    );
  }
  return {
    pages: slices,
    notes: metadata.notes,
    gridOf: (shape) => {
      const spacing = shape.map((_, axis) => metadata.spacing[axis] ?? null);
      if (spacing.every((length) => length !== null)) return { spacing, affine: null, notes: [] };
      return unplaced(shape, choices.spacing, {
        label,
        reason: "its description says nothing of the size of voxels along each axis",
      });
    },
  };
}

/** ImageJ writes stacks above 4 GB as one page, with the voxels of the others behind: read where the length fits exactly. */
function followingPages(first: TiffPage, count: number, size: number, label: string): readonly TiffPage[] {
  const bytes = first.width * first.height * bytesPerVoxel(first.dataType);
  const [begin] = first.offsets;
  const isContiguous =
    first.compression === 1 &&
    !first.isBits &&
    first.offsets.every((offset, i) => i === 0 || offset === first.offsets[i - 1] + first.byteCounts[i - 1]);
  if (!isContiguous || begin + count * bytes !== size) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} has one page, but its description says ${count}, and what lies behind the page does not hold them exactly. Save it again, as BigTIFF.`,
      { source: label, pages: count },
    );
  }
  return Array.from({ length: count }, (_, i) => ({
    ...first,
    label: `${label}, page ${i}`,
    offsets: first.offsets.map((offset) => offset + i * bytes),
  }));
}

function chosen(option: "channel" | "frame", length: number, choices: FileChoices, label: string): number {
  const choice = choices[option] ?? (length === 1 ? 0 : undefined);
  if (choice !== undefined && Number.isInteger(choice) && choice >= 0 && choice < length) return choice;
  const what = option === "channel" ? "channels" : "time points";
  throw new VoxmatchError(
    choice === undefined ? "INVALID_VOLUME" : "INVALID_OPTION",
    `${label} has ${length} ${what}${choice === undefined ? "" : `, and no number ${choice}`}. Choose one, from 0 to ${length - 1} (option ${option}).`,
    { source: label, option, length },
  );
}
