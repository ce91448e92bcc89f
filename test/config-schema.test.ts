import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configSchema } from "../scripts/docs/config-schema.js";
import { MAP_OPTIONS } from "../src/maps/options/registry.js";
import { resolveMapOptions } from "../src/maps/options/resolve.js";
import type { MapOptions } from "../src/maps/options/types.js";
import { OPTIONS } from "../src/options/registry.js";
import { isValid } from "./support/json-schema.js";

const ROOT = join(import.meta.dirname, "..");
const schema = configSchema();

describe("the JSON Schema of configurations", () => {
  // `npm run generate` writes it anew.
  it("is up to date", async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(join(ROOT, "docs", "config.schema.json"));
  });

  it("has no bound at infinity, for which JSON has no number", () => {
    expect(JSON.stringify(schema)).not.toMatch(/"(exclusiveMinimum|minimum|maximum)":null/);
  });

  it("is what the package exports", () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const path = manifest.exports["./config.schema.json"];
    expect(manifest.files).toContain(path.slice(2));
    expect(path).toBe("./docs/config.schema.json");
  });

  it("takes every option", () => {
    expect(Object.keys(schema.properties as object)).toEqual(OPTIONS.map(({ key }) => key));
    for (const { key, default: usual } of OPTIONS) {
      if (usual !== undefined) expect(isValid(schema, { [key]: usual }), key).toBe(true);
      expect(isValid(schema, { [key]: null }), key).toBe(true);
    }
  });

  it.each([
    { preset: "panoptica", connectivity: "faces", threshold: 0.25 },
    { groups: "each" },
    { groups: { a: [1, 2], b: { labels: [3], merge: true }, c: { thing: 4, parts: [5] } } },
    { edgeCases: { dsc: { bothEmpty: 1, noMatch: "NaN" } } },
    { autc: "exact", volumeBins: [10, 100] },
    { autc: 0.1 },
  ])("accepts %j", (config) => expect(isValid(schema, config)).toBe(true));

  it.each([
    { tresholds: 0.5 },
    { threshold: "high" },
    { threshold: -1 },
    { strategy: "one-to-two" },
    { metrics: ["dcs"] },
    { metrics: ["dsc", "dsc"] },
    { autc: 0 },
    { minVoxels: 1.5 },
    { groups: {} },
    { groups: { a: [0] } },
    { groups: { a: { labels: [1], merged: true } } },
    { groups: { a: { thing: 1 } } },
    { edgeCases: { dsc: { never: 1 } } },
    { notes: "one" },
    [],
  ])("refuses %j", (config) => expect(isValid(schema, config)).toBe(false));

  const maps = (schema.$defs as { maps: object }).maps;

  it("takes every option of maps, for files of --map-options", () => {
    expect(Object.keys((maps as { properties: object }).properties)).toEqual(MAP_OPTIONS.map(({ key }) => key));
    for (const { key, default: usual } of MAP_OPTIONS) {
      if (usual !== undefined) expect(isValid(maps, { [key]: usual }), key).toBe(true);
      expect(isValid(maps, { [key]: null }), key).toBe(true);
    }
    const chosen = {
      kind: "probability",
      detection: true,
      candidateThreshold: "positive",
      topPercent: [1, 5],
      hitDistance: 3,
    };
    expect(isValid(maps, chosen)).toBe(true);
    // What the schema refuses the program refuses, too.
    for (const wrong of [
      { sgin: "signed" },
      { sign: "both" },
      { scale: 0 },
      { hitThreshold: 2 },
      { frocRates: [-1] },
    ]) {
      expect(isValid(maps, wrong), JSON.stringify(wrong)).toBe(false);
      expect(() => resolveMapOptions(wrong as MapOptions), JSON.stringify(wrong)).toThrow();
    }
  });

  it("accepts the documentation's example", () => {
    const document = readFileSync(join(ROOT, "docs", "configuration.md"), "utf8");
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(document) ?? [];
    expect(isValid(schema, parse(example))).toBe(true);
  });
});
