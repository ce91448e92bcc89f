/**
 * The endings of the files that each format of `formats.ts` has, in lower case, longer ones first; formats of likelier label volumes
 * first.
 */
export const FORMAT_ENDINGS = {
  nifti: [".nii.gz", ".nii"],
  nrrd: [".seg.nrrd", ".nrrd", ".nhdr"],
  metaimage: [".mha", ".mhd"],
  mgh: [".mgz", ".mgh"],
  numpy: [".npy"],
  npz: [".npz"],
  hdf5: [".hdf5", ".h5"],
  tiff: [".ome.tiff", ".ome.tif", ".tiff", ".tif"],
  zarr: [".ome.zarr", ".zarr"],
  zarrInZip: [".zarr.zip", ".ozx"],
  dicom: [".dcm"],
  pair: [".hdr.gz", ".hdr"],
  png: [".png"],
} as const;

const ENDINGS = Object.values(FORMAT_ENDINGS).flat();

const LABEL_VOLUME = new RegExp(`(?:${ENDINGS.map((ending) => ending.replaceAll(".", "\\.")).join("|")})$`, "i");

/** As a part of a regular expression: any of the endings. */
export const ANY_ENDING = LABEL_VOLUME.source.slice(0, -1);

/** The ending by which a name says that its file is a label volume; empty if it does not. */
export function volumeEnding(name: string): string {
  return LABEL_VOLUME.exec(name)?.[0] ?? "";
}

/** Where in the order of formats a file stands by its ending: the first are the likelier label volumes. */
export function formatRank(name: string): number {
  const ending = volumeEnding(name).toLowerCase();
  return Object.values(FORMAT_ENDINGS).findIndex((endings) => endings.some((each) => each === ending));
}

/** The endings, as messages list them. */
export function listedEndings(): string {
  return ENDINGS.join(", ");
}
