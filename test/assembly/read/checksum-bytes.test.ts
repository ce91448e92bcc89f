import fc from "fast-check";
import { expect, it } from "vitest";
import { crc32 } from "../../oracle/crc32.js";
import { describeBuilds } from "../../support/builds.js";
import { splitmix64 } from "../../support/random.js";
import { SEEDED } from "../../support/volumes.js";

describeBuilds("checksum-bytes", (engine) => {
  const sumOf = (pieces: readonly Uint8Array[]) => {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    const tables = arena.allocate(kernels.crcTablesBytes());
    kernels.prepareCrc(tables);
    let sum = 0;
    for (const piece of pieces) sum = kernels.checksumBytes(sum, arena.copyIn(piece), piece.length, tables);
    arena.release(mark);
    return sum >>> 0;
  };

  it("equals the oracle on sparse and dense bytes, in pieces", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.integer({ min: 0, max: 700 }),
        fc.constantFrom(0, 0.002, 0.05, 1),
        fc.integer({ min: 1, max: 300 }),
        (seed, length, share, piece) => {
          const random = splitmix64(seed);
          const bytes = Uint8Array.from({ length }, () => (random() < share ? 256 * random() : 0));
          const pieces = [];
          for (let at = 0; at < length; at += piece) pieces.push(bytes.subarray(at, at + piece));
          expect(sumOf(pieces)).toBe(crc32(bytes));
        },
      ),
      SEEDED,
    );
  });

  it("passes any number of zeros", () => {
    for (const zeros of [0, 1, 63, 64, 65, 1 << 12, 1_048_575, 1_048_576, 2_500_000]) {
      const bytes = new Uint8Array(zeros + 2);
      bytes[0] = 1;
      bytes[zeros + 1] = 7;
      expect(sumOf([bytes])).toBe(crc32(bytes));
    }
  });

  it("gives the check value of CRC-32 for the nine digits", () => {
    expect(sumOf([new TextEncoder().encode("123456789")])).toBe(0xcbf43926);
  });
});
