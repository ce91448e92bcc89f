import type { Option } from "commander";

/** The words that a flag takes, for completion. */
export interface OfferedValues {
  readonly values: readonly string[];
  /** Whether it takes several of them, comma-separated. */
  readonly isList: boolean;
}

// Commander's own choices would also change the help and the errors of an option.
const OFFERED = new WeakMap<Option, OfferedValues>();

export function offerValues(option: Option, values: readonly string[], isList = false): void {
  OFFERED.set(option, { values, isList });
}

export function offeredValues(option: Option): OfferedValues {
  return OFFERED.get(option) ?? { values: [], isList: false };
}
