import { deflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { Adler } from "../../../../src/io/gzip/adler.js";
import { describeBuilds } from "../../../support/builds.js";
import { arbitraryBytes } from "../../../support/deflate.js";

/** The sum that zlib writes behind its data. */
function expected(bytes: Uint8Array): number {
  return deflateSync(bytes).readUInt32BE(deflateSync(bytes).length - 4);
}

describeBuilds("Adler-32", (engine) => {
  it("is zlib's, in one piece and in several, at every alignment", () => {
    const { arena } = engine();
    const adler = new Adler(engine());
    for (const length of [0, 1, 7, 31, 32, 33, 5000, 300_001]) {
      for (const bytes of [arbitraryBytes(length, length), new Uint8Array(length), new Uint8Array(length).fill(255)]) {
        const mark = arena.mark();
        const at = arena.allocate(length + 8) + (length % 4);
        arena.u8(at, length).set(bytes);
        expect(adler.ofBytes(1, at, length)).toBe(expected(bytes));
        const cut = Math.floor(length / 3);
        expect(adler.ofBytes(adler.ofBytes(1, at, cut), at + cut, length - cut)).toBe(expected(bytes));
        arena.release(mark);
      }
    }
  });
});
