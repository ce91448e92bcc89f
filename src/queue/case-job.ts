import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { PlannedCase } from "../cohort/case-record.js";
import type { EvaluateOptions } from "../options/registry.js";
import { decodeNumbers, encodeNumbers } from "../reports/case/json-numbers.js";
import type { CaseWork } from "../runner/evaluate-case.js";

/** What a queue holds of a case. */
interface CaseJob extends Omit<CaseWork, "options"> {
  readonly planned: PlannedCase;
  readonly options: unknown;
}

/** A job's data: text, because PostgreSQL would sort the keys of an object, and records keep their order. */
export function encodeJob(planned: PlannedCase, { root, hash, explore, options }: CaseWork): string {
  const job: CaseJob = { planned, root, hash, explore, options: encodeNumbers(options, "reason") };
  return JSON.stringify(job);
}

export function decodeJob(text: string): { readonly planned: PlannedCase; readonly work: CaseWork } {
  // Safe: whatever is in the queue was written by encodeJob, of this version of voxmatch.
  const { planned, root, hash, explore, options } = JSON.parse(text) as CaseJob;
  return { planned, work: { root, hash, explore, options: decodeNumbers(options) as EvaluateOptions } };
}

/**
 * The hash of all that decides about a case's record: version and options (`configHash`), the case as it is planned, and its
 * files' sizes and times where they can be seen from here. A case that is submitted twice is one job; one whose files were
 * exchanged is another.
 */
export async function jobIdOf(planned: PlannedCase, root: string, configHash: string): Promise<string> {
  const { case: id, model, columns, reference, prediction } = planned;
  const states = await Promise.all([reference, prediction].map((path) => stateOf(resolve(root, path))));
  const text = JSON.stringify([configHash, root, id, model, Object.entries(columns), reference, prediction, states]);
  return createHash("sha256").update(text).digest("hex");
}

/** Null for a file that only the workers can see. */
async function stateOf(path: string): Promise<readonly [size: number, time: number] | null> {
  return stat(path).then(
    ({ size, mtimeMs }) => [size, mtimeMs],
    () => null,
  );
}
