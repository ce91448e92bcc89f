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
});
