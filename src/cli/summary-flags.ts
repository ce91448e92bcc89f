import { Option } from "commander";
import {
  CORRECT_EMPTY_CHOICES,
  FAILED_CHOICES,
  MISSING_CHOICES,
  UNDEFINED_CHOICES,
} from "../cohort/policy/policy-options.js";
import { SCHEMES } from "../cohort/ranking/schemes.js";
import { ESTIMANDS } from "../cohort/ranking/score-table.js";
import { COMPARED_WITH, CONSENSUS_CHOICES, DECIDING_TESTS, FAMILIES } from "../cohort/summary/summary-options.js";
import { choice } from "./choice.js";
import { parseValue } from "./option-flags.js";

/** The flags that say what a case without a number counts for, the same for every command that sums up. */
export function policyFlags(): Option[] {
  return [
    choice("--correct-empty <name>", "an empty reference, rightly predicted empty", CORRECT_EMPTY_CHOICES, "best"),
    number("--worst-distance <mm>", "worst value of distances: diagonal of the case's grid, or mm (default diagonal)"),
    choice("--missing <name>", "a case without a usable prediction of a model", MISSING_CHOICES, "worst"),
    choice("--failed <name>", "a case that failed for another reason than its files", FAILED_CHOICES, "withhold"),
    choice("--undefined <name>", "undefined and infinite values; omit: finite ones only", UNDEFINED_CHOICES, "worst"),
  ];
}

/** The flags of rankings and tests. */
export function rankFlags(): Option[] {
  return [
    choice("--rank-by <name>", "how models are ranked by one metric", SCHEMES, "mean"),
    number("--quantile <share>", "with --rank-by quantile: share of cases, counted from the worst (default 0.25)"),
    choice(
      "--consensus <name>",
      "how ranks by several metrics, groups and values of --by are joined",
      CONSENSUS_CHOICES,
      "mean",
    ),
    choice("--weight <name>", "what weighs alike, where cases belong to clusters", ESTIMANDS, "case"),
    choice("--compare-with <name>", "which models are compared", COMPARED_WITH, "all"),
    choice("--test <name>", "the test that decides what is significant", DECIDING_TESTS, "wilcoxon"),
    number("--alpha <level>", "adjusted p-values below it are significant (default 0.05)"),
    number("--margin <number>", "a difference that does not matter: adds tests of equivalence and non-inferiority"),
    choice("--family <name>", "comparisons that are adjusted together", FAMILIES, "metric"),
    number("--top <number>", "how many ranks are shown; JSON has all (default 10)"),
  ];
}

/** Text that is no number stays text, so that the library's check names it. */
export function number(syntax: string, description: string): Option {
  return new Option(syntax, description).argParser((text: string) =>
    text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text),
  );
}

export function list(syntax: string, description: string): Option {
  return new Option(syntax, description).argParser((text: string) =>
    parseValue({ kind: { type: "list", choices: [] } }, text),
  );
}
