import { InvalidArgumentError, Option } from "commander";
import type { FileChoices } from "../io/voxel-source.js";

/** Choices within files, where a format offers them. They hold for both files. */
type FileFlags = Pick<
  FileChoices,
  "spacing" | "segment" | "layer" | "level" | "channel" | "frame" | "fractionalThreshold" | "rgbIds"
>;

const KEYS = ["spacing", "segment", "layer", "level", "channel", "frame", "fractionalThreshold", "rgbIds"] as const;

/** The flags that choose what of files is read; docs/formats.md says of which formats. */
export function fileFlags(): readonly Option[] {
  return [
    new Option("--spacing <x,y,z>", "mm between voxels, for files without it").argParser(lengths),
    new Option("--segment <name>", "the segment to read (NRRD, DICOM SEG)"),
    new Option("--layer <number>", "the layer of overlapping segments to read, from 0 (NRRD)").argParser(index),
    new Option("--level <number>", "the resolution to read, from 0, the finest (OME-Zarr)").argParser(index),
    new Option("--channel <number>", "the channel to read, from 0 (TIFF, OME-Zarr)").argParser(index),
    new Option("--frame <number>", "the time point to read, from 0 (TIFF, OME-Zarr)").argParser(index),
    new Option(
      "--fractional-threshold <part>",
      "smallest part of the largest fraction that labels a voxel (DICOM SEG)",
    ).argParser(part),
    new Option("--rgb-ids <kind>", "read colours as ids, R + 256 G + 65536 B (PNG)").choices(["coco"]),
  ].map((option) => option.helpGroup("Files:"));
}

/** The choices within files among the parsed flags. */
export function fileChoices(parsed: Readonly<Record<string, unknown>>): FileFlags {
  return Object.fromEntries(KEYS.flatMap((key) => (parsed[key] === undefined ? [] : [[key, parsed[key]]])));
}

function index(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number of at least 0.");
}

function part(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 1) return number;
  throw new InvalidArgumentError("Expected a number above 0 and up to 1.");
}

function lengths(text: string): readonly number[] {
  const numbers = text.split(",").map((each) => (each.trim() === "" ? Number.NaN : Number(each)));
  if (
    (numbers.length === 2 || numbers.length === 3) &&
    numbers.every((length) => length > 0 && Number.isFinite(length))
  )
    return numbers;
  throw new InvalidArgumentError("Expected two or three numbers above 0, such as 0.5,0.5,2.");
}
