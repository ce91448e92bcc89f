import { VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";

/** The header of a NumPy array (numpy.org/doc/stable/reference/generated/numpy.lib.format.html). */
export interface NpyHeader {
  readonly dataType: DataType;
  readonly littleEndian: boolean;
  /** Whether the first axis runs fastest instead of the last. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Bytes before the array. */
  readonly bytes: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** No header of numbers is longer. */
const LONGEST_BYTES = 1 << 20;

/** How many bytes are needed to read the header; null if these do not yet show it. */
export function npyHeaderBytes(bytes: Uint8Array, label: string): number | null {
  if (bytes.length < 12) return null;
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw damaged(label, "does not begin as an array of NumPy does");
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [version] = bytes.subarray(6);
  if (version < 1 || version > 3) throw damaged(label, `is of version ${version} of the format, expected 1 to 3`);
  const length = version === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (length <= LONGEST_BYTES) return length;
  throw damaged(label, `has a header of ${length} bytes, expected at most ${LONGEST_BYTES}`);
}

/** Reads a header that is there as a whole. @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME` */
export function npyHeader(bytes: Uint8Array, length: number, label: string): NpyHeader {
  const text = String.fromCharCode(...bytes.subarray(bytes[6] === 1 ? 10 : 12, length)).trim();
  const found = entriesOf(text);
  const { descr, fortran_order: order, shape, ...others } = found ?? {};
  const isWhole = descr !== undefined && order !== undefined && shape !== undefined && Object.keys(others).length === 0;
  if (!isWhole) throw damaged(label, "has a header that is none: expected descr, fortran_order and shape");
  const lengths = /^\(\s*(\d+\s*(,\s*\d+\s*)*,?)?\s*\)$/.test(shape) ? (shape.match(/\d+/g) ?? []).map(Number) : null;
  if (lengths === null) throw damaged(label, `has the shape ${shape}, expected whole numbers in parentheses`);
  if (order !== "True" && order !== "False") throw damaged(label, `has fortran_order ${order}, expected True or False`);
  return { ...typeOf(descr, label), isFortran: order === "True", shape: lengths, bytes: length };
}

/** The entries of a dictionary of Python that has texts, tuples of numbers and names as values. Nothing is evaluated. */
function entriesOf(text: string): Readonly<Record<string, string>> | null {
  if (!/^\{.*\}$/s.test(text)) return null;
  const entries: Record<string, string> = {};
  let rest = text.slice(1, -1).trim();
  while (rest !== "") {
    const [whole, , name, value] =
      /^(['"])(\w+)\1\s*:\s*('[^']*'|"[^"]*"|\([\d\s,]*\)|\w+|\[.*\])\s*(?:,\s*|$)/s.exec(rest) ?? [];
    if (whole === undefined) return null;
    entries[name] = value;
    rest = rest.slice(whole.length);
  }
  return entries;
}

const TYPES: Readonly<Record<string, DataType>> = {
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  f4: "float32",
  f8: "float64",
  b1: "uint8",
};

function typeOf(descr: string, label: string): Pick<NpyHeader, "dataType" | "littleEndian"> {
  const [, order, kind] = /^['"]([<>|=])(\w+)['"]$/.exec(descr) ?? [];
  const dataType = TYPES[kind ?? ""];
  if (dataType !== undefined && order !== "=") return { dataType, littleEndian: order !== ">" };
  const advice =
    kind === "O"
      ? "which are pickled. Save the masks alone: of a _seg.npy of Cellpose, np.save(FILE, data['masks'])"
      : "which cannot be labels. Save it with an integer type, as with array.astype(np.uint16)";
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `${label} holds ${kind === "O" ? "objects of Python" : `values of the type ${descr}`}, ${advice}.`,
    { source: label, descr },
  );
}

function damaged(label: string, what: string): VoxmatchError {
  return new VoxmatchError("INVALID_FILE", `${label} ${what}. The file is damaged: copy or write it again.`, {
    source: label,
  });
}
