import { VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";
import { invalidField, numbersIn } from "../header/number-list.js";

/** The fields of an NRRD header, and its pairs of keys and values (teem.sourceforge.net/nrrd/format.html). */
export interface NrrdFields {
  /** By names in lower case without spaces. */
  readonly fields: ReadonlyMap<string, string>;
  readonly pairs: ReadonlyMap<string, string>;
}

const MAGIC = /^NRRD000[1-5]$/;

/** Splits a header into fields. @throws VoxmatchError `INVALID_FILE` for another version, and for a line that is none */
export function nrrdFields(text: string, label: string): NrrdFields {
  const [magic, ...lines] = text.split(/\r?\n/);
  if (!MAGIC.test(magic)) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} begins with "${magic.slice(0, 20)}", expected NRRD0001 to NRRD0005. It is of an unknown version of NRRD, or damaged.`,
      { source: label, magic: magic.slice(0, 20) },
    );
  }
  const fields = new Map<string, string>();
  const pairs = new Map<string, string>();
  for (const line of lines) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name, isPair, value] = /^([^:]+):(=| )(.*)$/.exec(line) ?? [];
    if (name === undefined) throw invalidField({ label, name: "line" }, line, '"field: value" or "key:=value"');
    if (isPair === "=") pairs.set(name, value);
    else fields.set(name.toLowerCase().replaceAll(" ", ""), value.trim());
  }
  return { fields, pairs };
}

const TYPES: Readonly<Record<string, DataType>> = {
  "signed char": "int8",
  uchar: "uint8",
  "unsigned char": "uint8",
  short: "int16",
  "short int": "int16",
  "signed short": "int16",
  "signed short int": "int16",
  ushort: "uint16",
  "unsigned short": "uint16",
  "unsigned short int": "uint16",
  int: "int32",
  "signed int": "int32",
  uint: "uint32",
  "unsigned int": "uint32",
  longlong: "int64",
  "long long": "int64",
  "long long int": "int64",
  "signed long long": "int64",
  "signed long long int": "int64",
  ulonglong: "uint64",
  "unsigned long long": "uint64",
  "unsigned long long int": "uint64",
  float: "float32",
  double: "float64",
};

const SIZED = /^(u?int(?:8|16|32|64))(?:_t)?$/;

export function nrrdType({ fields }: NrrdFields, label: string): DataType {
  const text = fields.get("type") ?? "";
  const name = text.toLowerCase();
  const found = TYPES[name] ?? SIZED.exec(name)?.[1];
  if (found === undefined) throw invalidField({ label, name: "type" }, text, "a type of NRRD, such as uint8 or short");
  // Safe: the pattern allows only names of types.
  return found as DataType;
}

const ENCODINGS: Readonly<Record<string, "raw" | "gzip" | "ascii">> = {
  raw: "raw",
  gz: "gzip",
  gzip: "gzip",
  txt: "ascii",
  text: "ascii",
  ascii: "ascii",
};

export function nrrdEncoding({ fields }: NrrdFields, label: string): "raw" | "gzip" | "ascii" {
  const text = fields.get("encoding") ?? "";
  const found = ENCODINGS[text.toLowerCase()];
  if (found !== undefined) return found;
  const known = ["hex", "bz2", "bzip2"].includes(text.toLowerCase());
  if (!known) throw invalidField({ label, name: "encoding" }, text, "raw, gzip or ascii");
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} is encoded as ${text}, which is not read. Save it with gzip, as 3D Slicer does (teem: unu save -f nrrd -e gzip).`,
    { source: label, encoding: text },
  );
}

/** @returns the lengths of all axes, the fastest first */
export function nrrdSizes({ fields }: NrrdFields, label: string): readonly number[] {
  const dimension = numbersIn(fields.get("dimension") ?? "", { label, name: "dimension" }, 1)[0];
  return numbersIn(fields.get("sizes") ?? "", { label, name: "sizes" }, dimension);
}

/** Whether the least significant byte comes first. */
export function nrrdIsLittleEndian({ fields }: NrrdFields, bytes: number, label: string): boolean {
  const text = fields.get("endian")?.toLowerCase() ?? (bytes === 1 ? "little" : "");
  if (text === "little" || text === "big") return text === "little";
  throw invalidField({ label, name: "endian" }, text, `little or big, as each voxel has ${bytes} bytes`);
}

/** How many bytes or lines are skipped; bytes of −1: the voxels are the last bytes. */
export function nrrdSkip({ fields }: NrrdFields, name: "lineskip" | "byteskip", label: string): number {
  const text = fields.get(name) ?? "0";
  const count = Number(text);
  const least = name === "byteskip" ? -1 : 0;
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw invalidField({ label, name }, text, `a whole number of at least ${least}`);
}
