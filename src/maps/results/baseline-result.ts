import type { InputDescription } from "../../results/evaluation-result.js";

/** Another map that was scored alike, such as the scan itself, a random one, or an edge filter. */
export interface BaselineResult {
  readonly input: InputDescription;
  readonly groups: Readonly<Record<string, BaselineGroup>>;
  readonly notes: readonly string[];
}

export interface BaselineGroup {
  /** The baseline's scores by key, as far as they do not depend on the scale of values. */
  readonly scores: Readonly<Record<string, number>>;
  /** The map's score minus the baseline's. */
  readonly difference: Readonly<Record<string, number>>;
}
