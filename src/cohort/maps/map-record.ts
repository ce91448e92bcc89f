import type { RegionRow } from "../../maps/atlas/region-rows.js";
import type { CandidateRow, LesionRow } from "../../maps/detection/detect-lesions.js";
import type { DetectionOptions } from "../../maps/options/types.js";
import type { DomainResult, MapGroupResult, MapResult } from "../../maps/results/map-result.js";
import type { MapReason } from "../../maps/scores/reasons.js";
import type { InputDescription } from "../../results/evaluation-result.js";

/** The options that scores over cases depend on. */
export type DetectionRules = Pick<
  DetectionOptions,
  "frocRates" | "frocInterpolation" | "fpPer" | "operatingThreshold" | "caseScore"
>;

/** The part of a record about a map against one group of the reference. */
export interface MapGroupRecord {
  /** By key, with each NaN its `<key>_reason`. */
  readonly scores: Readonly<Record<string, number | MapReason>>;
  /** With the option `detection`: candidates and lesions with their fates, and what the case scores as a whole. */
  readonly candidates?: readonly CandidateRow[];
  readonly lesions?: readonly LesionRow[];
  readonly case_score?: number;
}

/** A region of an atlas, as far as a cohort needs it. */
export type RegionRecord = Pick<
  RegionRow,
  "label" | "name" | "voxels" | "sum" | "share" | "mean" | "enrichment" | "max"
>;

/** The part of a record about a case's map. */
export interface MapRecord {
  readonly inputs: Readonly<Record<string, InputDescription>>;
  readonly domain: DomainResult;
  readonly rules: DetectionRules;
  readonly groups: Readonly<Record<string, MapGroupRecord>>;
  readonly regions?: readonly RegionRecord[];
  readonly notes?: readonly string[];
}

/** A result without its curves and times, and without remarks that the options make. */
export function mapRecordOf({ inputs, domain, groups, regions, notes, options }: MapResult): MapRecord {
  const { frocRates, frocInterpolation, fpPer, operatingThreshold, caseScore } = options;
  const remarks = notes.filter((note) => !options.notes.includes(note));
  return {
    inputs,
    domain,
    rules: { frocRates, frocInterpolation, fpPer, operatingThreshold, caseScore },
    groups: Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, groupOf(group)])),
    ...(regions && {
      regions: regions.map(({ label, name, voxels, sum, share, mean, enrichment, max }) => {
        return { label, name, voxels, sum, share, mean, enrichment, max };
      }),
    }),
    ...(remarks.length > 0 && { notes: remarks }),
  };
}

function groupOf(group: MapGroupResult): MapGroupRecord {
  const { candidates, lesions, case_score, ...rest } = group;
  const scores = Object.entries(rest).filter((entry): entry is [string, number | MapReason] => {
    return typeof entry[1] === "number" || typeof entry[1] === "string";
  });
  return {
    scores: Object.fromEntries(scores),
    ...(candidates && lesions && case_score !== undefined && { candidates, lesions, case_score }),
  };
}
