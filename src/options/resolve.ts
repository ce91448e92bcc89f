import { VoxmatchError } from "../../base/errors.js";
import { MATCHING_SCORE_NAMES } from "../matching/matching-score.js";
import { STRATEGY_NAMES, strategyOf } from "../matching/registry.js";
import type { StrategyOptions } from "../matching/strategy.js";
import { type MetricKey, measuredMetrics, metricOf } from "../metrics/registry.js";
import { edgeCasesInUse, resolveEdgeCases } from "./edge-cases.js";
import { resolveGroups } from "./groups.js";
import { resolveNotes } from "./notes.js";
import { knownName } from "./other-names.js";
import { PRESET_NAMES } from "./preset-names.js";
import { presetDefaults } from "./presets.js";
import {
  type EvaluateOptions,
  type MatchingMetric,
  OPTIONS,
  type OptionRow,
  type ResolvedOptions,
} from "./registry.js";
import { nearest, refuseUnknown } from "./suggest.js";

/**
 * Checks an options object and fills in the defaults.
 * @throws VoxmatchError `INVALID_OPTION` that names the option, its value, and what is allowed or was probably meant
 */
export function resolveOptions(options: EvaluateOptions = {}): ResolvedOptions {
  const known = OPTIONS.map((row) => row.key);
  refuseUnknown("option", Object.keys(options), known);
  const values: Record<string, unknown> = {};
  for (const row of OPTIONS) {
    const value = options[row.key];
    if (value !== undefined && value !== null) checkOption(row, value);
  }
  const defaults = presetDefaults(options.preset ?? PRESET_NAMES[0], options);
  for (const row of OPTIONS) values[row.key] = options[row.key] ?? defaults[row.key] ?? row.default ?? null;
  for (const [key, resolve] of Object.entries(STRUCTURES)) values[key] = resolve(values[key]);
  // Safe: every key of the registry was checked above, and the registry lists every key of ResolvedOptions.
  const resolved = values as unknown as ResolvedOptions;
  checkTogether(resolved);
  const used = [...measuredMetrics(resolved.metrics), ...resolved.globalMetrics];
  return { ...resolved, edgeCases: edgeCasesInUse(resolved.edgeCases, options.edgeCases, used) };
}

/** The options with a check by themselves, which also fills in omitted parts. */
const STRUCTURES: Readonly<Record<string, (option: unknown) => unknown>> = {
  groups: resolveGroups,
  edgeCases: resolveEdgeCases,
  notes: resolveNotes,
};

/**
 * Checks the value of one option on its own.
 * @throws VoxmatchError `INVALID_OPTION` that names the option, its value, and what is allowed or was probably meant
 */
export function checkOption({ key, kind }: Pick<OptionRow, "kind"> & { readonly key: string }, value: unknown): void {
  switch (kind.type) {
    case "choice":
      if (!kind.choices.some((choice) => choice === value))
        throw invalid(key, value, `one of ${kind.choices.join(", ")}`, kind.choices);
      return;
    case "number":
      if (typeof value !== "number" || !(value >= kind.minimum && value <= kind.maximum)) {
        throw invalid(key, value, `a number from ${kind.minimum} to ${kind.maximum}`);
      }
      if (kind.integer && !Number.isInteger(value)) throw invalid(key, value, "a whole number");
      return;
    case "word-or-number":
      if (value === kind.word) return;
      if (typeof value !== "number" || !(value > kind.minimum && value <= kind.maximum)) {
        throw invalid(key, value, `"${kind.word}", or a number above ${kind.minimum} up to ${kind.maximum}`, [
          kind.word,
        ]);
      }
      return;
    case "numbers":
      if (!areRising(value, kind.minimum)) {
        throw invalid(key, value, `a list of rising numbers from ${kind.minimum} on`);
      }
      return;
    case "flag":
      if (typeof value !== "boolean") throw invalid(key, value, "true or false");
      return;
    case "list":
      checkList(key, kind.choices, value);
      return;
    case "structure":
      STRUCTURES[key]?.(value);
      return;
  }
}

function checkList(key: string, choices: readonly string[], value: unknown): void {
  if (!Array.isArray(value)) throw invalid(key, value, `a list of ${choices.join(", ")}`);
  for (const item of value) {
    if (!choices.includes(item)) throw invalid(key, item, `made of ${choices.join(", ")}`, choices);
  }
  if (new Set(value).size < value.length) throw invalid(key, value, "a list without repetitions");
}

