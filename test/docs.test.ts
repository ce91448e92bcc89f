import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { errorsText } from "../scripts/docs/errors-text.js";
import { mutantRows } from "../scripts/docs/mutants-text.js";
import { presetsText } from "../scripts/docs/presets-text.js";
import { GROUP_KEYS, keyRows, ROW_KEYS } from "../scripts/docs/result-keys.js";
import { flagOf, rangeOf } from "../src/cli/option-flags.js";
import { FORMATS } from "../src/io/formats.js";
import { MAP_OPTIONS } from "../src/maps/options/registry.js";
import { MAP_SCORES } from "../src/maps/scores/registry.js";
import { MATCHING_SCORE_NAMES, matchingScoreOf } from "../src/matching/matching-score.js";
import { STRATEGY_NAMES, strategyOf } from "../src/matching/registry.js";
import { METRIC_KEYS, metricOf } from "../src/metrics/registry.js";
import { SCORES } from "../src/metrics/table-scores/registry.js";
import { parseConfig } from "../src/options/config/parse-config.js";
import { DESCRIBED_OPTIONS } from "../src/options/described-options.js";
import { resolveGroups } from "../src/options/groups.js";
import type { OptionRow } from "../src/options/registry.js";
import { resolveOptions } from "../src/options/resolve.js";

const ROOT = join(import.meta.dirname, "..");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  return [head, head.map(() => "---"), ...escaped].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The tables of the documentation, as the registries say them. */
const TABLES: Readonly<Record<string, () => string>> = {
  strategies: () =>
    table(
      ["`strategy`", "how it matches", "predictions of a reference", "references of a prediction"],
      STRATEGY_NAMES.map(strategyOf).map(({ name, summary, degrees }) => [
        `\`${name}\``,
        summary,
        degrees.reference,
        degrees.prediction,
      ]),
    ),
  scores: () =>
    table(
      ["`matchingMetric`", "name", "definition"],
      MATCHING_SCORE_NAMES.map((name) => [`\`${name}\``, matchingScoreOf(name).name, matchingScoreOf(name).definition]),
    ),
  metrics: () =>
    table(
      ["key", "name", "definition", "unit", "better"],
      METRIC_KEYS.map((key) => {
        const { name, definition, unit, direction } = metricOf(key);
        return [`\`${key}\``, name, definition, unit === "1" ? "" : unit, direction];
      }),
    ),
  fieldScores: () =>
    table(
      ["key", "name", "definition", "unit", "better", "where undefined", "source"],
      SCORES.map(({ key, name, definition, unit, bounds, better, empty, source }) => [
        `\`${key}\``,
        name,
        definition,
        `${bounds[0]} to ${Number.isFinite(bounds[1]) ? bounds[1] : "∞"}${unit === "1" ? "" : ` ${unit}`}`,
        better,
        empty,
        source,
      ]),
    ),
  presets: presetsText,
  errors: errorsText,
  groupKeys: () => table(["key", "meaning", "unit"], keyRows(GROUP_KEYS)),
  rowKeys: () => table(["key", "meaning", "unit"], keyRows(ROW_KEYS)),
  mutants: () =>
    table(["room", "changes", "tried", "noticed", "by a time-out", "explained", "unnoticed", "score"], mutantRows()),
  formats: () =>
    table(
      ["format", "files", "what is read"],
      FORMATS.map(({ name, endings, summary }) => [name, endings.map((ending) => `\`${ending}\``).join(", "), summary]),
    ),
  rooms: () => {
    const { floors } = JSON.parse(readFileSync(join(ROOT, "rooms.json"), "utf8")) as {
      floors: { rooms: Record<string, string>; node?: boolean }[];
    };
    const rows = floors.flatMap(({ rooms, node = false }, floor) =>
      Object.entries(rooms).map(([room, what]) => [`${floor}`, `\`${room}/\``, what + (node ? " (Node only)" : "")]),
    );
    return table(["floor", "room", "what it holds"], rows);
  },
  mapScores: () =>
    table(
      ["key", "family", "definition", "unit", "better", "bounds", "chance"],
      MAP_SCORES.map(({ key, family, definition, unit, better, bounds, chance }) => [
        `\`${key}\``,
        family,
        definition.replaceAll("<p>", "p"),
        unit === "1" ? "" : unit,
        better === "none" ? "" : better,
        bounds.map((bound) => (Number.isFinite(bound) ? bound : bound > 0 ? "∞" : "−∞")).join(" to "),
        chance === undefined ? "" : String(chance),
      ]),
    ),
  mapOptions: () =>
    table(
      ["option", "flag", "meaning", "values", "default"],
      MAP_OPTIONS.map((row) => [
        `\`${row.key}\``,
        `\`${flagOf(row.key)}\``,
        row.description,
        valuesOf(row),
        defaultOf(row),
      ]),
    ),
  options: () =>
    table(
      ["option", "flag", "meaning", "values", "default"],
      DESCRIBED_OPTIONS.map((row) => [
        `\`${row.key}\``,
        `\`${flagOf(row.key)}\``,
        row.description,
        valuesOf(row),
        defaultOf(row),
      ]),
    ),
};

