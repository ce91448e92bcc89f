import { readHeader } from "nifti-reader-js";
import { VoxmatchError } from "../../../base/errors.js";
import type { StoredForm } from "./grid.js";
import type { NiftiFields } from "./header-fields.js";
import { MAGIC_AT } from "./magic.js";

/**
 * Reads the header a second time with nifti-reader-js and compares what the two readers must agree on, so that a slip
 * in one of them never turns into wrong millimetres. The affine is compared where both take it from the same fields:
 * the library takes the qform when its code is larger, has none for NIfTI-2, and knows no quaternion above 1, no
 * handedness other than ±1 and no missing axis.
 * @throws VoxmatchError `INTERNAL` if they differ
 */
export function checkAgainstReader(
  header: Uint8Array,
  fields: NiftiFields,
  stored: StoredForm | null,
  label: string,
): void {
  // A copy (a Buffer's slice is none) of exactly the header: with more bytes the library would walk the extensions, which may never end.
  const copy = new Uint8Array(header.subarray(0, fields.headerBytes));
  // The library takes headers of single files only, from which those of pairs differ in this byte.
  copy[MAGIC_AT[fields.version] + 1] = "+".charCodeAt(0);
  const read = readHeader(copy.buffer);
  const differing: string[] = [];
  const [dimensions] = fields.dim;
  for (let axis = 0; axis <= dimensions; axis++) {
    if (read.dims[axis] !== fields.dim[axis]) differing.push(`dim[${axis}]`);
    if (!Object.is(read.pixDims[axis], fields.pixdim[axis])) differing.push(`pixdim[${axis}]`);
  }
  if (read.datatypeCode !== fields.datatype) differing.push("datatype");
  if (read.numBitsPerVoxel !== fields.bitpix) differing.push("bitpix");
  if (read.littleEndian !== fields.littleEndian) differing.push("byte order");
  if (stored !== null && takesSameForm(fields, stored)) {
    const flat = read.affine.flat();
    const scale = Math.max(1, ...stored.affine.map(Math.abs));
    if (!stored.affine.every((entry, index) => Math.abs(entry - flat[index]) <= 1e-6 * scale)) differing.push("affine");
  }
  if (differing.length === 0) return;
  throw new VoxmatchError(
    "INTERNAL",
    `${label}: two readers disagree about ${differing.join(", ")} of the header. This is a defect of voxmatch: please ` +
      "report it with the file's first 540 bytes.",
    { source: label, differing },
  );
}

function takesSameForm(
  { version, sformCode, qformCode, quaternion, pixdim }: NiftiFields,
  { form }: StoredForm,
): boolean {
  if (form === "sform") return version === 2 || sformCode >= qformCode;
  const [b, c, d] = quaternion;
  const [handedness, ...sizes] = pixdim;
  const plain = [-1, 0, 1].includes(handedness) && sizes.slice(0, 3).every((size) => size > 0 && size < Infinity);
  return version === 1 && qformCode > sformCode && plain && b * b + c * c + d * d <= 1;
}
