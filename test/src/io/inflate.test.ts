import * as zlib from "node:zlib";
import { deflateRawSync, gzipSync, crc32 as nodeCrc32 } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { crc32 } from "../../../src/io/crc32.js";
import { gunzipMembers } from "../../../src/io/gunzip-members.js";
import { inflateInPage } from "../../../src/io/inflate.js";
import { inflateInNode, inflateSummed } from "../../../src/io/inflate-in-node.js";
import { splitmix64 } from "../../support/random.js";
import { refusal } from "../../support/refusal.js";

type Pieces = AsyncGenerator<Uint8Array<ArrayBuffer>>;

/** The bytes in pieces that are overwritten as soon as the next is asked for, which readers must bear. */
async function* pieces(bytes: Uint8Array, length: number): Pieces {
  for (let at = 0; at < bytes.length; at += length) {
    const piece = new Uint8Array(bytes.subarray(at, at + length));
    yield piece;
    piece.fill(0xee);
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(Uint8Array.from(chunk));
  return Buffer.concat(all);
}

/** As a page's DecompressionStream: it takes anything after the first member for garbage. */
class OneMemberStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  constructor() {
    const stored: Uint8Array[] = [];
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk) => void stored.push(Uint8Array.from(chunk)),
      flush(controller) {
        const bytes = Buffer.concat(stored);
        const { buffer, engine } = zlib.inflateRawSync(bytes.subarray(10), { info: true } as object) as unknown as {
          buffer: Buffer;
          engine: { bytesWritten: number };
        };
        controller.enqueue(buffer);
        if (bytes.readUInt32LE(10 + engine.bytesWritten) !== nodeCrc32(buffer))
          throw new TypeError("The checksum is wrong.");
        if (10 + engine.bytesWritten + 8 !== bytes.length)
          throw new TypeError("Junk found after end of compressed data.");
      },
    });
    this.readable = readable;
    this.writable = writable;
  }
}

const inPage = (bytes: Uint8Array, length: number) =>
  collect(inflateInPage(pieces(bytes, length), () => pieces(bytes, length), "a.nii.gz"));

const WAYS = {
  "zlib in Node": (bytes: Uint8Array, length: number) =>
    collect(inflateInNode(pieces(bytes, length), zlib, "a.nii.gz")),
  "zlib in Node, summed by who takes the bytes": async (bytes: Uint8Array, length: number) => {
    const all: Uint8Array[] = [];
    let sum = 0;
    for await (const chunk of inflateSummed(pieces(bytes, length), zlib, "a.nii.gz", () => sum)) {
      sum = crc32(chunk, sum);
      all.push(Uint8Array.from(chunk));
    }
    return Buffer.concat(all);
  },
  DecompressionStream: inPage,
  "DecompressionStream that knows one member": (bytes: Uint8Array, length: number) => {
    vi.stubGlobal("DecompressionStream", OneMemberStream);
    return inPage(bytes, length);
  },
  fflate: (bytes: Uint8Array, length: number) => collect(gunzipMembers(pieces(bytes, length), "a.nii.gz")),
};

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

afterEach(() => {
  vi.unstubAllGlobals();
});

describe.each(Object.entries(WAYS))("inflate by %s", (_, inflated) => {
  it("gives back what was packed, in pieces of any length", async () => {
    for (const length of [13, 4096, 1 << 20]) expect((await inflated(single, length)).equals(content)).toBe(true);
    expect((await inflated(gzipSync(Buffer.alloc(0)), 5)).length).toBe(0);
  });

  it("reads several members, cut anywhere", async () => {
    for (const step of [1000, 9_999, 35_000]) {
      const bytes = members(step);
      for (const length of [997, 16_384, 1 << 20]) expect((await inflated(bytes, length)).equals(content)).toBe(true);
    }
    const two = Buffer.concat([gzipSync("one"), gzipSync("two")]);
    for (let length = 1; length <= two.length; length++) expect(String(await inflated(two, length))).toBe("onetwo");
  });

  it("reads members with names and extra fields", async () => {
    const bytes = Buffer.concat([adorned(content), adorned(Buffer.from("end"))]);
    for (const length of [7, 16_384]) {
      expect((await inflated(bytes, length)).equals(Buffer.concat([content, Buffer.from("end")]))).toBe(true);
    }
  });

  it("takes zeros after the last member for padding", async () => {
    for (const zeros of [1, 3, 4, 600, 40_000]) {
      const bytes = Buffer.concat([members(50_000), Buffer.alloc(zeros)]);
      for (const length of [511, 1 << 20]) expect((await inflated(bytes, length)).equals(content)).toBe(true);
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

describe("inflateInNode", () => {
  it("reads on to the end of the stored bytes, and returns its source when it is left early", async () => {
    let read = 0;
    let returned = false;
    async function* source(bytes: Uint8Array): Pieces {
      try {
        for await (const piece of pieces(bytes, 1000)) {
          read += piece.length;
          yield piece;
        }
      } finally {
        returned = true;
      }
    }
    const padded = Buffer.concat([single, Buffer.alloc(20_000)]);
    await collect(inflateInNode(source(padded), zlib, "a.nii.gz"));
    expect([read, returned]).toEqual([padded.length, true]);
    returned = false;
    for await (const chunk of inflateInNode(source(gzipSync(Buffer.alloc(2 ** 24))), zlib, "a.nii.gz")) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(returned).toBe(true);
  });

  it("passes on what its source could not read", async () => {
    async function* failing(): Pieces {
      yield new Uint8Array(single.subarray(0, 100));
      throw new Error("the disk is gone");
    }
    await refusal(() => collect(inflateInNode(failing(), zlib, "a.nii.gz")), "INVALID_FILE", /damaged/).then(
      (error) => {
        expect(error.cause).toMatchObject({ message: "the disk is gone" });
      },
    );
  });
});

describe("crc32", () => {
  it("equals zlib's, in one piece and in two", () => {
    // The check value that the algorithm's catalogues give.
    expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
    expect(crc32(content)).toBe(nodeCrc32(content));
    expect(crc32(content.subarray(999), crc32(content.subarray(0, 999)))).toBe(nodeCrc32(content));
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});
