import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isGzip, isTrailer, memberBegin, TRAILER_BYTES } from "../../../../src/io/gzip/gzip-member.js";
import { crc32 } from "../../../oracle/crc32.js";

/** A header with these flags (RFC 1952, 2.3), and what the flags announce. */
function header(flags: number, ...behind: number[]): Uint8Array {
  return Uint8Array.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3, ...behind]);
}

const [CHECKSUM, EXTRA, NAME, COMMENT] = [2, 4, 8, 16];
const text = (letters: string) => [...Buffer.from(letters), 0];

describe("the begin of a gzip member", () => {
  it.each([
    ["nothing more", header(0), 10],
    ["a text flag, which announces nothing", header(1), 10],
    ["a name", header(NAME, ...text("a.nii")), 10 + 6],
    ["a comment", header(COMMENT, ...text("abc")), 10 + 4],
    ["a checksum", header(CHECKSUM, 1, 2), 10 + 2],
    // Two bytes of length, low one first: 0x0103 = 259 bytes.
    ["an extra field of 259 bytes", header(EXTRA, 3, 1, ...new Array<number>(259).fill(7)), 10 + 2 + 259],
    [
      "all of them",
      header(CHECKSUM | EXTRA | NAME | COMMENT, 2, 0, 9, 9, ...text("ab"), ...text("c"), 1, 2),
      10 + 2 + 2 + 3 + 2 + 2,
    ],
  ])("is found behind %s, and not before all of it is there", (_, bytes, begin) => {
    expect(memberBegin(bytes)).toBe(begin);
    expect(memberBegin(Uint8Array.from([...bytes, 1, 2, 3]))).toBe(begin);
    for (let length = 0; length < bytes.length; length++) {
      expect(memberBegin(bytes.subarray(0, length))).toBe("incomplete");
    }
  });

  it.each([
    ["another first byte", [0x1e]],
    ["another second byte", [0x1f, 0x8c]],
    ["another method", [0x1f, 0x8b, 7]],
    ["a reserved flag", [...header(0x20)]],
    ["the last reserved flag", [...header(0x80)]],
  ])("is wrong with %s", (_, bytes) => expect(memberBegin(Uint8Array.from(bytes))).toBe("wrong"));

  it("is recognised by two bytes", () => {
    expect([[0x1f, 0x8b], [0x1f], [0x1f, 0x8a], []].map((bytes) => isGzip(Uint8Array.from(bytes)))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("the trailer of a gzip member", () => {
  const content = Buffer.from("label volumes shrink a hundredfold");
  const trailer = gzipSync(content).subarray(-TRAILER_BYTES);

  it("tells sum and length, wherever it lies in its buffer", () => {
    expect(isTrailer(trailer, crc32(content), content.length)).toBe(true);
    const padded = Uint8Array.from([1, 2, 3, ...trailer, 4]);
    expect(isTrailer(padded.subarray(3), crc32(content), content.length)).toBe(true);
    expect(isTrailer(trailer, crc32(content) ^ 1, content.length)).toBe(false);
    expect(isTrailer(trailer, crc32(content), content.length + 1)).toBe(false);
  });

  it("tells sums above 2³¹ unsigned", () => {
    expect(isTrailer(Uint8Array.from([0xfe, 0xff, 0xff, 0xff, 5, 0, 0, 0]), 0xffff_fffe, 5)).toBe(true);
  });

  it("tells lengths of 4 GiB and more modulo 2³²", () => {
    const five = Uint8Array.from([1, 0, 0, 0, 5, 0, 0, 0]);
    const most = Uint8Array.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    expect([2 ** 32 + 5, 7 * 2 ** 32 + 5, 2 ** 32 + 6].map((length) => isTrailer(five, 1, length))).toEqual([
      true,
      true,
      false,
    ]);
    expect(isTrailer(most, 1, 2 ** 32 - 1)).toBe(true);
    expect(isTrailer(most, 1, 2 ** 33 - 1)).toBe(true);
  });
});
