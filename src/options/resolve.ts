import { VoxmatchError } from "../errors.js";
import { resolveEdgeCases } from "./edge-cases.js";
import { resolveGroups } from "./groups.js";
import { type EvaluateOptions, OPTIONS, type OptionRow, type ResolvedOptions } from "./registry.js";
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
    const value = options[row.key] ?? row.default;
    if (value !== undefined && value !== null) check(row, value);
    values[row.key] = value ?? null;
  }
  values.groups = resolveGroups(values.groups);
  values.edgeCases = resolveEdgeCases(values.edgeCases);
  // Safe: every key of the registry was checked above, and the registry lists every key of ResolvedOptions.
  const resolved = values as unknown as ResolvedOptions;
  checkTogether(resolved);
  return resolved;
}

function check({ key, kind }: OptionRow, value: unknown): void {
  switch (kind.type) {
    case "choice":
      if (!kind.choices.some((choice) => choice === value))
        throw invalid(key, value, `one of ${kind.choices.join(", ")}`, kind.choices);
      return;
    case "number":
      if (typeof value !== "number" || !(value >= kind.minimum && value <= kind.maximum)) {
        throw invalid(key, value, `a number from ${kind.minimum} to ${kind.maximum}`);
      }
      return;
    case "flag":
      if (typeof value !== "boolean") throw invalid(key, value, "true or false");
      return;
    case "list":
      if (!Array.isArray(value)) throw invalid(key, value, `a list of ${kind.choices.join(", ")}`);
      for (const item of value) {
        if (!kind.choices.includes(item)) throw invalid(key, item, `made of ${kind.choices.join(", ")}`, kind.choices);
      }
      if (new Set(value).size < value.length) throw invalid(key, value, "a list without repetitions");
      return;
    case "structure":
      return;
  }
}

/** Choices that exclude each other. */
function checkTogether(options: ResolvedOptions): void {
  if (options.allowManyToOne && options.strategy !== "greedy") {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Option allowManyToOne belongs to the strategy greedy, but the strategy is ${options.strategy}. ` +
        'Leave it out, or set strategy to "greedy".',
      { option: "allowManyToOne", strategy: options.strategy },
    );
  }
}

function invalid(
  key: string,
  value: unknown,
  expected: string,
  choices: readonly (string | number)[] = [],
): VoxmatchError {
  const suggestion = typeof value === "string" ? nearest(value, choices.map(String)) : null;
  const shown = typeof value === "string" ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return new VoxmatchError(
    "INVALID_OPTION",
    `Option ${key} is ${shown}, but must be ${expected}.${suggestion === null ? "" : ` Did you mean "${suggestion}"?`}`,
    { option: key, value, expected, suggestion },
  );
}
