import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { RECIPES } from "../support/recipes.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { TreeCopy } from "../support/tree-copy.js";

const CONTRIBUTING = readFileSync(join(import.meta.dirname, "..", "..", "CONTRIBUTING.md"), "utf8");
/** Compilers and test runners start in separate processes. */
const PATIENCE_MS = 400_000;
/** Suites on builds that are not compiled in the copy. */
const OTHER_BUILDS = "\\((scalar|debug)\\)";

/** The text below a heading. */
function sectionOf(heading: string): string {
  const [, text = ""] = CONTRIBUTING.split(new RegExp(`^##+ ${heading}\n`, "m"));
  return text.split(/^## /m)[0];
}

describe.each(RECIPES)("the recipe $heading", ({ heading, files, insertions }) => {
  // The recipe of kernels leaves the room open.
  const section = sectionOf(heading).replaceAll("ROOM", "volumes").replaceAll("verb-noun", "add-bytes");

  it.each(Object.keys(files))("says where %s goes", (path) => {
    expect([path, `${dirname(path)}/`].some((place) => section.includes(`\`${place}\``))).toBe(true);
  });

  it.each([...new Set(insertions.map(({ path }) => path))])("names %s", (path) => {
    expect(section).toContain(`\`${path}\``);
  });
});

describe("a tree in which the recipes are carried out", () => {
  const folder = temporaryFolder();
  let tree: TreeCopy;

  beforeAll(async () => {
    tree = new TreeCopy(folder);
    for (const { files, insertions } of RECIPES) {
      for (const [path, text] of Object.entries(files)) tree.write(path, text);
      for (const { path, before, lines } of insertions) tree.insert(path, before, lines);
    }
    await tree.run("node", "scripts/build-wasm.mjs", "release");
    await tree.run("npm", "run", "generate");
  }, PATIENCE_MS);

  it.each(RECIPES.flatMap(({ generated }) => generated))("has generated %s, which names %s", (path, text) => {
    expect(tree.read(path)).toContain(text);
  });

  it.concurrent(
    "keeps the rules that lint checks",
    async () => {
      const files = RECIPES.flatMap((recipe) => [
        ...Object.keys(recipe.files),
        ...recipe.insertions.map(({ path }) => path),
      ]);
      await tree.run("biome", "check", ...new Set(files));
      await tree.run("node", "scripts/check-imports.mjs");
    },
    PATIENCE_MS,
  );

  it.concurrent("has types that agree", () => tree.run("tsc", "-p", "tsconfig.json"), PATIENCE_MS);

  it.concurrent(
    "passes the tests that the recipes add",
    async () => {
      const tests = RECIPES.map(({ test }) => test);
      const words = ["--project", "node", "--reporter=json", "-t", `^(?!.*${OTHER_BUILDS})`];
      const report = JSON.parse(await tree.run("vitest", "run", ...words, ...tests));
      const files: readonly { name: string; status: string }[] = report.testResults;
      const passed = files.filter(({ status }) => status === "passed").map(({ name }) => name);
      expect(passed).toHaveLength(tests.length);
      expect(report.numPassedTests).toBeGreaterThanOrEqual(tests.length);
    },
    PATIENCE_MS,
  );
});
