import { VoxmatchError } from "../../../base/errors.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { fileBeside } from "../header/file-beside.js";
import { labelShape } from "../header/label-shape.js";
import { invalidField } from "../header/number-list.js";
import { readTextHeader } from "../header/text-header.js";
import { asciiVolume } from "../stream/ascii-volume.js";
import { checkHeld } from "../stream/check-held.js";
import { StreamedVolume } from "../stream/streamed-volume.js";
import type { Packing } from "../stream/voxel-place.js";
import type { FormatInput, StoredHeader, StoredVolume } from "../voxel-source.js";
import {
  checkChannels,
  type MetaImageFields,
  metaImageEnd,
  metaImageFields,
  metaImageGrid,
  metaImageSizes,
  metaImageType,
  saysYes,
} from "./metaimage-header.js";

/** MetaImage (.mha, and .mhd with its voxels in the same folder), as ITK writes it. */
export async function openMetaImage(input: FormatInput): Promise<StoredVolume> {
  const { source, maximumVoxels, reading, choices } = input;
  const { label } = source;
  const { text, bytes } = await readTextHeader(input.bytes, label, metaImageEnd);
  const fields = metaImageFields(text);
  checkChannels(fields, label);
  const sizes = metaImageSizes(fields, label);
  const shape = labelShape(sizes, { label, field: "DimSize", maximumVoxels });
  const dataType = metaImageType(fields, label);
  const grid = metaImageGrid(fields, sizes.length, shape, label, choices);
  const header: StoredHeader = { shape, dataType, ...grid };
  const isBig = saysYes(fields, ["BinaryDataByteOrderMSB", "ElementByteOrderMSB"], label, false);
  const encoding = { dataType, littleEndian: !isBig, slope: 1, intercept: 0, ...reading };
  const name = fields.get("elementdatafile") ?? "";
  const isLocal = /^local$/i.test(name);
  const file = isLocal ? input : await input.companion([fileBeside(name, label, "ElementDataFile")]);
  const voxelBytes = shape.reduce((product, length) => product * length, bytesPerVoxel(dataType));
  const isPacked = saysYes(fields, ["CompressedData"], label, false);
  const skip = skipOf(fields, label);
  const from = isLocal ? bytes : 0;
  if (!saysYes(fields, ["BinaryData"], label, true)) {
    return asciiVolume(file, header, encoding, from, { layers: 1, layer: 0, value: null });
  }
  const place = {
    label: file.source.label,
    shape,
    dataType,
    voxelOffset: 0,
    voxelBytes,
    behind: "error",
    nifti: null,
  } as const;
  const begin = skip >= 0 ? from + skip : beforeLast(file.source.size, voxelBytes, isPacked, label);
  const packing: Packing = { kind: isPacked ? "zlib" : "none", from: begin, bytes: null };
  checkHeld(place, packing, file.source.size);
  return new StreamedVolume(file, header, encoding, place, packing);
}

/** Bytes that are skipped in front of the voxels; −1: these are the last bytes of the file. */
function skipOf(fields: MetaImageFields, label: string): number {
  const text = fields.get("headersize") ?? "0";
  const skip = Number(text);
  if (Number.isSafeInteger(skip) && skip >= -1) return skip;
  throw invalidField({ label, name: "HeaderSize" }, text, "a whole number of at least −1");
}

function beforeLast(size: number | null, voxelBytes: number, isPacked: boolean, label: string): number {
  if (size !== null && !isPacked) return Math.max(0, size - voxelBytes);
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label}: HeaderSize is −1, which says that the voxels are the last bytes of a file, and these are compressed or come ` +
      "through a pipe. Write the file again.",
    { source: label, field: "HeaderSize" },
  );
}
