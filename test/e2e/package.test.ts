import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { VERSION } from "../../base/version.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { readVolume } from "../../src/io/read-volume.js";
import { fromJson } from "../../src/reports/case/json.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
/** Packing and installing ask npm, and installing asks its registry. */
const PATIENCE_MS = 120_000;
const folder = temporaryFolder();
const consumer = join(folder, "consumer");
let tarball: string;

function run(command: string, words: readonly string[], cwd: string): string {
  return execFileSync(command, words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The script behind a command of a development dependency. */
function commandOf(name: string, command: string): string {
  const manifest = join(ROOT, "node_modules", name, "package.json");
  const { bin } = createRequire(import.meta.url)(manifest) as { bin: string | Record<string, string> };
  return join(dirname(manifest), typeof bin === "string" ? bin : bin[command]);
}

beforeAll(() => {
  // The scripts would build once more, under the feet of the other tests.
  run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], ROOT);
  tarball = join(folder, `voxmatch-${VERSION}.tgz`);
  mkdirSync(consumer);
  writeFileSync(join(consumer, "package.json"), '{ "name": "consumer", "private": true }\n');
  run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball], consumer);
  cpSync(join(ROOT, "examples"), join(consumer, "examples"), { recursive: true });
}, PATIENCE_MS);

describe("the package, installed", () => {
  it("holds what runs, and nothing else", () => {
    const installed = join(consumer, "node_modules", "voxmatch");
    const top = ["CHANGELOG.md", "LICENSE", "README.md", "dist", "docs", "package.json"];
    expect(readdirSync(installed).sort()).toEqual(top);
    expect(readdirSync(join(installed, "docs"))).toEqual(["config.schema.json"]);
    const built = ["THIRD-PARTY-LICENSES.txt", "base", "bindings", "src", "wasm"];
    expect(readdirSync(join(installed, "dist")).sort()).toEqual(built);
  });

  it("brings no other package, as it holds what it needs of them", () => {
    expect(readdirSync(join(consumer, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["voxmatch"]);
    const licences = readFileSync(
      join(consumer, "node_modules", "voxmatch", "dist", "THIRD-PARTY-LICENSES.txt"),
      "utf8",
    );
    for (const name of ["@assemblyscript/loader", "nifti-reader-js", "commander", "yaml", "d3-array"]) {
      expect(licences).toMatch(new RegExp(`^${name} [0-9.]+ \\(`, "m"));
    }
  });

  it("has a command with help", () => {
    expect(run("npx", ["--no-install", "voxmatch", "--help"], consumer)).toContain("Usage: voxmatch");
  });

  it("evaluates the example on the command line as the library does here", async () => {
    const [reference, prediction] = [join("examples", "reference.nii.gz"), join("examples", "prediction.nii.gz")];
    const words = ["--no-install", "voxmatch", "evaluate", "-r", reference, "-p", prediction, "--format", "json"];
    const result = fromJson(run("npx", words, consumer));
    const volumes = {
      reference: await readVolume(join(ROOT, reference)),
      prediction: await readVolume(join(ROOT, prediction)),
    };
    expect(result.groups).toEqual((await evaluate(volumes)).groups);
  });

  it("is imported as the README shows", () => {
    const [, example] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8")) ?? [];
    writeFileSync(join(consumer, "consumer.mjs"), String(example));
    const printed = run(process.execPath, ["consumer.mjs"], consumer);
    expect(printed).toMatch(/^PQ of lesions: 0\.\d+, missed: \d+\nvoxmatch /);
  });
});

describe("the package, judged by", () => {
  it("publint", () => {
    const { status, stdout } = spawnSync(process.execPath, [commandOf("publint", "publint"), tarball, "--strict"], {
      encoding: "utf8",
    });
    expect(stdout).toContain("All good!");
    expect(status).toBe(0);
  });

  it("Are the types wrong?", () => {
    const attw = commandOf("@arethetypeswrong/cli", "attw");
    const words = [attw, tarball, "--profile", "esm-only", "--format", "table-flipped", "--no-color", "--no-emoji"];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8", cwd: folder });
    expect(status, stdout + stderr).toBe(0);
    for (const entry of ["voxmatch", "voxmatch/cohort", "voxmatch/runner", "voxmatch/queue"]) {
      expect(stdout).toMatch(new RegExp(`"${entry}\\W+│ OK \\(ESM\\)`));
    }
  });
});
