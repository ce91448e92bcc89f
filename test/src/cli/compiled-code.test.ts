import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { COMPILED_FILE, loadCompiled, runCompiled } from "../../../src/cli/compiled-code.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const BUILT = resolve("dist/src/cli");

/** Two files of CommonJS, of which one needs the other; each run of the first is counted. */
function twoFiles() {
  const folder = temporaryFolder();
  const [first, second] = [join(folder, "first.js"), join(folder, "second.js")];
  writeFileSync(first, 'globalThis.runs = (globalThis.runs ?? 0) + 1; exports.name = "Käse";');
  writeFileSync(second, 'exports.text = require("./first.js").name + module.filename.slice(-9) + __dirname.length;');
  writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }');
  return { folder, first, second, require: createRequire(second) };
}

describe("compiled code", () => {
  it("runs files once, and leaves them where require finds them", () => {
    const { folder, first, second, require } = twoFiles();
    const counted = globalThis as { runs?: number };
    counted.runs = 0;
    runCompiled(first);
    expect(runCompiled(first)).toBeUndefined();
    runCompiled(second);
    expect(require("./second.js")).toEqual({ text: `Käsesecond.js${folder.length}` });
    expect(counted.runs).toBe(1);
  });

  it("is taken by the Node that made it, and compiled anew where it does not fit", () => {
    for (const damaged of [false, true]) {
      const { folder, first, second, require } = twoFiles();
      const codes = [first, second].map((file) => runCompiled(file)?.createCachedData() ?? Buffer.of());
      if (damaged) codes[0].fill(0);
      const index = [first, second].map((file, at) => [file.slice(folder.length + 1), codes[at].length]);
      writeFileSync(join(folder, COMPILED_FILE), Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...codes]));
      for (const file of [first, second]) delete require.cache[file];
      // Under another name, as V8 remembers what it compiled in this process.
      const again = join(folder, "again.js");
      cpSync(first, again);
      expect(runCompiled(again, codes[0])?.cachedDataRejected).toBe(damaged);
      loadCompiled(folder);
      expect(require.cache[second]?.exports).toEqual({ text: `Käsesecond.js${folder.length}` });
    }
  });

  it("is no condition: a folder without it loads as ever", () => {
    const { folder, second, require } = twoFiles();
    loadCompiled(folder);
    expect(require.cache[second]).toBeUndefined();
  });
});

describe("the built command", () => {
  const words = ["evaluate", "-r", "examples/reference.nii.gz", "-p", "examples/prediction.nii.gz"];

  it("has code that this Node takes for each of its files", () => {
    const check = `
      const [file] = process.argv.slice(1), { Script } = require("node:vm"), fs = require("node:fs");
      const bytes = fs.readFileSync(file), end = bytes.indexOf("\\n");
      let start = end + 1;
      console.log(JSON.stringify(JSON.parse(bytes.toString("latin1", 0, end)).map(([name, length]) => {
        const source = fs.readFileSync(require("node:path").join(file, "..", name), "utf8");
        const cachedData = bytes.subarray(start, (start += length));
        return new Script(require("node:module").wrap(source), { cachedData }).cachedDataRejected;
      })));`;
    const told = execFileSync(process.execPath, ["-e", check, join(BUILT, COMPILED_FILE)], { encoding: "utf8" });
    const rejected = JSON.parse(told) as boolean[];
    expect(rejected.length).toBeGreaterThan(2);
    expect(new Set(rejected)).toEqual(new Set([false]));
  });

  it("says the same without it", () => {
    const copy = join(temporaryFolder(), "cli");
    cpSync(BUILT, copy, { recursive: true });
    for (const name of readdirSync(copy)) if (name.endsWith(".bin")) rmSync(join(copy, name));
    const [compiled, plain] = [BUILT, copy].map((folder) =>
      execFileSync(process.execPath, [join(folder, "main.js"), ...words, "--format", "tsv"], { encoding: "utf8" }),
    );
    expect(compiled).toBe(plain);
    expect(readFileSync(join(BUILT, COMPILED_FILE)).length).toBeGreaterThan(1e5);
  });
});
