import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
// @ts-expect-error: a script without types
import { checkExports, readAllSources } from "../scripts/check-exports.mjs";
// @ts-expect-error: a script without types
import { checkImports, readRooms, readSources } from "../scripts/check-imports.mjs";

const ROOT = join(import.meta.dirname, "..");

describe("the check of imports", () => {
  const rooms = {
    floors: [
      { rooms: { base: "" } },
      { rooms: { "src/low": "", "src/beside": "" } },
      { rooms: { src: "", "src/high": "" }, node: true },
    ],
  };
  const check = (files: Record<string, string>): string[] => checkImports(new Map(Object.entries(files)), rooms);

  it("finds nothing wrong in the package", () => {
    expect(checkImports(readSources(), readRooms())).toEqual([]);
  });

  it("lets a file import its room and the floors below", () => {
    const imports = 'import { a } from "../low/a.js";\nimport "node:fs";\nexport type { b } from "../../base/b.js";\n';
    expect(check({ "src/high/c.ts": imports, "src/low/a.ts": "", "base/b.ts": "" })).toEqual([]);
  });

  it.each([
    ["a higher floor", "src/low/a.ts", 'import { c } from "../high/c.js";'],
    ["a room on the same floor", "src/low/a.ts", 'export { c } from "../beside/c.js";'],
    ["a higher floor's type", "src/low/a.ts", 'import type { C } from "../high/c.js";'],
    ["a higher floor late", "src/low/a.ts", 'const c = await import("../high/c.js");'],
    ["Node where pages run", "src/low/a.ts", 'import { join } from "node:path";'],
    ["itself by way of another", "src/low/a.ts", 'import { d } from "./d.js";'],
  ])("refuses %s", (_, file, text) => {
    const others = { "src/high/c.ts": "", "src/beside/c.ts": "", "src/low/d.ts": 'import { a } from "./a.js";' };
    expect(check({ ...others, [file]: text })).toHaveLength(1);
  });

  it("allows Node's modules late, and as types", () => {
    const late = 'import type { Stats } from "node:fs";\nconst fs = await import("node:fs");';
    expect(check({ "src/low/a.ts": late })).toEqual([]);
  });

  it("wants every file in a room", () => {
    expect(check({ "src/other/a.ts": "", "src/index.ts": "" })).toEqual([
      "src/other/a.ts is in no room of rooms.json.",
    ]);
  });
});

describe("the check of exports", () => {
  const unused = (files: Record<string, string>): string[] => checkExports(new Map(Object.entries(files)));

  it("finds none without an import in the package and the page", () => {
    expect(checkExports(readAllSources())).toEqual([]);
  });

  it.each([
    ["a name", 'import { type b, a } from "./a.js";'],
    ["all names", 'import * as all from "./a.js";'],
    ["a name for others", 'export { a as c, b } from "./a.js";'],
    ["a module late", 'const { a } = await import("./a.js");'],
  ])("lets a file export what another takes as %s", (_, text) => {
    expect(unused({ "src/a.ts": "export const a = 1;\nexport type b = 2;", "src/index.ts": text })).toEqual([]);
  });

  it.each([
    "export const a = 1;",
    "export async function a() {}",
    "export interface a {}",
    "const a = 1;\nexport { a };",
  ])("finds what nothing takes: %s", (text) => {
    expect(unused({ "src/x/a.ts": text, "src/index.ts": "" })).toHaveLength(1);
  });

  it("lets a file name types that its own exports mention", () => {
    const text = "export interface Options {}\nexport function a(options: Options) {}";
    expect(unused({ "src/x/a.ts": text, "src/index.ts": 'import { a } from "./x/a.js";' })).toEqual([]);
  });
});

describe("styles of the page", () => {
  /** Numbers without a unit, which Preact passes on as they are and browsers then drop. */
  function unitless(text: string): string[] {
    const styles = [...text.matchAll(/style=\{\{([^}]*(?:\$\{[^}]*\}[^}]*)*)\}\}/g)].map(([, style]) => style);
    const length =
      /^(width|height|top|right|bottom|left|inset|gap|margin\w*|padding\w*|min\w+|max\w+|fontSize|borderRadius)$/;
    return styles
      .flatMap((style) => style.split(/,(?![^`(]*[`)])/))
      .map((entry) => entry.trim().split(/:(.*)/s))
      .filter(([key, value = key]) => length.test(key) && !/["'`]/.test(value))
      .map(([key]) => key);
  }

  it("give every length its unit", () => {
    const folder = join(ROOT, "app");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".tsx"));
    expect(files.length).toBeGreaterThan(10);
    const wrong = files.flatMap((path) =>
      unitless(readFileSync(join(folder, path), "utf8")).map((key) => `${path}: ${key} has no unit`),
    );
    expect(wrong).toEqual([]);
  });

  it("would find lengths without one", () => {
    for (const style of ["{ height: list.height + 1 }", "{ width }", '{ position: "relative", top: 4 }']) {
      expect(unitless(`<div style={${style}} />`)).toHaveLength(1);
    }
    for (const style of ["{ height: `$" + "{size}px` }", '{ "--share": share, opacity: 0.5 }', '{ width: "3ch" }']) {
      expect(unitless(`<div style={${style}} />`)).toEqual([]);
    }
  });
});

describe("the kernels of a release", () => {
  /** Section ids of a WebAssembly module (WebAssembly core specification, 5.5). */
  const DATA = 11;

  function sectionsOf(bytes: Uint8Array): number[] {
    const ids: number[] = [];
    let at = 8;
    while (at < bytes.length) {
      ids.push(bytes[at++]);
      let size = 0;
      for (let shift = 0, more = true; more; shift += 7) {
        more = bytes[at] >= 0x80;
        size += (bytes[at++] & 0x7f) * 2 ** shift;
      }
      at += size;
    }
    expect(at).toBe(bytes.length);
    return ids;
  }

  it.each(["release", "simd", "scalar"])(
    "has no data segments in the %s build, which every worker would write anew",
    (build) => {
      const sections = sectionsOf(readFileSync(join(ROOT, "build", `${build}.wasm`)));
      expect(sections).toContain(10);
      expect(sections).not.toContain(DATA);
    },
  );

  it.each(["release", "simd", "scalar"])("stays below 60 kB in the %s build", (build) => {
    expect(statSync(join(ROOT, "build", `${build}.wasm`)).size).toBeLessThan(60_000);
  });

  it("would find data segments", () => {
    const memoryAndData = [5, 3, 1, 0, 1, 11, 7, 1, 0, 0x41, 0, 0x0b, 1, 42];
    expect(sectionsOf(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...memoryAndData))).toEqual([5, DATA]);
  });
});

it("names every source file in kebab-case", () => {
  const folders = ["assembly", "base", "bindings", "src", "test", "scripts", "examples", "bench"];
  const sources = folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }))
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .map((path) => path.replaceAll("\\", "/"));
  expect(sources.length).toBeGreaterThan(100);
  for (const path of sources) expect(path).toMatch(/(^|\/)[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.(ts|mjs)$/);
});
