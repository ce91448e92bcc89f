import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/options/config/parse-config.js";
import { printConfig } from "../../../../src/options/config/print-config.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import { OPTIONS, type OptionRow } from "../../../../src/options/registry.js";
import { resolveOptions } from "../../../../src/options/resolve.js";

const STRUCTURES: Readonly<Record<string, unknown>> = {
  groups: { 7: [1, 2], sacrum: { labels: [26], single: true }, cell: { thing: 3, parts: [4] } },
  edgeCases: { dsc: { bothEmpty: 1, noMatch: "NaN" }, assd: { referenceEmpty: "Infinity" } },
  notes: ["one", "two"],
};

/** A value that is not the default. */
function otherThanDefault({ key, kind, default: usual }: OptionRow): unknown {
  switch (kind.type) {
    case "choice":
      return kind.choices.find((choice) => choice !== usual);
    case "number":
      return kind.minimum + 1;
    case "word-or-number":
      return kind.word;
    case "numbers":
      return [kind.minimum + 1, kind.minimum + 2.5];
    case "flag":
      return usual !== true;
    case "list":
      return kind.choices.slice(0, 1);
    case "structure":
      return STRUCTURES[key];
  }
}

const yaml = (text: string) => parseConfig(text, { name: "own.yaml" });

describe("configuration files", () => {
  it.each(OPTIONS.map((row) => [row.key, row] as const))("set %s, in YAML and in JSON", async (key, row) => {
    const value = otherThanDefault(row);
    const text = JSON.stringify({ [key]: value });
    expect(await parseConfig(text, { name: "own.json" })).toEqual({ [key]: value });
    expect(await yaml(`${key}: ${JSON.stringify(value)}\n`)).toEqual({ [key]: value });
  });

  it("may be empty, or leave options to the preset", async () => {
    for (const text of ["", "# nothing yet\n", "---\n", "{}"]) expect(await yaml(text)).toEqual({});
    expect(await yaml("threshold:\nstrategy: null\n")).toEqual({});
  });

  it("keep the names of groups as they are written", async () => {
    const { groups } = await yaml("groups:\n  007: [1]\n  yes: [2]\n  a.b: [3]\n");
    expect(Object.keys(groups ?? {})).toEqual(["007", "yes", "a.b"]);
  });

  it("write not-a-number and infinity as YAML has them, or as text", async () => {
    const options = await yaml(
      "edgeCases: { dsc: { bothEmpty: .nan, noMatch: .inf } }\nthreshold: .inf\nmatchingMetric: cedi",
    );
    const { edgeCases, threshold } = resolveOptions(options);
    expect([edgeCases.dsc?.bothEmpty, edgeCases.dsc?.noMatch, threshold]).toEqual([Number.NaN, Infinity, Infinity]);
  });

  it("are overridden by options next to them", async () => {
    const options = { ...(await yaml("threshold: 0.3\nstrategy: greedy")), threshold: 0.7 };
    expect(resolveOptions(options)).toMatchObject({ threshold: 0.7, strategy: "greedy" });
  });

  it("survive being printed", async () => {
    const configurations: EvaluateOptions[] = [
      {},
      { preset: "panoptica", matchingMetric: "dice", decisionMetric: "dsc", decisionThreshold: 0.5 },
      { preset: "stardist", threshold: 0.3, notes: ["a: b", "# c"] },
      { groups: "each", autc: "exact", edgeCases: { dsc: { noMatch: "Infinity", bothEmpty: 1 } } },
      {
        groups: { "1": [1], b: { labels: [2, 3], merge: true }, c: { thing: [4, 5], parts: [6] } },
        volumeBins: [1, 10],
      },
    ];
    for (const options of configurations) {
      const resolved = resolveOptions(options);
      const text = await printConfig(resolved);
      expect(resolveOptions(await yaml(text))).toEqual(resolved);
    }
  });
});

describe("mistakes in configuration files", () => {
  const before = "# a study\npreset: framework\n\nstrategy: one-to-one\ngroups:\n  a: [1]\n";

  it.each([
    // Line 7, column 12: `threshold: ` is eleven characters.
    [`${before}threshold: high\n`, 7, 12, 'Option threshold is "high", but must be a number'],
    [`${before}metrics: [dsc, iou, dcs]\n`, 7, 21, 'Did you mean "dsc"?'],
    [`${before}tresholds: 0.5\n`, 7, 1, 'Unknown option "tresholds". Did you mean "threshold"?'],
    [`${before}matching-metric: iou\n`, 7, 1, 'Did you mean "matchingMetric"?'],
    [`${before}strategi: greedy\n`, 7, 1, 'Did you mean "strategy"?'],
    ["groups:\n  vertebra:\n    labels: [1, 2, 0]\n", 3, 20, "labels from 1"],
    ["groups:\n  vertebra:\n    labels: [1]\n    mereg: true\n", 4, 5, 'Did you mean "merge"?'],
    ["edgeCases:\n  dsc: { bothEmpty: 1, never: 0 }\n", 2, 24, 'Unknown case in option edgeCases.dsc "never"'],
    ["edgeCases:\n  dsc:\n    noMatch: zero\n", 3, 14, '"NaN" or "Infinity"'],
    ["input: semantic\nnotes: one\n", 2, 8, "list of texts"],
    ["volumeBins: [3, 2]\n", 1, 13, "rising numbers"],
  ])("are found: %j", async (text, line, column, message) => {
    await expect(yaml(text)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringMatching(
        new RegExp(`^own\\.yaml, line ${line}, column ${column}: .*${message.replace(/[.?()]/g, "\\$&")}`),
      ),
      details: { file: "own.yaml", line, column },
    });
  });

  it.each([
    ["threshold: [0.5\n", "own.yaml", 2],
    ["threshold: 0.5\nthreshold: 0.6\n", "own.yaml", 2],
    ["- threshold\n", "own.yaml", 1],
    ["threshold: *nowhere\n", "own.yaml", 1],
    ["just a sentence", "own.yaml", 1],
    ['{\n  "threshold": 0.5,\n}\n', "own.json", 3],
    ["threshold: 0.5\n", "own.json", 1],
  ])("that make a file no configuration are found: %j", async (text, name, line) => {
    await expect(parseConfig(text, { name })).rejects.toMatchObject({
      code: "INVALID_FILE",
      message: expect.stringContaining(`${name}, line ${line}`),
      details: { file: name, line },
    });
  });

  it("takes the format from the caller where the name does not say it", async () => {
    await expect(parseConfig("threshold: 0.5", { name: "stdin", format: "json" })).rejects.toThrow("no valid JSON");
  });
});

describe("the parser of YAML", () => {
  /** The packages that a bundle of an entry imports, and how. */
  async function importsOf(entry: string) {
    const { metafile } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "node",
      packages: "external",
      outdir: "out",
    });
    return Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
  }

  it("is no part of an evaluation, and loaded late by the package's entry", async () => {
    expect((await importsOf("src/evaluation/evaluate.ts")).map(({ path }) => path)).not.toContain("yaml");
    const kinds = (await importsOf("src/index.ts")).filter(({ path }) => path === "yaml").map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["dynamic-import"]));
  });
});
