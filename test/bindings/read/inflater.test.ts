import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Inflation } from "../../../bindings/read/inflater.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryBytes, inflateInPieces } from "../../support/deflate.js";
import { splitmix64 } from "../../support/random.js";
import { SEEDED } from "../../support/volumes.js";

const STRATEGIES = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FILTERED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

/** Lengths of a complete code for `symbols` symbols, of up to fifteen bits, very long ones among them. */
function completeCode(random: () => number, symbols: number): number[] {
  const lengths = [1, 1];
  while (lengths.length < symbols) {
    const open = lengths.flatMap((length, i) => (length < 15 ? [i] : []));
    const deep = random() < 0.5 ? open.reduce((a, b) => (lengths[b] > lengths[a] ? b : a)) : -1;
    const at = deep < 0 ? open[Math.floor(random() * open.length)] : deep;
    lengths[at]++;
    lengths.push(lengths[at]);
  }
  for (let i = symbols - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [lengths[i], lengths[j]] = [lengths[j], lengths[i]];
  }
  return lengths;
}

describeBuilds("inflater", (engine) => {
  const inflated = (stream: Uint8Array, lengths: readonly number[]) => inflateInPieces(engine(), stream, lengths);
  const ONE_PIECE = [Number.POSITIVE_INFINITY];

  it("gives back what zlib packed, at every level, by every strategy, in pieces of any length", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 400_000 })),
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(...STRATEGIES),
        fc.integer({ min: 9, max: 15 }),
        fc.oneof(fc.constant(ONE_PIECE), fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 4 })),
        (seed, length, level, strategy, windowBits, lengths) => {
          const bytes = arbitraryBytes(seed, length);
          const stream = deflateRawSync(bytes, { level, strategy, windowBits });
          const behind = Buffer.concat([stream, Buffer.alloc(seed % 20, 7)]);
          const found = inflated(behind, lengths);
          expect(found.inflation).toBe(Inflation.Finished);
          expect(found.left).toBe(seed % 20);
          expect(Buffer.from(found.bytes).equals(bytes)).toBe(true);
        },
      ),
      SEEDED,
    );
  });

  it("copies matches of every distance and length", () => {
    const random = splitmix64(5);
    const bytes: number[] = [];
    for (let distance = 1; distance <= 40; distance++) {
      for (const length of [3, 4, 15, 16, 17, 31, 32, 33, 100, 257, 258]) {
        for (let i = 0; i < distance; i++) bytes.push(256 * random());
        for (let i = 0; i < length; i++) bytes.push(bytes[bytes.length - distance]);
      }
    }
    const content = Uint8Array.from(bytes);
    expect(Buffer.from(inflated(deflateRawSync(content), ONE_PIECE).bytes).equals(content)).toBe(true);
  });

  it("refers 32768 bytes back, across the room that it inflates into", () => {
    const random = splitmix64(6);
    const row = Uint8Array.from({ length: 32_768 }, () => 256 * random());
    const content = Buffer.concat(Array.from({ length: 40 }, () => row));
    const stream = deflateRawSync(content, { level: 9, windowBits: 15 });
    expect(Buffer.from(inflated(stream, ONE_PIECE).bytes).equals(content)).toBe(true);
    expect(Buffer.from(inflated(stream, [1000]).bytes).equals(content)).toBe(true);
  });

  it("says of a stream that was cut anywhere that it needs input, and gives the bytes before", () => {
    const content = arbitraryBytes(3, 5000);
    for (const level of [0, 1, 9]) {
      const stream = deflateRawSync(content, { level });
      for (let length = 0; length < stream.length; length += length < 400 ? 1 : 37) {
        const found = inflated(stream.subarray(0, length), ONE_PIECE);
        expect(found.inflation).toBe(Inflation.NeedsInput);
        expect(content.subarray(0, found.bytes.length)).toEqual(new Uint8Array(found.bytes));
      }
    }
  });

  it("finds of damaged streams what zlib finds, and never more bytes", () => {
    const refused = { here: 0, byZlib: 0 };
    for (let seed = 0; seed < 400; seed++) {
      const random = splitmix64(seed);
      const stream = Uint8Array.from(deflateRawSync(arbitraryBytes(seed, 2000 * random()), { level: seed % 10 }));
      for (let i = 0; i < 1 + 3 * random(); i++)
        stream[Math.floor(stream.length * random() ** 2)] ^= 1 << (8 * random());
      const padded = Buffer.concat([stream, Buffer.alloc(600)]);
      let expected: Buffer | null = null;
      try {
        expected = inflateRawSync(padded);
      } catch {
        refused.byZlib++;
      }
      for (const lengths of [ONE_PIECE, [100, 3]]) {
        const found = inflated(padded, lengths);
        if (expected === null) expect(found.inflation).not.toBe(Inflation.Finished);
        else expect(Buffer.from(found.bytes).equals(expected)).toBe(true);
        if (found.inflation !== Inflation.Finished) refused.here++;
      }
    }
    expect(refused.here).toBe(2 * refused.byZlib);
    expect(refused.byZlib).toBeGreaterThan(100);
  });

  it("keeps within its tables for any codes of a block", () => {
    // Bits are written lowest first, codes highest first.
    for (let seed = 0; seed < 300; seed++) {
      const random = splitmix64(seed);
      const bits: number[] = [];
      const write = (value: number, count: number) => {
        for (let i = 0; i < count; i++) bits.push((value >> i) & 1);
      };
      const [literals, distances] = [286, 30].map((symbols) => completeCode(random, symbols));
      write(0b101, 3);
      write(29, 5);
      write(29, 5);
      write(15, 4);
      // Sixteen lengths of four bits each, and none of the repetitions: 16, 17, 18, then 0 … 15 in the order of the format.
      for (let i = 0; i < 19; i++) write(i < 3 ? 0 : 4, 3);
      for (const length of [...literals, ...distances]) for (let i = 3; i >= 0; i--) bits.push((length >> i) & 1);
      for (let i = 0; i < 4000; i++) bits.push(Math.floor(2 * random()));
      const stream = new Uint8Array(Math.ceil(bits.length / 8));
      bits.forEach((bit, i) => {
        stream[i >> 3] |= bit << (i & 7);
      });
      let expected: Buffer | null = null;
      try {
        expected = inflateRawSync(stream);
      } catch {}
      const found = inflated(stream, ONE_PIECE);
      if (expected === null) expect(found.inflation).not.toBe(Inflation.Finished);
      else expect(Buffer.from(found.bytes).equals(expected)).toBe(true);
    }
  });

  it.each([
    ["a kind of block that there is not", [0b111]],
    ["a stored block whose length and its complement differ", [0b001, 5, 0, 5, 0]],
    ["287 codes of literals and lengths", [0b11110_1_01, 0, 0]],
    ["a distance before the first byte", [0b011, 0b10]],
  ])("refuses %s", (_, bytes) => {
    const stream = Uint8Array.from([...bytes, ...new Uint8Array(700)]);
    expect(() => inflateRawSync(stream)).toThrow();
    expect(inflated(stream, ONE_PIECE).inflation).toBe(Inflation.Broken);
  });
});
