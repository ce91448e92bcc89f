import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import type { CaseRecord, PlannedCase } from "../cohort/case-record.js";
import type { Blame } from "./blame-failure.js";

/**
 * The record of a case that failed by `error`.
 * @param blame the cause of the failure; default: none of the case's files
 */
export function failedCase(
  { case: id, model, columns, reference, prediction, map }: PlannedCase,
  error: unknown,
  blame: Blame = { cause: "system" },
): CaseRecord {
  const { code, message, details } = toVoxmatchError(error);
  const files = { reference, prediction, ...(map !== undefined && { map }) };
  return { case: id, model, columns, status: "failed", ...blame, files, error: { code, message, details } };
}

function toVoxmatchError(error: unknown): VoxmatchError {
  if (isVoxmatchError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  // The engine throws this when an array or a memory cannot be had.
  if (error instanceof RangeError && /alloc|array length|memory/i.test(reason)) {
    return new VoxmatchError(
      "OUT_OF_MEMORY",
      `The machine did not give the memory that this case needs (${reason}). Use fewer threads, or a lower --memory.`,
    );
  }
  return new VoxmatchError("INTERNAL", `An unexpected failure, please report it: ${reason}.`);
}
