import { DESCRIBED_OPTIONS as OPTIONS } from "../../src/options/described-options.js";
import type { DescribedOption } from "../../src/options/option-row.js";

/** Where the types live that rows of options name, from `src/options/`. */
const TYPE_SOURCES: Readonly<Record<string, string>> = {
  AutcDecision: "./choices.js",
  ConnectivityOption: "../instances/instance-options.js",
  DisjointForegrounds: "../metrics/formulas.js",
  EdgeCasesOption: "./edge-cases.js",
  GeometryPart: "../io/geometry.js",
  GroupsOption: "./groups.js",
  IgnoreRule: "../instances/instance-options.js",
  InputKind: "../instances/instance-options.js",
  MatchingMetric: "../metrics/matching-metric.js",
  MatchingObjective: "../matching/strategy.js",
  MetricKey: "../metrics/registry.js",
  PartScore: "../overlap/parts/part-score.js",
  Pooling: "../metrics/formulas.js",
  PresetName: "./preset-names.js",
  ResolvedEdgeCases: "./edge-cases.js",
  ResolvedGroups: "../instances/groups.js",
  Space: "../metrics/formulas.js",
  StrategyName: "../matching/registry.js",
  Thinning: "../metrics/formulas.js",
  ThresholdRule: "../matching/candidate-graph.js",
  TouchingLabels: "../instances/instance-options.js",
  UndefinedInMeans: "../metrics/means.js",
  VoiBackground: "../metrics/table-scores/score-row.js",
};

const WIDTH = 120;

const HEAD = "// Written by `npm run generate` from the rows of options in `rows/`. Change those.";

/** The source of `src/options/evaluate-options.ts`: the types of all options, documented as their rows say. */
export function evaluateOptionsSource(): string {
  const fields = OPTIONS.map((row) => `${commentOf(row)}\n  readonly ${row.key}?: ${typeOf(row)};`);
  return source("/** The choices of an evaluation. All are optional. */\nexport interface EvaluateOptions {", fields);
}

/** The source of `src/options/resolved-options.ts`. */
export function resolvedOptionsSource(): string {
  const comment = [
    "/**",
    " * The choices of an evaluation, all made; see `EvaluateOptions` for meanings. Null: not asked for, or open until the",
    " * volumes are known.",
    " */",
  ];
  const fields = OPTIONS.map((row) => `  readonly ${row.key}: ${resolvedTypeOf(row)};`);
  return source([...comment, "export interface ResolvedOptions {"].join("\n"), fields);
}

function source(head: string, fields: readonly string[]): string {
  return [HEAD, "", ...imports(fields.join("\n")), "", head, ...fields, "}", ""].join("\n");
}

function imports(body: string): string[] {
  const code = body.replace(/\/\*\*[\s\S]*?\*\//g, "");
  const bySource = new Map<string, string[]>();
  for (const name of [...new Set(code.match(/\b[A-Z]\w+/g))].sort()) {
    const source = TYPE_SOURCES[name];
    if (source === undefined) throw new Error(`scripts/docs/option-types.ts has no file for the type ${name}.`);
    bySource.set(source, [...(bySource.get(source) ?? []), name]);
  }
  // As Biome sorts imports: farther first, then by name.
  const depth = (path: string) => (path.startsWith("../") ? 0 : 1);
  return [...bySource]
    .sort(([a], [b]) => depth(a) - depth(b) || (a < b ? -1 : 1))
    .map(([source, names]) => `import type { ${names.join(", ")} } from "${source}";`);
}

function typeOf({ key, kind, type }: DescribedOption): string {
  if (type !== undefined) return type;
  if (kind.type === "flag") return "boolean";
  if (kind.type === "number") return "number";
  if (kind.type === "numbers") return "readonly number[]";
  throw new Error(`The row of option ${key} must say its type.`);
}

function resolvedTypeOf(row: DescribedOption): string {
  if (row.resolved !== undefined) return row.resolved;
  return row.default === undefined ? `${typeOf(row)} | null` : typeOf(row);
}

function commentOf(row: DescribedOption): string {
  const { description, unit, source, kind } = row;
  const range =
    kind.type === "number" && Number.isFinite(kind.maximum) ? `From ${kind.minimum} to ${kind.maximum}.` : "";
  const lines = [
    ...wrapped(`${description[0].toUpperCase()}${description.slice(1)}. ${range}`.trim()),
    ...(unit === undefined ? [] : wrapped(`Unit: ${unit}.`)),
    ...(row.default === undefined ? [] : wrapped(`@defaultValue ${JSON.stringify(row.default)}`)),
    ...(source === undefined ? [] : wrapped(`@see ${source}`)),
  ];
  return ["  /**", ...lines.map((line) => `   * ${line}`), "   */"].join("\n");
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > WIDTH - 5) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
