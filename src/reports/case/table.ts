import { OPTIONS, type ResolvedOptions } from "../../options/registry.js";
import type { EvaluationResult, InputDescription } from "../../results/evaluation-result.js";
import type { GroupResult } from "../../results/result-types.js";
import { condition } from "./condition.js";
import { GroupValues } from "./group-values.js";
import { PLAIN, type Style } from "./style.js";
import { groupSection } from "./table-group.js";
import { type Align, type Cell, columns, indent, wrap } from "./text.js";

/** How {@link toTable} writes. */
export interface TableOptions {
  /** Characters in a line; 80 by default. Names of files are never broken. */
  readonly width?: number;
  /** Marks such as colours; none by default. */
  readonly style?: Style;
}

const NARROWEST = 72;
const WIDEST = 140;

/** With more groups than this, each is one line of the overview. */
const GROUPS_IN_FULL = 6;

/** A result as text for people: what was compared and how, then the quality, metrics and errors of each group. */
export function toTable(result: EvaluationResult, { width = 80, style = PLAIN }: TableOptions = {}): string {
  const page = { width: Math.max(NARROWEST, Math.min(width, WIDEST)), style };
  const groups = Object.entries(result.groups);
  const sections = [heading(result, page)];
  if (groups.length !== 1) sections.push(overview(groups, page));
  if (groups.length <= GROUPS_IN_FULL) {
    for (const [name, group] of groups) sections.push(groupSection(name, group, result, page));
  } else {
    sections.push([style.faint("  Each group's instances are in the JSON report.")]);
  }
  return sections.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

interface Page {
  readonly width: number;
  readonly style: Style;
}

function heading({ engine, inputs, options, notes }: EvaluationResult, { width, style }: Page): string[] {
  const { reference, prediction } = inputs;
  const facts: [string, string][] = [
    ["reference", reference.path ?? "an array"],
    ["prediction", prediction.path ?? "an array"],
    ["grid", gridOf(reference)],
    ["instances", INSTANCES[options.input](options)],
    ["matching", matchingOf(options)],
  ];
  const { decisionMetric, decisionThreshold, decisionRule, thresholdRule } = options;
  if (decisionMetric !== null && decisionThreshold !== null) {
    const passes = condition(decisionMetric, decisionRule ?? thresholdRule, decisionThreshold);
    facts.push(["decision", `a match counts only with ${passes}`]);
  }
  const changed = otherOptions(options);
  if (changed !== "") facts.push(["also", changed]);
  if (notes.length > 0) facts.push(["notes", notes.join(" ")]);
  const lines = facts.flatMap(([name, value]) => {
    const isPath = name === "reference" || name === "prediction";
    const [first, ...rest] = isPath ? [value] : wrap(value, width - 14);
    return [`  ${style.faint(name.padEnd(10))}  ${first}`, ...rest.map((line) => " ".repeat(14) + line)];
  });
  return [`${style.strong(engine.name)} ${engine.version}`, "", ...lines];
}

function gridOf({ shape, spacing }: InputDescription): string {
  // Spacings are stored in single precision: 0.9 comes back as 0.8999999761581421.
  const millimetres = spacing.map((step) => Number(step.toPrecision(6)));
  return `${shape.join(" × ")} voxels of ${millimetres.join(" × ")} mm`;
}

const INSTANCES = {
  semantic: ({ connectivity, touchingLabels }: ResolvedOptions) => {
    const of = touchingLabels === "merge" ? "all labels of a group together" : "each label";
    return `connected components of ${of} (semantic), ${connectivity}-connected`;
  },
  unmatched: () => "labels, numbered independently in both volumes (unmatched)",
  matched: () => "labels, equal ones meaning the same instance (matched)",
} as const;

function matchingOf(options: ResolvedOptions): string {
  if (options.input === "matched") {
    return options.matchWithoutOverlap ? "equal labels, overlapping or not" : "equal labels, where they overlap";
  }
  const many = options.allowManyToOne ? " (many-to-one allowed)" : "";
  const { matchingMetric, thresholdRule, threshold, matchingSpace } = options;
  return `${options.strategy}${many}, ${condition(matchingMetric, thresholdRule, threshold, matchingSpace)}`;
}

/** Options that the lines above or the groups below show. */
const SHOWN: readonly string[] = [
  "input",
  "strategy",
  "allowManyToOne",
  "matchingMetric",
  "threshold",
  "thresholdRule",
  "decisionMetric",
  "decisionThreshold",
  "decisionRule",
  "matchWithoutOverlap",
  "connectivity",
  "touchingLabels",
  "explain",
  "volumeBins",
  "lesionDilation",
  "lesionVolume",
  "groups",
  "metrics",
  "globalMetrics",
  "scores",
  "edgeCases",
  "notes",
];

/** The remaining options that are not as they are by default. */
function otherOptions(options: ResolvedOptions): string {
  return OPTIONS.filter(({ key }) => !SHOWN.includes(key))
    .filter((row) => JSON.stringify(options[row.key] ?? null) !== JSON.stringify(row.default ?? null))
    .map(({ key }) => {
      const value = options[key];
      return `${key} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`;
    })
    .join(", ");
}

/** A line for each group, so that they can be compared. */
function overview(groups: readonly (readonly [string, GroupResult])[], { width, style }: Page): string[] {
  if (groups.length === 0) return ["  Neither volume has a label, so there is no group to evaluate."];
  const head = ["group", "PQ", "SQ", "RQ", "TP", "FP", "FN", "references", "predictions"];
  const values = groups.map(([, group]) => new GroupValues(group));
  const rows = groups.map(([name, group], i): (string | Cell)[] => [
    name,
    { text: values[i].show("pq"), mark: style.strong },
    values[i].show("sq"),
    values[i].show("rq"),
    String(group.tp),
    { text: String(group.fp), mark: group.fp > 0 ? style.bad : undefined },
    { text: String(group.fn), mark: group.fn > 0 ? style.bad : undefined },
    String(group.n_ref_instances),
    String(group.n_pred_instances),
  ]);
  const headCells = head.map((text) => ({ text, mark: style.faint }));
  const aligns = head.map((_, i): Align => (i === 0 ? "left" : "right"));
  const lines = columns([headCells, ...rows], aligns, 4);
  const reasons = new Set(values.flatMap((each) => each.footnotes(width)));
  // Where groups follow in full, each gives its own reasons.
  if (groups.length > GROUPS_IN_FULL && reasons.size > 0) lines.push("", ...[...reasons].map(style.faint));
  return indent(lines);
}
