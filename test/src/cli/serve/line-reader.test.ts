import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedLines } from "../../../../src/cli/serve/line-reader.js";

async function linesOf(chunks: readonly string[], maximumBytes: number): Promise<(string | null)[]> {
  async function* stream() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const lines: (string | null)[] = [];
  for await (const line of boundedLines(stream(), maximumBytes)) lines.push(line && Buffer.from(line).toString());
  return lines;
}

describe("lines of a stream", () => {
  it("are the same however the stream is cut", async () => {
    const line = fc.string({ unit: "grapheme-ascii", maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(12)), async (lines, cuts) => {
        let text = lines.map((each) => `${each}\n`).join("");
        const chunks: string[] = [];
        for (const cut of cuts) {
          chunks.push(text.slice(0, cut));
          text = text.slice(cut);
        }
        expect(await linesOf([...chunks, text], 9)).toEqual(lines);
      }),
    );
  });

  it("may lack the end of the last", async () => {
    expect(await linesOf(["a\nb", "c"], 10)).toEqual(["a", "bc"]);
    expect(await linesOf([], 10)).toEqual([]);
  });

  it("are null where they are too long, and the next is read", async () => {
    expect(await linesOf(["12345\n123", "456\n1\n"], 5)).toEqual(["12345", null, "1"]);
    expect(await linesOf(["1234", "5", "6"], 5)).toEqual([null]);
  });
});
