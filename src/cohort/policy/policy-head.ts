import type { CohortSummary } from "../summary/summary-types.js";
import { POLICY_OPTION_NAMES, type Policy } from "./policy-options.js";

/** The policy of a file that has no room for it; it lies next to a table as `NAME.policy.json`. */
export interface PolicyHead
  extends Pick<CohortSummary, "what_counts" | "n_cases" | "policy" | "missing" | "left_out" | "warnings" | "notes"> {
  readonly choices: Policy;
}

export function policyHead(summary: CohortSummary): PolicyHead {
  const { what_counts, options, n_cases, policy, missing, left_out, warnings, notes } = summary;
  const choices = Object.fromEntries(POLICY_OPTION_NAMES.map((name) => [name, options[name]])) as unknown as Policy;
  return { what_counts, choices, n_cases, policy, missing, left_out, warnings, notes };
}
