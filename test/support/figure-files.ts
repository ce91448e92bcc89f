import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { expect } from "vitest";
import { expectXml } from "./xml.js";

/** The list of figures in a folder, whose files are complete in themselves, one for each figure of the page and in its order. */
export function expectFigures(figures: string, document: Document) {
  const { program, figures: list } = JSON.parse(readFileSync(join(figures, "figures.json"), "utf8"));
  expect(program).toMatch(/^voxmatch \d/);
  const inPage = Array.from(document.querySelectorAll("figure"));
  expect(list).toHaveLength(inPage.length);
  expect(readdirSync(figures).sort()).toEqual(
    ["figures.json", ...list.map(({ file }: { file: string }) => file)].sort(),
  );
  for (const [i, { file, title, caption }] of list.entries()) {
    const text = readFileSync(join(figures, file), "utf8");
    expectXml(text);
    expect(text).toMatch(
      /^<\?xml .+\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img" width="[\d.]+" height="[\d.]+" viewBox="(-?[\d.]+ ?){4}" font-family="[^"]+, sans-serif" font-size="1[12]"/,
    );
    // Programs other than browsers cannot resolve these.
    expect(text).not.toMatch(/<style|<script|\sclass=|href="(?!data:image\/png;base64,)|url\(|currentColor/);
    expect(text.match(/<[^>]+var\(/)).toBeNull();
    expect(text.match(/https?:/g)).toHaveLength(1);
    const svg = parseHTML(text.slice(text.indexOf("<svg"))).document;
    expect(svg.querySelectorAll("title")).toHaveLength(1);
    expect(svg.querySelector("title")?.textContent).toBe(title);
    expect(svg.querySelector("desc")?.textContent).toBe(caption);
    expect(caption.startsWith(title)).toBe(true);
    const drawing = inPage[i].querySelector("svg");
    const labels = (each: ParentNode | null) =>
      Array.from(each?.querySelectorAll("text") ?? [], ({ textContent }) => textContent);
    expect(labels(svg as unknown as Document)).toEqual(labels(drawing));
    for (const tag of ["path", "circle", "line"])
      expect(svg.querySelectorAll(tag), `${tag} of ${file}`).toHaveLength(drawing?.querySelectorAll(tag).length ?? 0);
  }
  return list as { readonly file: string }[];
}
