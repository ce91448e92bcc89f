import { deflateRawSync, gzipSync, crc32 as nodeCrc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Crc } from "../../../../bindings/read/crc.js";
import { STORED_SLACK_BYTES } from "../../../../bindings/read/inflater.js";
import { Gunzip } from "../../../../src/io/gzip/gunzip.js";
import { gzipWrapper } from "../../../../src/io/gzip/wrapper.js";
import { crc32 } from "../../../oracle/crc32.js";
import { describeBuilds } from "../../../support/builds.js";
import { splitmix64 } from "../../../support/random.js";
import { refusal } from "../../../support/refusal.js";

const random = splitmix64(17);
const content = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at % 3 === 0 ? 256 * random() : 7)));
const single = gzipSync(content);

function members(step: number): Buffer {
  const all: Buffer[] = [];
  for (let at = 0; at < content.length; at += step) all.push(gzipSync(content.subarray(at, at + step)));
  return Buffer.concat(all);
}

/** A member with every optional field of RFC 1952: extra field, name, comment, checksum of the header. */
function adorned(bytes: Uint8Array): Buffer {
  const name = Buffer.from("labels of a case.nii\0a comment\0", "latin1");
  const head = Buffer.concat([
    Buffer.of(31, 139, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 6, 0),
    Buffer.from("BC\x02\0\x1b\0"),
    name,
  ]);
  const check = Buffer.alloc(2);
  check.writeUInt16LE(nodeCrc32(head) & 0xffff);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(nodeCrc32(bytes));
  trailer.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, check, deflateRawSync(bytes), trailer]);
}

/** The sink sums the bytes of the first member, or leaves that to the reader. */
const SUMMED = { "by its sink": true, "by itself": false };

describeBuilds("gunzip", (engine) => {
  describe.each(Object.entries(SUMMED))("summed %s", (_, isSummed) => {
    /** In pieces that are overwritten as soon as they were taken; in one, that lies in linear memory, if `length` is null. */
    const inflated = (bytes: Uint8Array, length: number | null): Buffer => {
      const { arena } = engine();
      const mark = arena.mark();
      try {
        const all: Uint8Array[] = [];
        let sum = 0;
        const take = (at: number, count: number) => {
          const piece = arena.u8(at, count).slice();
          sum = crc32(piece, sum);
          all.push(piece);
        };
        const gunzip = new Gunzip(engine(), "a.nii.gz", gzipWrapper(new Crc(engine())), {
          onBytes: take,
          sum: isSummed ? () => sum : null,
        });
        if (length === null) {
          const at = arena.copyIn(bytes);
          arena.allocate(STORED_SLACK_BYTES);
          expect(gunzip.inflate(at, at + bytes.length, true)).toBe(bytes.length);
          return Buffer.concat(all);
        }
        for (let at = 0; at < bytes.length; at += length) {
          const piece = Uint8Array.from(bytes.subarray(at, at + length));
          gunzip.push(piece);
          piece.fill(0xee);
        }
        gunzip.finish();
        return Buffer.concat(all);
      } finally {
        arena.release(mark);
      }
    };

    it("gives back what was packed, in pieces of any length", async () => {
      for (const length of [13, 4096, 1 << 20, null]) expect(inflated(single, length).equals(content)).toBe(true);
      expect(inflated(gzipSync(Buffer.alloc(0)), 5).length).toBe(0);
    });

    it("reads several members, cut anywhere", async () => {
      for (const step of [1000, 9_999, 35_000]) {
        const bytes = members(step);
        for (const length of [997, 16_384, 1 << 20, null]) expect(inflated(bytes, length).equals(content)).toBe(true);
      }
      const two = Buffer.concat([gzipSync("one"), gzipSync("two")]);
      for (let length = 1; length <= two.length; length++) expect(String(inflated(two, length))).toBe("onetwo");
    });

    it("reads members with names and extra fields", async () => {
      const bytes = Buffer.concat([adorned(content), adorned(Buffer.from("end"))]);
      for (const length of [7, 16_384]) {
        expect(inflated(bytes, length).equals(Buffer.concat([content, Buffer.from("end")]))).toBe(true);
      }
    });

    it("takes zeros after the last member for padding", async () => {
      for (const zeros of [1, 3, 4, 600, 40_000]) {
        const bytes = Buffer.concat([members(50_000), Buffer.alloc(zeros)]);
        for (const length of [511, 1 << 20]) expect(inflated(bytes, length).equals(content)).toBe(true);
      }
    });

    it("refuses gzip that was cut, at any place", async () => {
      const bytes = members(50_000);
      const firstEnd = gzipSync(content.subarray(0, 50_000)).length;
      const places = [
        1,
        5,
        9,
        10,
        11,
        400,
        firstEnd - 4,
        firstEnd + 2,
        firstEnd + 9,
        firstEnd + 200,
        bytes.length - 8,
        bytes.length - 1,
      ];
      for (const place of places)
        await refusal(() => inflated(bytes.subarray(0, place), 4096), "INVALID_FILE", /cut off/);
    });

    it("refuses wrong checksums and lengths, of the last member and of one before", async () => {
      const firstEnd = gzipSync(content.subarray(0, 50_000)).length;
      const bytes = members(50_000);
      for (const end of [firstEnd, bytes.length]) {
        for (const at of [end - 8, end - 5, end - 4, end - 1]) {
          const spoiled = Uint8Array.from(bytes);
          spoiled[at] ^= 0x40;
          await refusal(() => inflated(spoiled, 1 << 20), "INVALID_FILE", /damaged|cut off/);
        }
      }
    });

    it("refuses damage within the data and garbage behind it", async () => {
      const spoiled = Uint8Array.from(single);
      spoiled[spoiled.length >> 1] ^= 0x10;
      await refusal(() => inflated(spoiled, 4096), "INVALID_FILE", /damaged|cut off/);
      for (const garbage of ["x", "garbage", "\x1f\x8b garbage"]) {
        const bytes = Buffer.concat([single, Buffer.from(garbage, "latin1")]);
        for (const length of [4096, 1 << 20]) await refusal(() => inflated(bytes, length), "INVALID_FILE", /gzip -t/);
      }
    });
  });
});
