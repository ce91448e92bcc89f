import { FORMAT_ENDINGS } from "./format-endings.js";
import { isPairHeader, niftiForm } from "./nifti/magic.js";
import type { VolumeFormat } from "./voxel-source.js";

/** The formats in the order in which they are asked. The last one also takes unclaimed files, and refuses them with a reason. */
export const FORMATS: readonly VolumeFormat[] = [
  {
    name: "TIFF",
    endings: FORMAT_ENDINGS.tiff,
    summary:
      "stacks of pages, of ImageJ and of OME (`channel`, `frame`), BigTIFF; deflate, LZW, PackBits, zstd; palettes by their indices",
    needs: "geotiff",
    choices: ["channel", "frame"],
    sniff: ({ stored }) => /^(?:II[*+]\0|MM\0[*+])/.test(text(stored.subarray(0, 4))),
    open: async (input) => (await import("./tiff/tiff-format.js")).openTiff(input),
  },
  {
    name: "NRRD",
    endings: FORMAT_ENDINGS.nrrd,
    summary: "raw, gzip and ascii; data in the file or beside it; layers and segments of `.seg.nrrd`",
    choices: ["segment", "absentSegment", "layer"],
    sniff: ({ stored }) => says(stored, "NRRD"),
    open: async (input) => (await import("./nrrd/nrrd-format.js")).openNrrd(input),
  },
  {
    name: "MetaImage",
    endings: FORMAT_ENDINGS.metaimage,
    summary: "plain and zlib; data in the file or beside it",
    // The first letter refuses most other files before thousands of bytes become text, which takes 0.07 ms.
    sniff: ({ stored }) =>
      /^[\s#\w]/.test(text(stored.subarray(0, 1))) &&
      /^(?:\s*[#\w][^\n=]*(?:=[^\n]*)?\n)*?\s*NDims\s*=/.test(LATIN.decode(stored.subarray(0, 4096))),
    open: async (input) => (await import("./metaimage/metaimage-format.js")).openMetaImage(input),
  },
  {
    name: "HDF5",
    endings: FORMAT_ENDINGS.hdf5,
    summary:
      "the data set `/PATH` of `FILE.h5:/PATH`, or the only one that can hold labels; gzip, lzf, szip; read in slabs",
    needs: "h5wasm",
    choices: ["member"],
    // A block of the user may come first, as in MATLAB's files.
    sniff: ({ stored }) => [0, 512, 1024, 2048].some((at) => says(stored.subarray(at), "\x89HDF\r\n\x1a\n")),
    open: async (input) => (await import("./hdf5/hdf5-format.js")).openHdf5(input),
  },
  {
    name: "NumPy",
    endings: FORMAT_ENDINGS.numpy,
    summary: "arrays of 2 or 3 dimensions, the last axis is x; C and Fortran order, both byte orders",
    sniff: ({ stored }) => says(stored, "\x93NUMPY"),
    open: async (input) => (await import("./numpy/npy-format.js")).openNpy(input),
  },
  {
    name: "Zarr",
    endings: [...FORMAT_ENDINGS.zarr, ...FORMAT_ENDINGS.zarrInZip],
    summary:
      "folders, on a disk, chosen in a page, on a server, or in a ZIP archive: OME-Zarr 0.4 and 0.5 (labels, levels), arrays of Zarr 2 and 3",
    needs: "zarrita",
    isFolder: true,
    choices: ["member", "level", "channel", "frame"],
    sniff: ({ stored, name }) => says(stored, ZIP) && isZarrInZip(stored, name),
    open: async (input) => (await import("./zarr/zarr-format.js")).openZarr(input),
  },
  {
    name: "NumPy archive",
    endings: FORMAT_ENDINGS.npz,
    summary: "the array `NAME` of `FILE.npz:NAME`, or the only one that can hold labels; stored and deflated, ZIP64",
    choices: ["member"],
    sniff: ({ stored }) => says(stored, ZIP) || says(stored, "PK\x05\x06"),
    open: async (input) => (await import("./numpy/npz-format.js")).openNpz(input),
  },
  {
    name: "MGH",
    endings: FORMAT_ENDINGS.mgh,
    summary: "volumes of FreeSurfer, plain and gzipped",
    sniff: ({ inflated }) => says(inflated, "\0\0\0\x01\0") && inflated.subarray(5, 8).some((byte) => byte !== 0),
    open: async (input) => (await import("./mgh/mgh-format.js")).openMgh(input),
  },
  {
    name: "DICOM SEG",
    endings: FORMAT_ENDINGS.dicom,
    summary:
      "segmentations of bits, of fractions by `fractionalThreshold`, and label maps; plain, RLE and deflated frames; `segment`",
    choices: ["segment", "absentSegment", "fractionalThreshold"],
    sniff: ({ stored }) => says(stored, "DICM", 128),
    open: async (input) => (await import("./dicom/dicom-format.js")).openDicom(input),
  },
  {
    name: "PNG",
    endings: FORMAT_ENDINGS.png,
    summary: "grey values of 1 to 16 bits, indices of palettes, and ids of COCO's panoptic format by `rgbIds`",
    choices: ["rgbIds"],
    sniff: ({ stored }) => says(stored, "\x89PNG\r\n\x1a\n"),
    open: async (input) => (await import("./png/png-format.js")).openPng(input),
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

/** How a ZIP archive begins. */
const ZIP = "PK\x03\x04";

/** Whether an archive says that a Zarr is in it: by the name of its first member, else by its own. */
function isZarrInZip(stored: Uint8Array, name: string): boolean {
  const first = text(stored.subarray(30, 30 + stored[26] + 256 * stored[27]));
  return /(?:^|\/)(?:zarr\.json|\.zarray|\.zgroup|\.zattrs)$|\.zarr\//.test(first) || /\.zarr\.zip$|\.ozx$/.test(name);
}

/** For text of thousands of bytes, where `text` takes 0.17 ms; it has other letters for 0x80 to 0x9f. */
const LATIN = new TextDecoder("latin1");

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function says(bytes: Uint8Array, words: string, at = 0): boolean {
  return text(bytes.subarray(at, at + words.length)) === words;
}
