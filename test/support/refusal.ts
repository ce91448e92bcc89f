import { expect } from "vitest";
import { type ErrorCode, isVoxmatchError, type VoxmatchError } from "../../base/errors.js";

/** Expects that `work` is refused with an error of this package, and returns that. */
export async function refusal(work: () => unknown, code: ErrorCode, message: RegExp | string): Promise<VoxmatchError> {
  let thrown: unknown;
  try {
    await work();
  } catch (error) {
    thrown = error;
  }
  if (!isVoxmatchError(thrown)) throw thrown ?? new Error(`Nothing was refused, expected ${code} and ${message}`);
  expect(thrown.message).toMatch(message);
  expect(thrown.code).toBe(code);
  // Details are plain data: they survive a message to a worker.
  expect(structuredClone(thrown.details)).toEqual(thrown.details);
  return thrown;
}
