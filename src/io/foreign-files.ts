import { VoxmatchError } from "../../base/errors.js";

/** A kind of file that its first bytes show, and advice for it. */
interface ForeignFile {
  readonly matches: (start: Uint8Array) => boolean;
  /** After "is". */
  readonly what: string;
  readonly advice: string;
}

const CONVERT = "Convert it to NIfTI or NRRD (ITK, SimpleITK, 3D Slicer or ANTs read it)";

/** Advice for formats that are read, yet not within gzip. */
const INFLATE = "Decompress it once (gzip -d)";

/** Bytes that are looked at for text. */
const TEXT_BYTES = 256;

function begins(...bytes: readonly number[]): ForeignFile["matches"] {
  return (start) => bytes.every((byte, at) => start[at] === byte);
}

function says(text: string, at = 0): ForeignFile["matches"] {
  return (start) => textOf(start.subarray(at, at + text.length)) === text;
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, TEXT_BYTES));
}

function matchesText(pattern: RegExp): ForeignFile["matches"] {
  return (start) => pattern.test(textOf(start));
}

const PAGE: ForeignFile = {
  // A byte order mark, spaces and a declaration may come first.
  matches: matchesText(/^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body|!--|error|script)/i),
  what: "a web page",
  advice:
    "The download probably brought a login or error page instead of the file: open it in a text editor to see which, and " +
    "download it again",
};

const FOREIGN: readonly ForeignFile[] = [
  PAGE,
  {
    matches: says("version https://git-lfs.github.com/spec/"),
    what: "a pointer of git-lfs, which stands for a file that was not downloaded",
    advice: "Run git lfs pull in its repository",
  },
  {
    matches: matchesText(/^(?:\.\.\/)*(?:\.git)?\/annex\/objects\//),
    what: "a pointer of git-annex, which stands for a file that was not downloaded",
    advice: "Run git annex get (or datalad get) on it",
  },
  {
    matches: begins(0x1f, 0x8b),
    what: "gzip again within gzip: it was compressed twice",
    advice: "Decompress it once (gzip -dc FILE > FILE.once, and name that .nii.gz)",
  },
  { matches: says("DICM", 128), what: "a DICOM file within gzip", advice: INFLATE },
  { matches: says("NRRD"), what: "an NRRD file within gzip", advice: INFLATE },
  {
    matches: matchesText(/^\s*(?:ObjectType|NDims|Comment)\s*=/),
    what: "a MetaImage file within gzip",
    advice: INFLATE,
  },
  { matches: begins(0x89, 0x48, 0x44, 0x46), what: "an HDF5 file within gzip", advice: INFLATE },
  { matches: says("CDF"), what: "a NetCDF or MINC file (.nc, .mnc)", advice: CONVERT },
  { matches: begins(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59), what: "an array of NumPy within gzip", advice: INFLATE },
  { matches: says("PK\x03\x04"), what: "a ZIP archive within gzip", advice: INFLATE },
  { matches: begins(0x89, 0x50, 0x4e, 0x47), what: "a PNG image within gzip", advice: INFLATE },
  {
    matches: begins(0xff, 0xd8, 0xff),
    what: "a JPEG image",
    advice: "Save the labels without loss, as .png or .nii.gz",
  },
  { matches: says("II*\0"), what: "a TIFF image within gzip", advice: INFLATE },
  { matches: says("MM\0*"), what: "a TIFF image within gzip", advice: INFLATE },
  { matches: says("ustar", 257), what: "a tar archive", advice: "Unpack it, and name the volume in it" },
  { matches: matchesText(/^# (?:AmiraMesh|Avizo)/), what: "an Amira file (.am)", advice: CONVERT },
  {
    matches: says("\xa8b2frame\0", 1),
    what: "a Blosc2 frame, such as .b2nd",
    advice: "Of nnU-Net use the labels in labelsTr, not the preprocessed data",
  },
  { matches: says("BZh"), what: "compressed by bzip2", advice: "Decompress it (bzip2 -d)" },
  { matches: begins(0xfd, 0x37, 0x7a, 0x58, 0x5a), what: "compressed by xz", advice: "Decompress it (xz -d)" },
  { matches: begins(0x28, 0xb5, 0x2f, 0xfd), what: "compressed by zstd", advice: "Decompress it (zstd -d)" },
  { matches: says("<?xml"), what: "an XML file", advice: "Name the volume that belongs to it" },
  {
    matches: matchesText(/^\s*\{\s*"/),
    what: "a JSON file",
    advice: "Name the volume that belongs to it",
  },
];

/** The refusal of a file that begins with these bytes, or null if they are not recognised. */
export function refuseForeign(start: Uint8Array, label: string): VoxmatchError | null {
  const found = FOREIGN.find(({ matches }) => matches(start));
  if (found === undefined) return null;
  return new VoxmatchError("INVALID_FILE", `${label} is ${found.what}. ${found.advice}.`, {
    source: label,
    found: found.what,
  });
}
