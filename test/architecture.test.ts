import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** The order in which data flows; a stage may import what stands before it. */
const STAGES = [
  "io",
  "label",
  "overlap",
  "parts",
  "strategies",
  "regions",
  "metrics",
  "aggregate",
  "report",
  "cohort",
  "figures",
  "cohort-report",
  "runner",
  "queue",
  "cli",
] as const;

/** The stages that are for Node alone, and put the evaluation to use as everybody does. */
const ON_NODE: readonly string[] = ["runner", "queue", "cli"];

/** Folders of src/ that are no stage: every stage may import them. */
const SHARED = ["options", "config"];

/** What the page may import of the package beside cohorts and figures. */
const PAGE_MAY = ["index", "options/registry", "metrics/registry", "strategies/registry"];

describe("the direction of imports", () => {
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-lint-"));
  let refused: ReadonlySet<string>;

  /** A file that imports one thing; its name says from where to what. */
  function probe(from: string, to: string, specifier: string): void {
    mkdirSync(join(folder, from), { recursive: true });
    const name = to.replaceAll("/", "-").replaceAll(":", "-");
    writeFileSync(join(folder, from, `${name}.ts`), `export { it } from "${specifier}";\n`);
  }

  beforeAll(() => {
    cpSync(join(ROOT, "biome.json"), join(folder, "biome.json"));
    for (const from of STAGES) {
      for (const to of STAGES) if (from !== to) probe(`src/${from}`, to, `../${to}/thing.js`);
      for (const to of ["errors", "types", "options/registry", "evaluate", "evaluate-group"])
        probe(`src/${from}`, to, `../${to}.js`);
      probe(`src/${from}`, "bindings", "../../bindings/engine.js");
      probe(`src/${from}`, "node:fs", "node:fs");
      probe(`src/${from}`, "page", "../../app/main.js");
      probe("app/state", from, `../../src/${from}/thing.js`);
    }
    for (const to of STAGES) {
      probe("src/options", to, `../${to}/registry.js`);
      probe("src/config", to, `../${to}/registry.js`);
      probe("bindings", to, `../src/${to}/thing.js`);
    }
    for (const to of PAGE_MAY) probe("app/state", to, `../../src/${to}.js`);
    for (const to of ["errors", "types", "evaluate", "version"]) probe("bindings", to, `../src/${to}.js`);
    const biome = join(dirname(createRequire(import.meta.url).resolve("@biomejs/biome/package.json")), "bin", "biome");
    const lint = spawnSync(process.execPath, [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."], {
      cwd: folder,
      encoding: "utf8",
    });
    const { diagnostics } = JSON.parse(lint.stdout) as {
      diagnostics: { category: string; location: { path: string } }[];
    };
    refused = new Set(
      diagnostics
        .filter(({ category }) => category === "lint/style/noRestrictedImports")
        .map(({ location }) => location.path.replaceAll("\\", "/")),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(STAGES)("lets %s import earlier stages only", (from) => {
    for (const to of STAGES) {
      if (from === to) continue;
      expect(refused.has(`src/${from}/${to}.ts`), `${from} → ${to}`).toBe(STAGES.indexOf(to) > STAGES.indexOf(from));
    }
  });

  it.each(STAGES)("lets %s import the bindings and what is shared", (from) => {
    for (const to of ["errors", "types", "options-registry", "bindings"]) {
      expect(refused.has(`src/${from}/${to}.ts`), `${from} → ${to}`).toBe(false);
    }
  });

  it("lets only the runner and the command line import the whole evaluation and Node's modules", () => {
    for (const from of STAGES) {
      expect(refused.has(`src/${from}/evaluate.ts`), from).toBe(!ON_NODE.includes(from));
      expect(refused.has(`src/${from}/evaluate-group.ts`), from).toBe(!ON_NODE.includes(from));
      expect(refused.has(`src/${from}/node-fs.ts`), from).toBe(!ON_NODE.includes(from));
    }
  });

  it("lets options import the registries that they choose from", () => {
    const allowed = STAGES.filter((to) => !refused.has(`src/options/${to}.ts`));
    expect(allowed).toEqual(["parts", "strategies", "metrics"]);
  });

  it("lets configuration files import the registries too", () => {
    const allowed = STAGES.filter((to) => !refused.has(`src/config/${to}.ts`));
    expect(allowed).toEqual(["parts", "strategies", "metrics"]);
  });

  it("lets bindings import errors and types only", () => {
    const tried = [...STAGES, "errors", "types", "evaluate", "version"];
    expect(tried.filter((to) => !refused.has(`bindings/${to}.ts`))).toEqual(["errors", "types"]);
  });

  it("lets nothing import the page, and the page only the entry, the registries, cohorts and figures", () => {
    for (const from of STAGES) expect(refused.has(`src/${from}/page.ts`), from).toBe(true);
    expect(STAGES.filter((to) => !refused.has(`app/state/${to}.ts`))).toEqual(["cohort", "figures"]);
    for (const to of PAGE_MAY) expect(refused.has(`app/state/${to.replaceAll("/", "-")}.ts`), to).toBe(false);
  });

  it("knows every folder of src/", () => {
    const folders = readdirSync(join(ROOT, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of folders) expect([...STAGES, ...SHARED]).toContain(name);
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
  const folders = ["assembly", "bindings", "src", "test", "scripts", "examples", "bench"];
  const sources = folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }))
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .map((path) => path.replaceAll("\\", "/"));
  expect(sources.length).toBeGreaterThan(100);
  for (const path of sources) expect(path).toMatch(/(^|\/)[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.(ts|mjs)$/);
});
