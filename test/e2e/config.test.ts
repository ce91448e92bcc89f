import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/options/config/parse-config.js";
import { resolveOptions } from "../../src/options/resolve.js";
import { fromJson } from "../../src/reports/case/json.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "src", "cli", "main.js");
const PAIR = ["-r", join("examples", "reference.nii.gz"), "-p", join("examples", "prediction.nii.gz")];
const PANOPTICA = join("test", "fixtures", "panoptica", "panoptica_evaluator_default.yaml");
const folder = temporaryFolder();

function evaluateCommand(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "evaluate", ...words], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const resolvedBy = async (text: string) => resolveOptions(await parseConfig(text, { name: "printed" }));

describe("voxmatch evaluate --config", () => {
  const config = file("own.yaml", "strategy: greedy\nallowManyToOne: true\nthreshold: 0.25\nnotes: [Protocol 3]\n");

  it("takes the options of the file, says its notes, and lets flags override it", () => {
    const flags = ["--threshold", "0.3", "--no-allow-many-to-one", "--format", "json"];
    const { status, stdout, stderr } = evaluateCommand(...PAIR, "--config", config, ...flags);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "note: Protocol 3\n" });
    const { options, notes } = fromJson(stdout);
    expect(options).toMatchObject({ strategy: "greedy", allowManyToOne: false, threshold: 0.3 });
    expect(notes).toEqual(["Protocol 3"]);
    expect(evaluateCommand(...PAIR, "-c", config).stdout).toContain("Protocol 3");
    expect(evaluateCommand(...PAIR, "-c", config, "--quiet").stderr).toBe("");
  });

  it("takes what panoptica wrote", () => {
    const { status, stdout, stderr } = evaluateCommand(...PAIR, "--config", PANOPTICA, "--format", "json");
    expect(status).toBe(0);
    expect(stderr).toContain("panoptica_evaluator_default.yaml");
    expect(fromJson(stdout).options).toMatchObject({
      preset: "panoptica",
      strategy: "greedy",
      thresholdRule: "inclusive",
    });
  });

  it("says where a mistake is", () => {
    const wrong = file("wrong.yaml", "strategy: greedy\nthreshold: high\n");
    const { status, stderr } = evaluateCommand(...PAIR, "--config", wrong);
    expect(status).toBe(2);
    expect(stderr).toContain(`${wrong}, line 2, column 12: Option threshold is "high"`);
    expect(evaluateCommand(...PAIR, "--config", "none.yaml")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("there is no such file"),
    });
  });
});

describe("voxmatch evaluate --print-config", () => {
  it("needs no volumes, and prints what gives the same choices", async () => {
    for (const words of [[], ["--preset", "panoptica", "--threshold", "0.4"], ["--config", PANOPTICA]]) {
      const { status, stdout } = evaluateCommand(...words, "--print-config");
      expect(status).toBe(0);
      const again = evaluateCommand("--config", file("printed.yaml", stdout), "--print-config");
      expect(await resolvedBy(again.stdout)).toEqual(await resolvedBy(stdout));
    }
    expect(evaluateCommand("--preset", "panoptica", "--threshold", "0.4", "--print-config").stdout).toMatch(
      /^preset: panoptica\n[\s\S]*^threshold: 0.4$/m,
    );
  });

  it("refuses what an evaluation would refuse", () => {
    expect(evaluateCommand("--threshold", "2", "--print-config")).toMatchObject({ status: 2, stdout: "" });
  });
});
