import { VoxmatchError } from "../../base/errors.js";
import { DEFAULT_MAXIMUM_VOXELS } from "../io/file-options.js";
import type { EvaluateOptions } from "../options/registry.js";
import { refuseUnknown } from "../options/suggest.js";

const KEYS = ["roundLabels", "maximumVoxels", "ignoreLabel"] as const;

/**
 * The options of an evaluation that decide how files are read: `roundLabels`, `maximumVoxels`, and an `ignoreLabel` that is
 * negative.
 */
export type ReadingOptions = Pick<EvaluateOptions, (typeof KEYS)[number]>;

/** @throws VoxmatchError `INVALID_OPTION` for an unknown key */
export function checkReading(reading: ReadingOptions): void {
  refuseUnknown("option of reading", Object.keys(reading), KEYS);
}

/**
 * The options of a question to a case that was read before, with those by which it was read.
 * @throws VoxmatchError `INVALID_OPTION` for options that ask for another reading
 */
export function asRead<T extends ReadingOptions>(options: T, reading: ReadingOptions): T {
  const given: ReadingOptions = Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
  const usual: ReadingOptions = { roundLabels: false, maximumVoxels: DEFAULT_MAXIMUM_VOXELS, ...given };
  for (const key of KEYS) {
    const [asked, held] = [options[key], usual[key]];
    // Labels that are not negative are recognised after reading.
    const isFree = key === "ignoreLabel" && (given.ignoreLabel ?? 0) >= 0;
    if (asked === undefined || asked === held || isFree) continue;
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Option ${key} is ${String(asked)}, but this case was read with ${String(held)}. Give it to openCase, whose files it concerns.`,
      { option: key, value: asked },
    );
  }
  return { ...given, ...options };
}
