import { VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";
import { type Grid, gridOf, unplaced } from "../header/axes.js";
import { invalidField, numbersIn } from "../header/number-list.js";
import { lineEnd } from "../header/text-header.js";
import type { FileChoices } from "../voxel-source.js";

/** The fields of a MetaImage header by their names in lower case. */
export type MetaImageFields = ReadonlyMap<string, string>;

/** The header ends with the line that names the data, or with the file if they lie in another. */
export function metaImageEnd(bytes: Uint8Array): number | null {
  for (let at = 0; ; ) {
    const end = lineEnd(bytes, at) ?? bytes.length;
    const line = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 64)));
    if (/^\s*ElementDataFile\s*=/i.test(line)) return end;
    if (end === bytes.length) return null;
    at = end;
  }
}

/** Splits a header into fields; lines without "=" are comments. */
export function metaImageFields(text: string): MetaImageFields {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) fields.set(name.toLowerCase(), value);
  }
  return fields;
}

/** The first of these fields that is there. */
function oneOf(fields: MetaImageFields, ...names: readonly string[]): string | undefined {
  return names.map((name) => fields.get(name)).find((value) => value !== undefined);
}

const TYPES: Readonly<Record<string, DataType>> = {
  MET_CHAR: "int8",
  MET_UCHAR: "uint8",
  MET_SHORT: "int16",
  MET_USHORT: "uint16",
  MET_INT: "int32",
  MET_UINT: "uint32",
  // ITK reads and writes both as 4 bytes on every system.
  MET_LONG: "int32",
  MET_ULONG: "uint32",
  MET_LONG_LONG: "int64",
  MET_ULONG_LONG: "uint64",
  MET_FLOAT: "float32",
  MET_DOUBLE: "float64",
};

export function metaImageType(fields: MetaImageFields, label: string): DataType {
  const text = fields.get("elementtype") ?? "";
  const found = TYPES[text.toUpperCase()];
  if (found !== undefined) return found;
  throw invalidField({ label, name: "ElementType" }, text, "a type of numbers, such as MET_UCHAR");
}

/** @throws VoxmatchError `INVALID_VOLUME` if each voxel has several numbers */
export function checkChannels(fields: MetaImageFields, label: string): void {
  const channels = Number(fields.get("elementnumberofchannels") ?? 1);
  if (channels === 1) return;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `${label} stores ${channels} numbers for each voxel (ElementNumberOfChannels), as colours and vectors do, which are no labels. ` +
      "Save a volume of one label for each voxel.",
    { source: label, channels },
  );
}

/** @returns the lengths of all axes, x first */
export function metaImageSizes(fields: MetaImageFields, label: string): readonly number[] {
  const [dimensions] = numbersIn(fields.get("ndims") ?? "", { label, name: "NDims" }, 1);
  return numbersIn(fields.get("dimsize") ?? "", { label, name: "DimSize" }, dimensions);
}

/** Whether a field that says yes or no says yes. */
export function saysYes(fields: MetaImageFields, names: readonly string[], label: string, usual: boolean): boolean {
  const text = oneOf(fields, ...names.map((name) => name.toLowerCase()));
  if (text === undefined) return usual;
  if (/^(t|true|y|yes|1)$/i.test(text)) return true;
  if (/^(f|false|n|no|0)$/i.test(text)) return false;
  throw invalidField({ label, name: names[0] }, text, "True or False");
}

/**
 * Where the voxels lie. `TransformMatrix` has the direction of one voxel axis after the other, in a world whose first two axes point
 * left and posterior.
 * @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME`
 */
export function metaImageGrid(
  fields: MetaImageFields,
  dimensions: number,
  shape: readonly number[],
  label: string,
  { spacing: given }: FileChoices,
): Grid {
  const sizes = oneOf(fields, "elementspacing", "elementsize");
  const matrix = oneOf(fields, "transformmatrix", "rotation", "orientation");
  const offset = oneOf(fields, "offset", "position", "origin");
  if (sizes === undefined && matrix === undefined && offset === undefined) {
    return unplaced(shape, given, { label, reason: "the header says nothing of size and place of voxels" });
  }
  const spacing =
    sizes === undefined ? shape.map(() => 1) : numbersIn(sizes, { label, name: "ElementSpacing" }, dimensions);
  const bad = shape.findIndex((length, axis) => !(spacing[axis] > 0) && length > 1);
  if (bad >= 0) throw invalidField({ label, name: "ElementSpacing" }, sizes ?? "", "numbers above 0");
  const rows =
    matrix === undefined ? null : numbersIn(matrix, { label, name: "TransformMatrix" }, dimensions * dimensions);
  const steps = shape.map((_, axis) => {
    const direction = rows?.slice(axis * dimensions, axis * dimensions + dimensions);
    return [0, 1, 2].map(
      (row) => (spacing[axis] || 1) * (direction === undefined ? Number(row === axis) : (direction[row] ?? 0)),
    );
  });
  const origin = offset === undefined ? [] : numbersIn(offset, { label, name: "Offset" }, dimensions);
  const found = gridOf(steps, origin, "LPS", { label, shape });
  const notes =
    sizes === undefined
      ? [`${label}: ElementSpacing is missing, so voxels are taken to be 1 mm long along each axis.`]
      : [];
  return { ...found, notes };
}
