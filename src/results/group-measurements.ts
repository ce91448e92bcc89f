import type { Matching } from "../matching/matching.js";
import type { MetricValues } from "../metrics/measurer.js";
import type { MetricKey } from "../metrics/registry.js";
import type { OverlapTable } from "../overlap/overlap-table.js";

/** The measurements of a group, from which its result is summed up. */
export interface GroupMeasurements {
  /** Without predictions that do not count, as they lie in void. */
  readonly table: OverlapTable;
  /** With them: the table that defines the foregrounds. */
  readonly all: OverlapTable;
  readonly matching: Matching;
  /** Metrics of the matched references. */
  readonly matches: MatchColumns;
  /** Metrics of the whole foregrounds, where there is something to measure. */
  readonly foreground: MetricValues;
}

/** The matched references, rising, as columns: a row of numbers each. */
export interface MatchColumns {
  readonly reference: Uint32Array;
  /** The edges of row `i` are `edges[i] … edges[i + 1] − 1` of the matching. */
  readonly edges: Uint32Array;
  readonly values: ReadonlyMap<MetricKey, Float64Array>;
}
