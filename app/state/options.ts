import { computed, signal } from "@preact/signals";
import { isVoxmatchError } from "../../base/errors.js";
import type { EvaluateOptions, ResolvedOptions } from "../../src/index.js";
import { presetDefaults } from "../../src/options/presets.js";
import { OPTIONS } from "../../src/options/registry.js";
import { resolveOptions } from "../../src/options/resolve.js";

/** The user's choices; all other options have their defaults. */
export const options = signal<EvaluateOptions>({});

/** The choices with all defaults, or why they do not go together. */
export const resolution = computed(
  (): { readonly resolved: ResolvedOptions | null; readonly problem: string | null } => {
    try {
      return { resolved: resolveOptions(options.value), problem: null };
    } catch (error) {
      if (!isVoxmatchError(error)) throw error;
      return { resolved: null, problem: error.message };
    }
  },
);

/** Chooses the value of an option; undefined goes back to the default. */
export function choose<Key extends keyof EvaluateOptions>(key: Key, value: EvaluateOptions[Key] | undefined): void {
  const { [key]: _, ...others } = options.value;
  options.value = value === undefined ? others : { ...others, [key]: value };
}

/** Chooses a strategy, and lets go of choices that belong to another one. */
export function chooseStrategy(strategy: EvaluateOptions["strategy"]): void {
  const { allowManyToOne, objective, ...others } = options.value;
  const own = {
    ...(strategy === "greedy" && allowManyToOne !== undefined && { allowManyToOne }),
    ...(strategy === "one-to-one" && objective !== undefined && { objective }),
  };
  options.value = { ...others, ...own, strategy };
}

/** The value that an option has now. */
export function optionValue<Key extends keyof EvaluateOptions>(key: Key): EvaluateOptions[Key] {
  return optionIn(options.value, key);
}

/** The value of an option among some: the given one, else the preset's, else the default. */
export function optionIn<Key extends keyof EvaluateOptions>(given: EvaluateOptions, key: Key): EvaluateOptions[Key] {
  const usual = presetDefaults(given.preset ?? "framework", given)[key];
  return given[key] ?? usual ?? (OPTIONS.find((row) => row.key === key)?.default as EvaluateOptions[Key]);
}
