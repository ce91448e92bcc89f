import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRegionNames } from "../../../../src/maps/atlas/region-names.js";
import { SEEDED } from "../../../support/volumes.js";

const plain = (text: string) =>
  Object.fromEntries([...parseRegionNames(text)].map(([label, { name }]) => [label, name]));

const xml = (type: string, labels: string) =>
  `<?xml version="1.0"?>\n<atlas>\n<header><type>${type}</type></header>\n<data>\n${labels}\n</data>\n</atlas>`;

describe("names of regions", () => {
  it("reads FSL XML: the index is the label, or one less in a probabilistic atlas, as FSL spells it, too", () => {
    const labels =
      '<label index="3" x="1">Thalamus &amp; co</label>\n<label x="2" index=\'4\'>Caf&#233; &#x42;</label>';
    expect(plain(xml("Label", labels))).toEqual({ 3: "Thalamus & co", 4: "Café B" });
    expect(plain(xml("Probabalistic", labels))).toEqual({ 4: "Thalamus & co", 5: "Café B" });
  });

  it("never expands entities of a document's own", () => {
    const own = `<!DOCTYPE atlas [<!ENTITY boom "&amp;&amp;"><!ENTITY file SYSTEM "file:///etc/passwd">]>`;
    const text = own + xml("Label", '<label index="1">&boom;&file;</label>');
    expect(plain(text)).toEqual({ 1: "&boom;&file;" });
  });

  it("reads FreeSurfer and Slicer tables, ITK-SNAP descriptions, TSV and CSV", () => {
    expect(plain("#No. Name R G B A\n\n17  Left-Hippocampus  220 216 20 0\r\n")).toEqual({ 17: "Left-Hippocampus" });
    const snap = '# label file\n    0 0 0 0 0 0 0 "Clear Label"\n 7 255 0 0 1 1 1 "Two words"';
    expect(plain(snap)).toEqual({ 0: "Clear Label", 7: "Two words" });
    expect(plain("index\tname\tcolor\n2\tPons\t#fff\n")).toEqual({ 2: "Pons" });
    expect(plain('name,Label\n"Gyrus, left ""x""",5')).toEqual({ 5: 'Gyrus, left "x"' });
  });

  it("carries further columns", () => {
    expect(parseRegionNames("index\tname\tlobe\n2\tPons\tstem").get(2)?.others).toEqual({ lobe: "stem" });
  });

  it("refuses a label with two names by both lines, a label that is no whole number, and other formats", () => {
    expect(() => parseRegionNames("index\tname\n1\tA\n2\tB\n1\tC", "n.tsv")).toThrow(
      /n\.tsv names label 1 twice: "A" in line 2, "C" in line 4/,
    );
    expect(plain("index\tname\n1\tA\n1\tA")).toEqual({ 1: "A" });
    expect(() => parseRegionNames("index\tname\n1.5\tA")).toThrow(/line 2: the label of "A" is not a whole number/);
    expect(() => parseRegionNames("index\tname\n\tA")).toThrow(/not a whole number/);
    expect(() => parseRegionNames("Lorem ipsum")).toThrow(/no known format.*FSL XML/);
  });

  it("ends in names or an error for any text", () => {
    const pieces = [
      "<atlas",
      "<label",
      "index=",
      '"',
      ">",
      "</label>",
      "&#x41;",
      "&",
      ";",
      "#",
      "\n",
      "\t",
      " ",
      "1",
      "name",
    ];
    const texts = fc.array(fc.constantFrom(...pieces, "index\tname\n", "<type>Prob</type>", ","), { maxLength: 60 });
    const check = (parts: readonly string[]) => {
      try {
        for (const [label] of parseRegionNames(parts.join(""))) expect(Number.isInteger(label)).toBe(true);
      } catch (error) {
        expect(error).toHaveProperty("code", "INVALID_FILE");
      }
    };
    fc.assert(fc.property(texts, check), { ...SEEDED, numRuns: 3000 });
  });
});