function valuesOf({ kind }: Pick<OptionRow, "kind">): string {
  switch (kind.type) {
    case "choice":
    case "list":
      return `${kind.type === "list" ? "list of " : ""}${kind.choices.map((choice) => `\`${choice}\``).join(", ")}`;
    case "number":
    case "word-or-number": {
      const range = rangeOf(kind);
      return kind.type === "number" ? range : `\`${kind.word}\`, or ${range}`;
    }
    case "numbers":
      return "rising numbers";
    case "flag":
      return "yes or no";
    case "structure":
      return ["structure", ...(kind.words ?? []).map((word) => `\`${word}\``)].join(" or ");
  }
}

function defaultOf({ default: usual }: { readonly default: unknown }): string {
  if (usual === undefined) return "";
  if (Array.isArray(usual)) return usual.map((item) => `\`${item}\``).join(", ") || "none";
  return typeof usual === "boolean" ? (usual ? "yes" : "no") : `\`${usual}\``;
}

/** A document with the registries' tables put in where its comments say. */
function withTables(document: string): string {
  return document.replace(
    /(<!-- (\w+): from [^>]*-->\n)[\s\S]*?(<!-- end -->)/g,
    (_whole, start: string, name: string, end: string) => `${start}${TABLES[name]()}\n${end}`,
  );
}

describe("the documentation", () => {
  // `npx vitest run test/docs.test.ts -u` writes the tables anew.
  it.each([
    join("docs", "configuration.md"),
    join("docs", "heatmaps.md"),
    join("docs", "architecture.md"),
    join("docs", "definitions.md"),
    join("docs", "formats.md"),
    join("docs", "errors.md"),
    join("docs", "reliability.md"),
    join("docs", "results.md"),
  ])("%s has the registries' tables", async (path) => {
    const document = readFileSync(join(ROOT, path), "utf8");
    await expect(withTables(document)).toMatchFileSnapshot(join(ROOT, path));
  });

  it("names every strategy, score and metric", () => {
    // With -u the file is written once all tests of this file are done.
    const definitions = withTables(readFileSync(join(ROOT, "docs", "definitions.md"), "utf8"));
    for (const name of [...STRATEGY_NAMES, ...MATCHING_SCORE_NAMES, ...METRIC_KEYS]) {
      expect(definitions).toContain(`| \`${name}\` |`);
    }
  });

  it("shows groups that are understood", () => {
    const [, groups] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs", "command-line.md"), "utf8")) ?? [];
    expect(Object.keys(resolveGroups(parse(String(groups))) ?? {})).toEqual(["vertebra", "sacrum", "rib", "body"]);
  });

  it("shows a configuration that is understood", async () => {
    const document = readFileSync(join(ROOT, "docs", "configuration.md"), "utf8");
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(document) ?? [];
    const options = resolveOptions(await parseConfig(example, { name: "example" }));
    expect(options).toMatchObject({ decisionThreshold: 0.6, minVolume: 10, notes: ["Protocol 3 of the study"] });
    expect(Object.keys(options.groups ?? {})).toEqual(["vertebra", "sacrum", "tumour", "cell"]);
  });

  it("links to files that exist", () => {
    for (const path of [
      "README.md",
      "CONTRIBUTING.md",
      join("docs", "definitions.md"),
      join("docs", "architecture.md"),
      join("docs", "command-line.md"),
      join("docs", "library.md"),
      join("docs", "cohorts.md"),
      join("docs", "matching.md"),
      join("docs", "formats.md"),
      join("docs", "python.md"),
      join("docs", "serve.md"),
      join("docs", "matched-volumes.md"),
    ]) {
      const links = readFileSync(join(ROOT, path), "utf8").matchAll(/\]\((?!https?:)([^)#]+)\)/g);
      for (const [, link] of links) expect(existsSync(join(ROOT, path, "..", link)), `${path}: ${link}`).toBe(true);
    }
  });

  it("explains every dependency", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const explained = readFileSync(join(ROOT, "docs", "dependencies.md"), "utf8");
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) expect(explained).toContain(`\`${name}\``);
  });
});
