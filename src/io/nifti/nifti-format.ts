import { isGzip } from "../gzip/gzip-member.js";
import type { VolumeFormat } from "../voxel-source.js";
import { findHeader } from "./find-header.js";
import { beginsLikeNifti } from "./header-fields.js";
import { NiftiVolume } from "./nifti-volume.js";

/** Looks for the header in this many stored bytes at first, and in four times as many until these hold it. */
const FRONT_BYTES = 1 << 16;

/** NIfTI-1 and NIfTI-2 in a single file, plain or gzipped. */
export const NIFTI: VolumeFormat = {
  name: "NIfTI",
  sniff: ({ inflated }) => beginsLikeNifti(inflated),
  open: async ({ engine, source, bytes, maximumVoxels, reading }) => {
    // Loading the second reader takes 20 ms, so an evaluation of arrays does not load it.
    const loading = import("./header-cross-check.js");
    for (let wanted = FRONT_BYTES; ; wanted *= 4) {
      const front = await bytes.front(wanted);
      const { checkAgainstReader: check } = await loading;
      const header = findHeader(engine, front.bytes, front.isAll, { source, maximumVoxels, check });
      if (header !== null) return new NiftiVolume(source, bytes, header, reading, isGzip(front.bytes));
    }
  },
};
