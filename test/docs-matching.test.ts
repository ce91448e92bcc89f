import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type MatchingDocument, matchingDocument } from "../docs/source/matching-document.js";
import { SCENES } from "../docs/source/scenes.js";

const DOCS = join(import.meta.dirname, "..", "docs");
const FIGURES = [...Object.keys(SCENES), "parts"];

// `npx vitest run test/docs-matching.test.ts -u` writes the document's numbers and the figures anew.
describe("docs/matching.md", () => {
  let generated: MatchingDocument;
  beforeAll(async () => {
    generated = await matchingDocument();
  });

  it("has the numbers and sentences that the package gives", async () => {
    const path = join(DOCS, "matching.md");
    await expect(generated.fill(readFileSync(path, "utf8"))).toMatchFileSnapshot(path);
  });

  it.each(FIGURES)("shows %s as the package matches it", async (name) => {
    await expect(generated.figures[name]).toMatchFileSnapshot(join(DOCS, "figures", `${name}.svg`));
  });

  it("shows every figure and no other", () => {
    const document = readFileSync(join(DOCS, "matching.md"), "utf8");
    const shown = Array.from(document.matchAll(/\]\(figures\/([\w-]+)\.svg\)/g), ([, name]) => name);
    expect(shown.sort()).toEqual([...FIGURES].sort());
    const drawn = readdirSync(join(DOCS, "figures")).filter((name) => name.endsWith(".svg"));
    expect(drawn.sort()).toEqual(FIGURES.map((name) => `${name}.svg`).sort());
  });

  it("refuses to ask for what is not there", () => {
    expect(() => generated.fill("<!-- = split/one-to-one/nothing -->0<!-- / -->")).toThrow("is no number");
  });
});
