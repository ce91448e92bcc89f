/** Bytes of a NIfTI-1 and of a NIfTI-2 header, which are also the numbers that they begin with. */
export const HEADER_BYTES = { 1: 348, 2: 540 } as const;

/** Version and byte order of a header. */
export interface NiftiForm {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
}

const FORMS: readonly NiftiForm[] = [
  { version: 1, littleEndian: true },
  { version: 1, littleEndian: false },
  { version: 2, littleEndian: true },
  { version: 2, littleEndian: false },
];

/** Where the magic bytes begin, which tell a single file from a pair. */
export const MAGIC_AT = { 1: 344, 2: 4 } as const;

/** How the header is written that begins with these bytes; null if none begins so. */
export function niftiForm(bytes: Uint8Array): NiftiForm | null {
  if (bytes.length < 4) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return FORMS.find((each) => length.getInt32(0, each.littleEndian) === HEADER_BYTES[each.version]) ?? null;
}

/** Whether bytes begin with a header whose voxels lie in another file. */
export function isPairHeader(bytes: Uint8Array): boolean {
  const form = niftiForm(bytes);
  if (form === null) return false;
  const at = MAGIC_AT[form.version];
  return String.fromCharCode(...bytes.subarray(at, at + 3)) === `ni${form.version}`;
}
