import type { PolicyHead } from "../cohort/policy/policy-head.js";
import { encodeNumbers } from "../reports/case/json-numbers.js";
import { writeOutput } from "./write-output.js";

/** Where the policy of a table lies, which has no room for it. */
export function policyPath(output: string): string {
  return `${output}.policy.json`;
}

export function policyJson(head: PolicyHead): string {
  return `${JSON.stringify(encodeNumbers(head, "reason"), null, 2)}\n`;
}

/** Writes the policy and its counts next to a table. */
export function writePolicy(output: string, head: PolicyHead): Promise<void> {
  return writeOutput(policyPath(output), policyJson(head));
}
