import { describe, expect, it } from "vitest";
import {
  nrrdEncoding,
  nrrdFields,
  nrrdIsLittleEndian,
  nrrdSizes,
  nrrdSkip,
  nrrdType,
} from "../../../../src/io/nrrd/nrrd-header.js";
import { refusal } from "../../../support/refusal.js";

const header = (...lines: readonly string[]) => nrrdFields(["NRRD0004", ...lines].join("\n"), "a.nrrd");

describe("the header of an NRRD", () => {
  it("has fields, whose names are in any case with any spaces, and pairs, which are kept as they are", () => {
    const { fields, pairs } = nrrdFields(
      "NRRD0005\r\n# no: field\r\n\r\nData File:  a b \r\nA Key:= b: c \r\ncontent: x: y",
      "a",
    );
    expect([...fields]).toEqual([
      ["datafile", "a b"],
      ["content", "x: y"],
    ]);
    expect([...pairs]).toEqual([["A Key", " b: c "]]);
  });

  it("is of the versions 1 to 5", async () => {
    for (const version of [1, 2, 3, 4, 5]) expect(nrrdFields(`NRRD000${version}`, "a").fields.size).toBe(0);
    for (const magic of ["NRRD0000", "NRRD0006", "NRRD00011", " NRRD0001", "NRRD1"]) {
      const message = `a.nrrd begins with "${magic}", expected NRRD0001 to NRRD0005.`;
      const error = await refusal(() => nrrdFields(`${magic}\n`, "a.nrrd"), "INVALID_FILE", message);
      expect(error.details).toEqual({ source: "a.nrrd", magic });
    }
    const long = await refusal(() => nrrdFields("x".repeat(30), "a"), "INVALID_FILE", `"${"x".repeat(20)}", expected`);
    expect(long.details).toMatchObject({ magic: "x".repeat(20) });
  });

  it.each(["no field", "a:b", ": value"])("is refused with the line %j", async (line) => {
    const error = await refusal(() => header(line), "INVALID_FILE", `line is "${line}", expected "field: value" or`);
    expect(error.details).toEqual({ source: "a.nrrd", field: "line", found: line });
  });

  it.each([
    ["int8", "signed char", "int8", "int8_t"],
    ["uint8", "uchar", "unsigned char", "uint8", "uint8_t"],
    ["int16", "short", "short int", "signed short", "signed short int", "int16_t", "SHORT"],
    ["uint16", "ushort", "unsigned short", "unsigned short int", "uint16"],
    ["int32", "int", "signed int", "int32", "int32_t"],
    ["uint32", "uint", "unsigned int", "uint32_t"],
    ["int64", "longlong", "long long", "long long int", "signed long long", "signed long long int", "int64"],
    ["uint64", "ulonglong", "unsigned long long", "unsigned long long int", "uint64_t"],
    ["float32", "float"],
    ["float64", "double"],
  ])("calls %s by many names", (type, ...names) => {
    for (const name of names) expect(nrrdType(header(`type: ${name}`), "a"), name).toBe(type);
  });

  it.each(["block", "int24", "xint8", "int8_tx", "float32"])("is refused with the type %s", async (type) => {
    await refusal(
      () => nrrdType(header(`type: ${type}`), "a"),
      "INVALID_FILE",
      `type is "${type}", expected a type of NRRD`,
    );
    await refusal(() => nrrdType(header(), "a"), "INVALID_FILE", 'type is "", expected');
  });

  it("has an encoding that is read, or says what to do", async () => {
    for (const [encoding, ...names] of [
      ["raw", "RAW"],
      ["gzip", "gz"],
      ["ascii", "txt", "text"],
    ] as const) {
      for (const name of [encoding, ...names]) expect(nrrdEncoding(header(`encoding: ${name}`), "a")).toBe(encoding);
    }
    for (const encoding of ["hex", "bz2", "BZip2"]) {
      const message = `a is encoded as ${encoding}, which is not read. Save it with gzip`;
      const error = await refusal(() => nrrdEncoding(header(`encoding: ${encoding}`), "a"), "INVALID_FILE", message);
      expect(error.details).toEqual({ source: "a", encoding });
    }
    await refusal(
      () => nrrdEncoding(header("encoding: zip"), "a"),
      "INVALID_FILE",
      'encoding is "zip", expected raw, gzip',
    );
    await refusal(() => nrrdEncoding(header(), "a"), "INVALID_FILE", 'encoding is "", expected raw, gzip');
  });

  it("has as many sizes as dimensions", async () => {
    expect(nrrdSizes(header("dimension: 3", "sizes: 5 4 3"), "a")).toEqual([5, 4, 3]);
    const refused = (name: string, ...lines: string[]) =>
      refusal(() => nrrdSizes(header(...lines), "a"), "INVALID_FILE", `the header's ${name} is`);
    await refused("sizes", "dimension: 2", "sizes: 5 4 3");
    await refused("sizes", "dimension: 3");
    await refused("dimension", "dimension: 3 3", "sizes: 5 4 3");
    await refused("dimension", "sizes: 5 4 3");
  });

  it("has an order of bytes where a voxel has several", async () => {
    expect(nrrdIsLittleEndian(header("endian: Little"), 2, "a")).toBe(true);
    expect(nrrdIsLittleEndian(header("endian: big"), 2, "a")).toBe(false);
    expect(nrrdIsLittleEndian(header(), 1, "a")).toBe(true);
    expect(nrrdIsLittleEndian(header("endian: big"), 1, "a")).toBe(false);
    const message = 'endian is "", expected little or big, as each voxel has 2 bytes';
    await refusal(() => nrrdIsLittleEndian(header(), 2, "a"), "INVALID_FILE", message);
    await refusal(() => nrrdIsLittleEndian(header("endian: middle"), 1, "a"), "INVALID_FILE", 'endian is "middle"');
  });

  it("skips whole numbers of lines and bytes; −1 bytes are all but the last", async () => {
    expect([nrrdSkip(header(), "byteskip", "a"), nrrdSkip(header(), "lineskip", "a")]).toEqual([0, 0]);
    expect(nrrdSkip(header("byte skip: -1"), "byteskip", "a")).toBe(-1);
    expect(nrrdSkip(header("line skip: 3"), "lineskip", "a")).toBe(3);
    const refused = (name: "byteskip" | "lineskip", text: string, least: number) =>
      refusal(
        () => nrrdSkip(header(`${name}: ${text}`), name, "a"),
        "INVALID_FILE",
        `${name} is "${text}", expected a whole number of at least ${least}`,
      );
    await refused("byteskip", "-2", -1);
    await refused("lineskip", "-1", 0);
    await refused("lineskip", "1.5", 0);
    await refused("byteskip", "x", -1);
  });
});
