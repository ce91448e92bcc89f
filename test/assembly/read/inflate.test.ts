import { expect, it } from "vitest";
import { Inflation } from "../../../bindings/read/inflater.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryBytes, inflateInPieces } from "../../support/deflate.js";

/** By the platform, Node's or the page's; test/bindings/read/inflater.test.ts holds the kernel against zlib in every respect. */
async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describeBuilds("inflate", (engine) => {
  it("gives back what the platform packed, in one piece and in several", async () => {
    for (let seed = 0; seed < 30; seed++) {
      const bytes = arbitraryBytes(seed, seed * seed * 300);
      const stream = await deflated(bytes);
      for (const lengths of [[Number.POSITIVE_INFINITY], [1, 700, 33]]) {
        const found = inflateInPieces(engine(), stream, lengths);
        expect(found.inflation).toBe(Inflation.Finished);
        expect(found.bytes.length).toBe(bytes.length);
        expect(found.bytes.findIndex((byte, i) => byte !== bytes[i])).toBe(-1);
      }
    }
  });

  it("stops at the end of any room, and writes at most 512 bytes behind it", async () => {
    const { arena, kernels } = engine();
    // Literals, long matches of every alignment, and repeats of one byte.
    const bytes = Uint8Array.from({ length: 3000 }, (_, i) => (i < 700 ? i % 251 : i < 1900 ? i % 263 : 7));
    const stream = await deflated(bytes);
    for (let room = 0; room <= 3000; room += room < 300 ? 1 : 37) {
      const mark = arena.mark();
      const state = arena.allocate(kernels.inflateBytes());
      const input = arena.copyIn(Uint8Array.from([...stream, ...new Uint8Array(1024)]));
      const output = arena.allocate(room + 512);
      kernels.startInflate(state);
      const status = kernels.inflate(state, input, input + stream.length, true, output, output + room, output);
      expect(status).toBe(Inflation.NeedsRoom);
      const [, reached] = arena.u32(state, 8).subarray(6);
      // A match, which has at most 258 bytes, is not cut.
      expect(reached - output).toBeGreaterThanOrEqual(room);
      expect(reached - output).toBeLessThan(room + 258);
      expect(arena.u8(output, reached - output)).toEqual(bytes.subarray(0, reached - output));
      arena.release(mark);
    }
  });
});
