import type { EvaluateOptions } from "./evaluate-options.js";

/** How an option's value is checked, and how the command line reads it. */
export type OptionKind =
  | { readonly type: "choice"; readonly choices: readonly (string | number)[] }
  | { readonly type: "number"; readonly minimum: number; readonly maximum: number; readonly integer?: boolean }
  /** A word, or a number above `minimum` up to `maximum`. */
  | { readonly type: "word-or-number"; readonly word: string; readonly minimum: number; readonly maximum: number }
  /** Rising numbers. */
  | { readonly type: "numbers"; readonly minimum: number }
  | { readonly type: "flag" }
  | { readonly type: "list"; readonly choices: readonly string[] }
  /** Checked by its own function; on the command line the name of a YAML or JSON file, or one of `words`. */
  | { readonly type: "structure"; readonly words?: readonly string[] };

/** The first stage that an option changes; all later stages follow from it. */
const STAGES = ["inputs", "instances", "matching", "metrics", "report"] as const;
export type Stage = (typeof STAGES)[number];

/**
 * The engine's part of an option: checks, the command line's flags and what an open case keeps follow from it. The
 * option's texts lie in `texts/`: a page that evaluates does not load them.
 */
export interface OptionRow {
  readonly key: keyof EvaluateOptions;
  readonly kind: OptionKind;
  /** Undefined where the default depends on the input, or is "none". */
  readonly default: unknown;
  readonly affects: Stage;
}

/** The texts of an option for documentation, help, schema and types. */
export interface OptionText {
  readonly description: string;
  /** Its TypeScript type, where the kind does not say it. */
  readonly type?: string;
  /** The type of what was chosen, where that differs. */
  readonly resolved?: string;
  /** The unit of its numbers. */
  readonly unit?: string;
  /** Where the choice comes from. */
  readonly source?: string;
}

export type DescribedOption = OptionRow & OptionText;

/** Texts by option. */
export type OptionTexts = Readonly<Partial<Record<keyof EvaluateOptions, OptionText>>>;
