import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { distributions } from "../../../../src/reports/figures/distribution.js";
import { standaloneSvg } from "../../../../src/reports/figures/standalone.js";
import { expectXml } from "../../../support/xml.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const page = document as unknown as Document;

it("says colours and fonts itself, on white, and leaves names of cases out", () => {
  const drawing = distributions([{ name: "first", values: [0.25, 0.5, 0.75], labels: ["Ann", "Bob", "Cid"] }], {
    document: page,
    title: "t",
    label: "hd (mm)",
  }).outerHTML;
  expect(drawing).toContain("<title>Ann: 0.250</title>");
  const text = standaloneSvg(drawing, { title: "A & B", description: "of “<x>”" });
  expectXml(text);
  expect(text).toContain("<title>A &#38; B</title>\n<desc>of “&#60;x&#62;”</desc>");
  expect(text).toContain('<rect x="0" y="0" width="640" height="100" fill="#ffffff"/>');
  expect(text).toContain('width="640" height="100" viewBox="0 0 640 100" font-family="Arial, ');
  expect(text).toContain('font-size="12"');
  expect(text).toContain('fill="#0072b2"');
  expect(text).toContain(">hd (mm)<");
  expect(text).not.toMatch(/Ann|<style|class=|var\(|currentColor/);
  expect(text.match(/<circle/g)).toHaveLength(3);
});

it("keeps text that looks like a colour or a tag, and shows what XML cannot write", () => {
  const name = 'var(--x, #fff) "currentColor" <title>\u0001\u00a0';
  const drawing = distributions([{ name, values: [1] }], { document: page, title: "t", label: "l" }).outerHTML;
  const text = standaloneSvg(drawing, { title: name });
  expectXml(text);
  expect(text).not.toContain("<desc");
  // The label has its middle left out.
  expect(text).toContain(">var(--x, #fff");
  expect(text).toContain("&lt;title&gt;\ufffd&#160;</text>");
  expect(text).toContain("<title>var(--x, #fff) &#34;currentColor&#34; &#60;title&#62;\ufffd\u00a0</title>");
});
