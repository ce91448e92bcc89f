import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isVoxmatchError } from "../../../../base/errors.js";
import { parseRegionNames } from "../../../../src/maps/atlas/region-names.js";
import { SEEDED } from "../../../support/volumes.js";

const SAMPLES = [
  '<?xml version="1.0"?><atlas><header><type>Label</type></header><data><label index="1" x="2">A &amp; B</label></data></atlas>',
  '1 255 0 0 1 1 1 "left"\n2 0 255 0 1 1 1 "right"\n',
  "0 Unknown 0 0 0 0\n1 Left-Thalamus 0 118 14 0\n",
  "index\tname\tabbreviation\n1\tleft\tL\n2\tright\tR\n",
  'id,name\n1,"a, ""b"""\n2,c\n',
];

const piece = fc.oneof(
  fc.constantFrom(
    "<label",
    ">",
    "</label",
    "<atlas",
    '"',
    '""',
    "&",
    "&#x41;",
    "\t",
    ",",
    "\n",
    "\r\n",
    "index",
    "name",
    "1",
    "-1",
    "4294967296",
  ),
  fc.string({ maxLength: 6, unit: "binary" }),
);

/** A sample with pieces put in, taken out and repeated. */
const texts = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 9 }), piece), { maxLength: 6 }))
  .map(([sample, edits]) =>
    edits.reduce((text, [at, cut, put]) => {
      const place = text.length === 0 ? 0 : at % text.length;
      return text.slice(0, place) + put + text.slice(place + cut);
    }, sample),
  );

describe("names of regions from any text", () => {
  it("are names, or a refusal that says why", () => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          for (const [label, { name }] of parseRegionNames(text)) {
            expect(Number.isInteger(label)).toBe(true);
            expect(typeof name).toBe("string");
          }
        } catch (error) {
          expect(isVoxmatchError(error, "INVALID_FILE"), String(error)).toBe(true);
        }
      }),
      { ...SEEDED, numRuns: 20_000 },
    );
  });

  it("never expand entities of a document", () => {
    const text =
      '<!DOCTYPE atlas [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY file SYSTEM "file:///etc/passwd">]>' +
      '<atlas><data><label index="1">&b; &file; &lt;</label></data></atlas>';
    expect(parseRegionNames(text).get(1)?.name).toBe("&b; &file; <");
  });

  it("take no longer than the text is long", () => {
    for (const part of ["<label ", '<label index="1">', '"', "&#x", "1 ", "a,", "\n"]) {
      const long = `<atlas>${part.repeat(200_000)}`;
      for (const text of [long, part.repeat(200_000), `index,name\n${part.repeat(200_000)}`]) {
        expect(() => {
          try {
            parseRegionNames(text);
          } catch (error) {
            if (!isVoxmatchError(error)) throw error;
          }
        }).not.toThrow();
      }
    }
  });
});
