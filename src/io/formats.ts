import { FORMAT_ENDINGS } from "./format-endings.js";
import { isPairHeader, niftiForm } from "./nifti/magic.js";
import type { VolumeFormat } from "./voxel-source.js";

/** The formats in the order in which they are asked. The last one also takes what no format claims, and says what it is not. */
export const FORMATS: readonly VolumeFormat[] = [
  {
    name: "NRRD",
    endings: FORMAT_ENDINGS.nrrd,
    summary: "raw, gzip and ascii; data in the file or beside it; layers and segments of `.seg.nrrd`",
    sniff: ({ stored }) => says(stored, "NRRD"),
    open: async (input) => (await import("./nrrd/nrrd-format.js")).openNrrd(input),
  },
  {
    name: "MetaImage",
    endings: FORMAT_ENDINGS.metaimage,
    summary: "plain and zlib; data in the file or beside it",
    sniff: ({ stored }) => /^(?:\s*[#\w][^\n=]*(?:=[^\n]*)?\n)*?\s*NDims\s*=/.test(text(stored.subarray(0, 4096))),
    open: async (input) => (await import("./metaimage/metaimage-format.js")).openMetaImage(input),
  },
  {
    name: "NIfTI pair",
    endings: FORMAT_ENDINGS.pair,
    summary: "a header and its voxels, either of them gzipped; name either",
    sniff: ({ inflated, name }) =>
      isPairHeader(inflated) || (/\.img(\.gz)?$/.test(name) && niftiForm(inflated) === null),
    open: async (input) => {
      const { openNiftiPair, openNiftiVoxels } = await import("./nifti/nifti-format.js");
      return /\.img(\.gz)?$/i.test(input.source.label) ? openNiftiVoxels(input) : openNiftiPair(input);
    },
  },
  {
    name: "NIfTI",
    endings: FORMAT_ENDINGS.nifti,
    summary: "NIfTI-1 and NIfTI-2 in a single file, plain or gzipped",
    sniff: ({ inflated }) => niftiForm(inflated) !== null,
    open: async (input) => (await import("./nifti/nifti-format.js")).openNifti(input),
  },
];

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function says(bytes: Uint8Array, words: string, at = 0): boolean {
  return text(bytes.subarray(at, at + words.length)) === words;
}
