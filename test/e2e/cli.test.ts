import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../base/version.js";
import { flagOf } from "../../src/cli/option-flags.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import { readVolume } from "../../src/io/read-volume.js";
import { STRATEGY_NAMES } from "../../src/matching/registry.js";
import { METRIC_KEYS, metricOf } from "../../src/metrics/registry.js";
import { OPTIONS } from "../../src/options/registry.js";
import { fromJson } from "../../src/reports/case/json.js";
import { toTable } from "../../src/reports/case/table.js";
import { toTsv } from "../../src/reports/case/tsv.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "src", "cli", "main.js");
const REFERENCE = join("examples", "reference.nii.gz");
const PREDICTION = join("examples", "prediction.nii.gz");
const PAIR = ["-r", REFERENCE, "-p", PREDICTION];
const folder = temporaryFolder();

function voxmatch(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words], { cwd: ROOT, encoding: "utf8" });
  return { status, stdout, stderr };
}

const evaluatePair = (...words: string[]) => voxmatch("evaluate", ...PAIR, ...words);

async function expected(options: Parameters<typeof evaluate>[1] = {}) {
  const [reference, prediction] = [await readVolume(join(ROOT, REFERENCE)), await readVolume(join(ROOT, PREDICTION))];
  return evaluate({ reference, prediction }, options);
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("voxmatch evaluate", () => {
  it("writes as JSON what the library computes, and names the files as they were given", async () => {
    const { status, stdout, stderr } = evaluatePair("--format", "json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const result = fromJson(stdout);
    expect(result.groups).toEqual((await expected()).groups);
    expect(result.inputs.reference).toMatchObject({ path: REFERENCE, shape: [128, 128, 48], dataType: "uint8" });
    expect(result.inputs.prediction.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(result.timings)[0]).toBe("read");
  });

  it("writes TSV", async () => {
    const { stdout } = evaluatePair("--format", "tsv", "--groups", "each");
    expect(stdout).toBe(toTsv(await expected({ groups: "each" })));
  });

  it("prints a table without colours into a pipe", async () => {
    const { stdout } = evaluatePair("--strategy", "many-to-one", "--threshold", "0.25");
    const result = await expected({ strategy: "many-to-one", threshold: 0.25 });
    const [, ...sections] = toTable(result).split("─".repeat(80));
    expect(stdout.split("─".repeat(80)).slice(1)).toEqual(sections);
    expect(stdout).not.toContain("\u001b");
  });

  it("understands every kind of flag", () => {
    const words = [
      "--strategy",
      "greedy",
      "--allow-many-to-one",
      "--threshold-rule",
      "inclusive",
      "--connectivity",
      "6",
    ];
    const { options } = fromJson(evaluatePair(...words, "--metrics", "dsc, cedi", "--format", "json").stdout);
    expect(options).toMatchObject({
      strategy: "greedy",
      allowManyToOne: true,
      thresholdRule: "inclusive",
      connectivity: 6,
      metrics: ["dsc", "cedi"],
    });
  });

  it("reads groups and edge cases from YAML and JSON files", () => {
    const edges = file("edges.json", '{\n\t"dsc": { "bothEmpty": 1 }\n}\n');
    const words = ["--groups", join("examples", "groups.yaml"), "--edge-cases", edges, "--format", "json"];
    const { groups, options } = fromJson(evaluatePair(...words).stdout);
    expect(Object.keys(groups)).toEqual(["lesion", "node"]);
    expect(options.edgeCases.dsc?.bothEmpty).toBe(1);
  });

  it("leaves hashes out with --no-hash, and gives the same numbers with one thread", () => {
    const one = fromJson(evaluatePair("--no-hash", "--threads", "1", "--format", "json").stdout);
    const two = fromJson(evaluatePair("--threads", "2", "--format", "json").stdout);
    expect(one.inputs.reference.sha256).toBeNull();
    expect(one.groups).toEqual(two.groups);
  });

  it("writes strings for what is no number, if asked to", () => {
    const { stdout } = evaluatePair("--json-numbers", "string", "--format", "json");
    expect(JSON.parse(stdout).options.edgeCases.iou.bothEmpty).toBe("NaN");
  });
});

describe("voxmatch evaluate --output", () => {
  it("writes the format that the name ends in, prints the table, and leaves nothing else behind", async () => {
    const own = join(folder, "own");
    mkdirSync(own);
    const path = join(own, "result.json");
    writeFileSync(path, "an old report");
    const { status, stdout } = evaluatePair("--output", path);
    expect(status).toBe(0);
    expect(stdout).toContain("matching    one-to-one, intersection over union > 0.5");
    expect(fromJson(readFileSync(path, "utf8")).groups).toEqual((await expected()).groups);
    expect(readdirSync(own)).toEqual(["result.json"]);
  });

  it("prints nothing with --quiet", () => {
    const path = join(folder, "quiet.tsv");
    expect(evaluatePair("--output", path, "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(path, "utf8")).toMatch(/^group\tn_ref_instances\t/);
  });

  it("keeps a link a link", () => {
    const target = file("target.json", "");
    const link = join(folder, "link.json");
    symlinkSync(target, link);
    expect(evaluatePair("--output", link, "--quiet").status).toBe(0);
    expect(fromJson(readFileSync(target, "utf8")).engine.name).toBe("voxmatch");
  });

  it("leaves an old report alone when the evaluation fails", () => {
    const path = file("old.json", "an old report");
    expect(voxmatch("evaluate", "-r", REFERENCE, "-p", "nowhere.nii", "--output", path).status).toBe(2);
    expect(readFileSync(path, "utf8")).toBe("an old report");
  });

  it("refuses, before it works, what it could not write", () => {
    expect(evaluatePair("--output", join(folder, "nowhere", "x.json")).stderr).toContain("there is no folder");
    expect(evaluatePair("--output", folder, "--format", "json").stderr).toContain("is a folder");
    expect(evaluatePair("--output", join(folder, "result")).stderr).toContain("does not tell the format");
    expect(existsSync(join(folder, "result"))).toBe(false);
  });
});

describe("what voxmatch refuses", () => {
  it.each([
    ["a misspelt flag", ["--strategi", "greedy"], "(Did you mean --strategy?)"],
    ["a misspelt strategy", ["--strategy", "one-to-on"], 'Option --strategy is "one-to-on"'],
    ["a misspelt metric", ["--metrics", "iou,dcs"], 'Did you mean "dsc"?'],
    ["a misspelt format", ["--format", "jsn"], 'Did you mean "json"?'],
    ["a threshold that is no number", ["--threshold", "half"], 'Option --threshold is "half"'],
    [
      "a connectivity that there is not",
      ["--connectivity", "7"],
      "Option --connectivity is 7, but must be one of 4, 6",
    ],
    ["the connectivity of a 2D volume", ["--connectivity", "8"], "a 3D volume has 6, 18, 26"],
    [
      "choices that exclude each other",
      ["--strategy", "merge", "--allow-many-to-one"],
      "Option --allow-many-to-one belongs to",
    ],
    ["no threads", ["--threads", "0"], "must be auto, 1, 2 or more"],
    ["a third file", ["third.nii"], "voxmatch evaluate -r"],
    ["a groups file that is not there", ["--groups", "eahc"], "Did you mean --groups each?"],
  ])("%s, with status 2", (_what, words, message) => {
    const { status, stdout, stderr } = evaluatePair(...words);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  it.each([
    [
      "an unknown key",
      "lesion: [1]\nnode:\n  lables: [2]\n",
      /groups\.yaml, line 3: .*"lables".* Did you mean "labels"/,
    ],
    ["a wrong label", "lesion: [1]\nnode:\n  labels: [2, -1]\n", /groups\.yaml, line 3: .*groups\.node\.labels is -1/],
    ["a group with a dot", "a.b:\n  labels: x\n", /groups\.yaml, line 2: .*groups\.a\.b\.labels/],
    ["a group twice", "lesion: [1]\nlesion: [2]\n", /groups\.yaml, line 2, column 1: .*unique/],
    ["no YAML", "lesion: [1\n", /groups\.yaml, line 2, column 1: this is no valid YAML/],
    ["an alias of nothing", "lesion: *other\n", /groups\.yaml: .*alias/],
    ["nothing", "# nothing\n", /groups\.yaml is empty/],
  ])("a groups file with %s, naming the line", (_what, content, message) => {
    const { status, stderr } = evaluatePair("--groups", file("groups.yaml", content));
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it("files that are missing, damaged or of another grid", () => {
    expect(voxmatch("evaluate", "-r", "nowhere.nii", "-p", PREDICTION)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("nowhere.nii cannot be read: there is no such file"),
    });
    const cut = file("cut.nii.gz", readFileSync(join(ROOT, REFERENCE)).subarray(0, 3000));
    expect(voxmatch("evaluate", "-r", cut, "-p", PREDICTION).status).toBe(2);
    const small = encodeNifti({ data: new Uint8Array(8), shape: [2, 2, 2], spacing: [1, 1, 1] });
    expect(voxmatch("evaluate", "-r", REFERENCE, "-p", file("small.nii", small))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("The shapes differ along x"),
    });
  });

  it("a command line without a command or a file", () => {
    expect(voxmatch()).toMatchObject({ status: 2, stderr: expect.stringContaining("Usage: voxmatch") });
    expect(voxmatch("evalute")).toMatchObject({ status: 2, stderr: expect.stringContaining("Did you mean evaluate?") });
    expect(voxmatch("evaluate", "-r", REFERENCE).stderr).toContain("'-p, --prediction <file>' not specified");
  });
});

describe("voxmatch --help and --version", () => {
  it("print to stdout and succeed", () => {
    expect(voxmatch("--version")).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: "" });
    expect(voxmatch("--help")).toMatchObject({ status: 0, stderr: "" });
  });

  it("know every option, strategy and metric", () => {
    const { stdout } = voxmatch("evaluate", "--help");
    // Help shows what changes something: for a flag that is on by default, its `--no-` form.
    for (const { key, default: usual } of OPTIONS) {
      expect(stdout).toContain(`  ${usual === true ? flagOf(key).replace("--", "--no-") : flagOf(key)} `);
    }
    for (const flag of ["--output", "--format", "--no-hash", "--threads", "--quiet", "--json-numbers"]) {
      expect(stdout).toContain(flag);
    }
    for (const help of [stdout, voxmatch("--help").stdout]) {
      for (const name of STRATEGY_NAMES) expect(help).toMatch(new RegExp(`^ {2}${name} {2,}\\S`, "m"));
      for (const key of METRIC_KEYS) expect(help).toMatch(new RegExp(`^ {2}${key} {2,}${metricOf(key).name}`, "m"));
      expect(help).toContain("Examples:");
    }
  });
});
