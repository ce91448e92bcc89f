import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type MapDocument, mapDocument } from "../docs/source/map-document.js";
import { MAP_SCENES } from "../docs/source/map-scenes.js";
import { DETECTION_KEYS } from "../src/cohort/maps/detection-sample.js";
import { MAP_SCORES } from "../src/maps/scores/registry.js";

const DOCS = join(import.meta.dirname, "..", "docs");
const FIGURES = Object.keys(MAP_SCENES);

// `npx vitest run test/docs-heatmaps.test.ts -u` writes the document's numbers and the figures anew.
describe("docs/heatmaps.md", () => {
  let generated: MapDocument;
  beforeAll(async () => {
    generated = await mapDocument();
  });

  it("has the numbers that the package gives", async () => {
    const path = join(DOCS, "heatmaps.md");
    await expect(generated.fill(readFileSync(path, "utf8"))).toMatchFileSnapshot(path);
  });

  it.each(FIGURES)("shows %s as the package scores it", async (name) => {
    await expect(generated.figures[name]).toMatchFileSnapshot(join(DOCS, "figures", "maps", `${name}.svg`));
  });

  it("shows every figure and no other", () => {
    const document = readFileSync(join(DOCS, "heatmaps.md"), "utf8");
    const shown = Array.from(document.matchAll(/\]\(figures\/maps\/([\w-]+)\.svg\)/g), ([, name]) => name);
    expect(shown.sort()).toEqual([...FIGURES].sort());
    expect(readdirSync(join(DOCS, "figures", "maps")).sort()).toEqual(FIGURES.map((name) => `${name}.svg`).sort());
  });

  it("says of every score what it rewards", () => {
    const document = readFileSync(join(DOCS, "heatmaps.md"), "utf8");
    const lines = document.split("<!-- rewards -->")[1].split("<!-- end rewards -->")[0].split("\n");
    const named = lines.flatMap((line) =>
      Array.from((line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g), ([, key]) => key),
    );
    const keys = [...MAP_SCORES.map(({ key }) => key), ...DETECTION_KEYS];
    const left = new Set(["lesion_sensitivity", "fp_per_case"]);
    expect(keys.filter((key) => !left.has(key) && !named.includes(key))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it("refuses to ask for what is not there", () => {
    expect(() => generated.fill("<!-- = focus/spot/nothing -->0<!-- / -->")).toThrow("is no number");
    expect(() => generated.fill("<!-- = focus/none/ap -->0<!-- / -->")).toThrow("is no map");
  });
});
