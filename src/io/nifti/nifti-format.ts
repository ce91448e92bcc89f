import { isGzip } from "../gzip/gzip-member.js";
import { checkHeld } from "../stream/check-held.js";
import { StreamedVolume } from "../stream/streamed-volume.js";
import { type Packing, wholeFile } from "../stream/voxel-place.js";
import type { FormatInput, StoredVolume, VoxelFile } from "../voxel-source.js";
import { findHeader } from "./find-header.js";
import type { NiftiHeader } from "./header.js";

/** Looks for the header in this many stored bytes at first, and in four times as many until these hold it. */
const FRONT_BYTES = 1 << 16;

/** NIfTI-1 and NIfTI-2 in a single file, plain or gzipped. */
export async function openNifti(input: FormatInput): Promise<StoredVolume> {
  const { header, isCompressed } = await readHeader(input, false);
  const place = { ...header, label: input.source.label, behind: "padding", nifti: header } as const;
  return new StreamedVolume(input, header, { ...header, ...input.reading }, place, wholeFile(isCompressed));
}

/** A header (.hdr), with the voxels in another file (.img), either of which may be gzipped. */
export async function openNiftiPair(input: FormatInput): Promise<StoredVolume> {
  const { header } = await readHeader(input, true);
  const stem = (input.source.path ?? "").replace(/^.*[\\/]/, "").replace(/\.hdr(\.gz)?$/i, "");
  const voxels = await input.companion([".img", ".img.gz", ".IMG", ".IMG.gz"].map((ending) => stem + ending));
  return pairedVolume(input, header, voxels);
}

/** The voxels of a pair (.img), which only their name shows. */
export async function openNiftiVoxels(input: FormatInput): Promise<StoredVolume> {
  const stem = input.source.label.replace(/^.*[\\/]/, "").replace(/\.img(\.gz)?$/i, "");
  const file = await input.companion(
    [".hdr", ".hdr.gz", ".HDR", ".HDR.gz"].map((ending) => stem + ending),
    {
      isHeader: true,
    },
  );
  const { header } = await readHeader({ ...input, ...file }, true);
  await file.bytes.drain();
  return pairedVolume(input, header, input);
}

async function pairedVolume(input: FormatInput, header: NiftiHeader, file: VoxelFile): Promise<StoredVolume> {
  const { bytes } = await file.bytes.front(2);
  const packing: Packing = wholeFile(isGzip(bytes));
  const place = { ...header, label: file.source.label, behind: "padding", nifti: null } as const;
  checkHeld(place, packing, file.source.size);
  return new StreamedVolume(file, header, { ...header, ...input.reading }, place, packing);
}

async function readHeader(
  { engine, source, bytes, maximumVoxels }: FormatInput,
  isPair: boolean,
): Promise<{ readonly header: NiftiHeader; readonly isCompressed: boolean }> {
  // Loading the second reader takes 20 ms, so an evaluation of arrays does not load it.
  const loading = import("./header-cross-check.js");
  for (let wanted = FRONT_BYTES; ; wanted *= 4) {
    const front = await bytes.front(wanted);
    const { checkAgainstReader: check } = await loading;
    const header = findHeader(engine, front.bytes, front.isAll, { source, maximumVoxels, check, isPair });
    if (header !== null) return { header, isCompressed: isGzip(front.bytes) };
  }
}