function areRising(value: unknown, minimum: number): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((item, i) => Number.isFinite(item) && item >= minimum && (i === 0 || item > value[i - 1]));
}

/** The options of strategies that are not at their default. */
export function strategyOptionsGiven(options: Partial<StrategyOptions>): (keyof StrategyOptions)[] {
  return [
    ...(options.allowManyToOne === true ? (["allowManyToOne"] as const) : []),
    ...(options.objective === "count" ? (["objective"] as const) : []),
  ];
}

/** Choices that exclude or require each other. */
function checkTogether(options: ResolvedOptions): void {
  for (const key of strategyOptionsGiven(options)) {
    if (strategyOf(options.strategy).options.includes(key)) continue;
    const owners = STRATEGY_NAMES.filter((name) => strategyOf(name).options.includes(key));
    throw contradiction(
      key,
      `belongs to the strategy ${owners.join(" or ")}, but the strategy is ${options.strategy}. Leave it out, or choose ` +
        "another strategy",
    );
  }
  if (options.ignoreLabel === 0)
    throw contradiction("ignoreLabel", "is 0, which is background in any case. Leave it out");
  if ((options.decisionMetric === null) !== (options.decisionThreshold === null)) {
    const [given, missing] = options.decisionMetric === null ? ["Threshold", "Metric"] : ["Metric", "Threshold"];
    throw contradiction(`decision${given}`, `needs decision${missing}, too`);
  }
  if (options.lesionVolume > 0 && options.lesionDilation === null) {
    throw contradiction("lesionVolume", "needs lesionDilation, too, as only lesion-wise scores have lesions");
  }
  checkBound("threshold", options.threshold, options.matchingMetric);
  if (options.decisionMetric !== null)
    checkBound("decisionThreshold", options.decisionThreshold, options.decisionMetric);
  if (options.autc !== null && !isRatio(options.matchingMetric)) {
    throw contradiction(
      "autc",
      `needs a matching metric from 0 to 1, but ${options.matchingMetric} is a distance in mm`,
    );
  }
  if (options.autc !== null && options.input === "matched") {
    throw contradiction("autc", "needs a threshold to vary, but matched input has none. Use unmatched input");
  }
  if (options.autc !== null && options.autcDecision === "moving" && !isUnitRatio(options.decisionMetric)) {
    throw contradiction(
      "autcDecision",
      `moves the decision threshold from 0 to 1, but ${options.decisionMetric} has other bounds. Use "fixed"`,
    );
  }
  if (options.input !== "semantic" && Object.values(options.groups ?? {}).some((group) => group.parts?.length > 0)) {
    throw contradiction(
      "groups",
      `has parts, whose things are connected components: that needs semantic input, not ${options.input}`,
    );
  }
}

/** Refuses a threshold that no score of this metric can pass. */
export function checkBound(key: string, value: number | null, metric: MatchingMetric): void {
  if (value !== null && value > 1 && isRatio(metric)) throw invalid(key, value, `from 0 to 1, as ${metric} is`);
}

/** True for scores from 0 to 1, whose threshold can move over that range. */
export function isRatio(metric: MatchingMetric): boolean {
  if (MATCHING_SCORE_NAMES.some((name) => name === metric)) return true;
  return metricOf(metric as MetricKey).bounds[1] === 1;
}

/** True for a decision metric whose threshold can move from 0 to 1, and if there is none. */
function isUnitRatio(metric: MetricKey | null): boolean {
  return metric === null || (metricOf(metric).direction === "higher" && isRatio(metric));
}

/** The refusal of an option because of another one. */
export function contradiction(option: string, reason: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", `Option ${option} ${reason}.`, { option });
}

function invalid(
  key: string,
  value: unknown,
  expected: string,
  choices: readonly (string | number)[] = [],
): VoxmatchError {
  const suggestion = typeof value === "string" ? meant(value, choices) : null;
  const shown = typeof value === "string" ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return new VoxmatchError(
    "INVALID_OPTION",
    `Option ${key} is ${shown}, but must be ${expected}.${suggestion === null ? "" : ` Did you mean "${suggestion}"?`}`,
    { option: key, value, expected, suggestion },
  );
}

/** The choice that goes by this name elsewhere, else the one that is spelled most like it. */
function meant(name: string, choices: readonly (string | number)[]): string | null {
  const known = knownName(name, choices);
  return known === name ? nearest(name, choices.map(String)) : known;
}
