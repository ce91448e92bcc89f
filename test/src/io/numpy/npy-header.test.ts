import { describe, expect, it } from "vitest";
import { npyHeader, npyHeaderBytes } from "../../../../src/io/numpy/npy-header.js";
import { refusal } from "../../../support/refusal.js";

const MAGIC = "\x93NUMPY";

/** The first bytes of a file: magic, version, length of the header, header. */
function fileOf(python: string, version = 1, length = python.length): Uint8Array {
  const prefix = Buffer.alloc(version === 1 ? 10 : 12);
  prefix.write(MAGIC, "latin1");
  prefix[6] = version;
  if (version === 1) prefix.writeUInt16LE(length, 8);
  else prefix.writeUInt32LE(length, 8);
  return new Uint8Array(Buffer.concat([prefix, Buffer.from(python, "latin1")]));
}

function header(python: string, version = 1) {
  const bytes = fileOf(python, version);
  return npyHeader(bytes, bytes.length, "a.npy");
}

const dictionary = ({ descr = "'<u2'", order = "False", shape = "(3, 4, 5)" } = {}) =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("the length of the header of an array of NumPy", () => {
  it("stands behind the version, in 2 bytes or in 4", () => {
    expect(npyHeaderBytes(fileOf("", 1, 118), "a")).toBeNull();
    const text = dictionary();
    expect(npyHeaderBytes(fileOf(text, 1, 118), "a")).toBe(10 + 118);
    for (const version of [2, 3]) expect(npyHeaderBytes(fileOf(text, version, 70_000), "a")).toBe(12 + 70_000);
  });

  it("is not told by fewer than 12 bytes, and by 12", () => {
    const bytes = fileOf(dictionary(), 1, 118);
    expect(npyHeaderBytes(bytes.subarray(0, 11), "a")).toBeNull();
    expect(npyHeaderBytes(bytes.subarray(0, 12), "a")).toBe(128);
  });

  it("is refused for another beginning or version, and beyond a mebibyte", async () => {
    const refused = (bytes: Uint8Array, message: string) =>
      refusal(() => npyHeaderBytes(bytes, "a.npy"), "INVALID_FILE", `a.npy ${message}`);
    for (let at = 0; at < 6; at++) {
      const bytes = fileOf(dictionary());
      bytes[at] ^= 1;
      await refused(bytes, "does not begin as an array of NumPy does");
    }
    for (const version of [0, 4])
      await refused(fileOf(dictionary(), version), `is of version ${version} of the format, expected 1 to 3`);
    expect(npyHeaderBytes(fileOf(dictionary(), 2, 2 ** 20 - 12), "a")).toBe(2 ** 20);
    await refused(
      fileOf(dictionary(), 2, 2 ** 20 - 11),
      `has a header of ${2 ** 20 + 1} bytes, expected at most ${2 ** 20}`,
    );
  });
});

describe("the header of an array of NumPy", () => {
  it.each([1, 2, 3])("says type, order and shape, in version %i", (version) => {
    const bytes = fileOf(dictionary(), version).length;
    expect(header(dictionary(), version)).toEqual({
      ...{ dataType: "uint16", littleEndian: true, isFortran: false, shape: [3, 4, 5], bytes },
    });
  });

  it.each([
    ["u1", "uint8"],
    ["u2", "uint16"],
    ["u4", "uint32"],
    ["u8", "uint64"],
    ["i1", "int8"],
    ["i2", "int16"],
    ["i4", "int32"],
    ["i8", "int64"],
    ["f4", "float32"],
    ["f8", "float64"],
    ["b1", "uint8"],
  ])("knows the type %s", (kind, dataType) => {
    for (const [order, littleEndian] of [
      ["<", true],
      [">", false],
      ["|", true],
    ] as const) {
      expect(header(dictionary({ descr: `'${order}${kind}'` }))).toMatchObject({ dataType, littleEndian });
    }
    expect(header(dictionary({ descr: `"<${kind}"` })).dataType).toBe(dataType);
  });

  it.each([
    ["(5,)", [5]],
    ["( 5 , 4 )", [5, 4]],
    ["(5,4,3,)", [5, 4, 3]],
    ["()", []],
    ["(0, 12345678901)", [0, 12_345_678_901]],
  ])("has the shape %s", (shape, lengths) => {
    expect(header(dictionary({ shape, order: "True" }))).toMatchObject({ shape: lengths, isFortran: true });
  });

  it.each(["(,)", "(5 4)", "5", "(5,,4)"])("is refused with the shape %s", async (shape) => {
    await refusal(
      () => header(dictionary({ shape })),
      "INVALID_FILE",
      /has the shape .*, expected whole numbers in parentheses|has a header that is none/,
    );
  });

  it.each([
    "",
    "{'descr': '<u2', 'fortran_order': False}",
    "{'descr': '<u2', 'shape': (3,)}",
    "{'fortran_order': False, 'shape': (3,)}",
    "{'descr': '<u2', 'fortran_order': False, 'shape': (3,), 'more': True}",
    "{'descr': '<u2', 'fortran_order': False, 'shape': f(3)}",
    "{'descr': '<u2' 'fortran_order': False, 'shape': (3,)}",
    "x{'descr': '<u2', 'fortran_order': False, 'shape': (3,)}",
  ])("is refused if it is %j", async (python) => {
    const error = await refusal(
      () => header(python),
      "INVALID_FILE",
      "a.npy has a header that is none: expected descr",
    );
    expect(error.details).toEqual({ source: "a.npy" });
  });

  it("is refused with another order, and with types that are no labels", async () => {
    await refusal(
      () => header(dictionary({ order: "None" })),
      "INVALID_FILE",
      "has fortran_order None, expected True or False",
    );
    const objects = /a\.npy holds objects of Python, which are pickled\. Save the masks alone/;
    expect((await refusal(() => header(dictionary({ descr: "'|O'" })), "INVALID_VOLUME", objects)).details).toEqual({
      ...{ source: "a.npy", descr: "'|O'" },
    });
    for (const descr of ["'=u2'", "'<c8'", "'<U5'", "[('a', '<u2')]", "'u2'"]) {
      await refusal(
        () => header(dictionary({ descr })),
        "INVALID_VOLUME",
        `a.npy holds values of the type ${descr}, which cannot be labels.`,
      );
    }
  });
});
