import type { VolumeHeader } from "../../../base/types.js";
import type { InputDescription } from "../../results/evaluation-result.js";

/** The inputs of a result, by what they are; files with their hashes. */
export function describeInputs(
  headers: readonly (readonly [name: string, header: VolumeHeader])[],
): Record<string, InputDescription> {
  const entries = headers.map(([name, { shape, spacing, dataType, source }]) => {
    return [name, { path: source?.path ?? null, shape, spacing, dataType, sha256: source?.sha256 ?? null }] as const;
  });
  return Object.fromEntries(entries);
}
