import fc from "fast-check";
import { expect, it } from "vitest";
import { adler32 } from "../../oracle/adler32.js";
import { describeBuilds } from "../../support/builds.js";
import { splitmix64 } from "../../support/random.js";
import { SEEDED } from "../../support/volumes.js";

describeBuilds("checksum-adler", (engine) => {
  /** The bytes begin `shift` bytes behind a multiple of eight. */
  const sumOf = (pieces: readonly Uint8Array[], shift = 0) => {
    const { arena, kernels } = engine();
    let sum = 1;
    for (const piece of pieces) {
      const mark = arena.mark();
      const at = arena.allocate(piece.length + shift) + shift;
      arena.u8(at, piece.length).set(piece);
      sum = kernels.checksumAdler(sum, at, piece.length) >>> 0;
      arena.release(mark);
    }
    return sum;
  };

  it("equals the oracle on sparse and dense bytes, in pieces, at every alignment", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.integer({ min: 0, max: 700 }),
        fc.constantFrom(0, 0.05, 1),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 7 }),
        (seed, length, share, piece, shift) => {
          const random = splitmix64(seed);
          const bytes = Uint8Array.from({ length }, () => (random() < share ? 256 * random() : 0));
          const pieces = [];
          for (let at = 0; at < length; at += piece) pieces.push(bytes.subarray(at, at + piece));
          expect(sumOf(pieces, shift)).toBe(adler32(bytes));
        },
      ),
      SEEDED,
    );
  });

  it("does not overflow on the largest bytes behind the largest sum, around every length of a stretch", () => {
    const { arena, kernels } = engine();
    const largest = 65520 * 65536 + 65520;
    for (const length of [5535, 5536, 5537, 5544, 5552, 11_072, 300_001]) {
      const bytes = new Uint8Array(length).fill(255);
      const mark = arena.mark();
      expect(kernels.checksumAdler(largest, arena.copyIn(bytes), length) >>> 0).toBe(adler32(bytes, largest));
      arena.release(mark);
    }
  });

  it("is what zlib writes behind its data", async () => {
    const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => (i * i) % 251);
    // Of the host, which a page has too.
    const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
    const written = new DataView(await new Response(packed).arrayBuffer());
    expect(sumOf([bytes])).toBe(written.getUint32(written.byteLength - 4));
    // Of "abc": a = 1 + 97 + 98 + 99 = 295; b = 98 + 196 + 295 = 589.
    expect(sumOf([new TextEncoder().encode("abc")])).toBe(589 * 65536 + 295);
  });
});
