import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeNumbers } from "../../../../src/reports/case/json-numbers.js";
import { compactJson, jsonChunks } from "../../../../src/reports/case/write-json.js";
import { formatJson } from "../../../oracle/format-json.js";

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(2 ** 30 - 1, 2 ** 30, 1 - 2 ** 30, -(2 ** 30), 2 ** 31, 999_999_999, 1e9, 1e21, 1e-7, 9, 10, 99, 100),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
);
// A key like 0 would be moved to the front by the oracle's objects; results have none.
const key = fc
  .oneof(fc.string({ maxLength: 60 }), fc.string({ unit: "binary", maxLength: 20 }))
  .map((text) => `k${text}`);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: "medium" },
    fc.oneof(
      number,
      fc.string({ maxLength: 130 }),
      // Any code point, and halves of pairs of them.
      fc.string({ unit: "binary", maxLength: 70 }),
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 9 }).map((codes) => String.fromCharCode(...codes)),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(number, { maxLength: 40 }),
    fc.array(tie("tree"), { maxLength: 12 }),
    fc.dictionary(key, fc.oneof(tie("tree"), fc.constant(undefined)), {
      maxKeys: 12,
    }),
  ),
}));

describe("jsonChunks", () => {
  it.each(["reason", "string"] as const)("writes as the oracle does, numbers as %s", (numbers) => {
    fc.assert(
      fc.property(tree, (value) => {
        expect([...jsonChunks(value, numbers)].join("")).toBe(formatJson(value, numbers));
      }),
      { seed: 20, numRuns: 2000 },
    );
  });

  it("keeps what is exactly as long as a line on it, and divides what is longer", () => {
    for (let length = 100; length < 125; length++) {
      for (const value of [["x".repeat(length)], { a: "x".repeat(length) }, [[1, "x".repeat(length)]]]) {
        expect([...jsonChunks(value, "reason")].join("")).toBe(formatJson(value, "reason"));
      }
    }
  });

  it("comes in chunks of bounded length, however long a list is", () => {
    const rows = Array.from({ length: 50_000 }, (_, label) => ({ label, iou: label / 7, status: "matched" }));
    const chunks = [...jsonChunks({ rows }, "reason")];
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) expect(chunk.length).toBeLessThan(4_000_000);
    expect(JSON.parse(chunks.join(""))).toEqual({ rows });
  });

  it("divides neither characters nor marks of byte order, wherever a chunk ends, and has room for any text", () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => "\ufeffµ😀".repeat(i % 7));
    const long = "ä".repeat(400_000);
    const text = [...jsonChunks({ rows, long }, "reason")].join("");
    expect(text).toBe(formatJson({ rows, long }, "reason"));
  });
});

describe("compactJson", () => {
  it("writes what JSON.stringify writes of encoded numbers", () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(compactJson(value)).toBe(JSON.stringify(encodeNumbers(value, "reason")));
      }),
      { seed: 21, numRuns: 2000 },
    );
  });
});
