import type { CaseRecord } from "../../cohort/case-record.js";
import type { SummarizeOptions } from "../../cohort/summary/summary-options.js";
import type { MapSlice } from "../figures/map-slices.js";
import type { Slice } from "../figures/slices.js";

/** Everything that a report is made of; plain data. */
export interface ReportInput {
  readonly title: string;
  readonly records: readonly CaseRecord[];
  /** How they are summed up; the same options give the same numbers as voxmatch summarize. */
  readonly summarize?: SummarizeOptions;
  /** Whether what has no record is missing; else it is still to be evaluated. Default true. */
  readonly isFinished?: boolean;
  /** Every choice that was made; null where it is not known. */
  readonly options: object | null;
  /** How each metric in use is defined, by key. */
  readonly definitions: Readonly<Record<string, string>>;
  /** Notes for readers of the numbers. */
  readonly notes: readonly string[];
  /** The program that evaluated the cases, such as `voxmatch 0.1.0`; null where it is not known. */
  readonly engine: string | null;
  /** Slices of the worst cases by `keyOf`, or why there are none. */
  readonly slices: ReadonlyMap<string, CaseSlices>;
  /** The same of maps. */
  readonly mapSlices?: ReadonlyMap<string, MapCaseSlices>;
}

export type CaseSlices = { readonly slices: readonly Slice[] } | { readonly problem: string };

export type MapCaseSlices =
  | {
      readonly slices: readonly MapSlice[];
      /** Whether they show the anatomy; else a sentence why not, or null where none was given. */
      readonly anatomy: true | string | null;
    }
  | { readonly problem: string };
